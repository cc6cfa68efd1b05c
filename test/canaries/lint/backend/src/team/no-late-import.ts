export const canary = (): Promise<unknown> => import('node:fs');
