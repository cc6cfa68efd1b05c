const forgotten = 1;

export const canary = 2;
