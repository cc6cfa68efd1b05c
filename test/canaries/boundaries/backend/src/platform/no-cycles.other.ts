import type { canary } from './no-cycles.ts';

export const other = (known: typeof canary) => known;
