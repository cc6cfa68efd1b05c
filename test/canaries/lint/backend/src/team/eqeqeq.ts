export const canary = (name: string): boolean => name == 'ada';
