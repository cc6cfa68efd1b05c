let name = 'ada';

export const canary = () => name;
