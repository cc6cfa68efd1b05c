import { audit } from './auditor/auditor.ts';

export const app = audit;
