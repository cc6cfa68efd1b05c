import { join } from 'node:path';

export const canary = join;
