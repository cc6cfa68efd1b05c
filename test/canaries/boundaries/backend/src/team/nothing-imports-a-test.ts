import { tested } from './team.service.test.ts';

export const canary = tested;
