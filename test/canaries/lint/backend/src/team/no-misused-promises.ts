export const canary = (due: () => Promise<boolean>): string => (due() ? 'due' : 'waits');
