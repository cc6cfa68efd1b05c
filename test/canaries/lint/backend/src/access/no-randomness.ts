import { randomBytes } from 'node:crypto';

export const canary = (): Buffer => randomBytes(32);
