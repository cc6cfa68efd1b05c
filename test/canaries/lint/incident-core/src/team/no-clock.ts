/** Late. */
export const canary = (due: Date): boolean => due.getTime() < Date.now();
