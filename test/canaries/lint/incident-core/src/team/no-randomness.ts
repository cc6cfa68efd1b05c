/** Jitter. */
export const canary = (): number => Math.random();
