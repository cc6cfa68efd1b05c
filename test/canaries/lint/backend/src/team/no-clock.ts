export const canary = (): Date => new Date();
