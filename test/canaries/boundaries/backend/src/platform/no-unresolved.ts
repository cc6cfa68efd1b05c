import { gone } from './gone.ts';

export const canary = gone;
