// @ts-ignore
export const canary: string = 1;
