import { route } from '../server/route.ts';

export const canary = route;
