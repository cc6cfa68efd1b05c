import { Liquid } from 'liquidjs';

export const engine = Liquid;
