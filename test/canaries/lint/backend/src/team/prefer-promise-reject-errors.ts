export const canary = (): Promise<never> => Promise.reject('no error');
