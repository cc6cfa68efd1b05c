import { other } from './no-cycles.other.ts';

export const canary = other;
