import { Liquid } from 'liquidjs';

export const canary = Liquid;
