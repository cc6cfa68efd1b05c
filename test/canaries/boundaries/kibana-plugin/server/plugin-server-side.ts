import { page } from '../public/page.ts';

export const canary = page;
