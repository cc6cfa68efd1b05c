import type { audit } from '../auditor/auditor.ts';

export type Canary = typeof audit;
