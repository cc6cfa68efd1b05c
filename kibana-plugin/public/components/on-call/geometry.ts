import type { Range } from './range';

/** Pixels before the days, for what a row is called. */
export const LABEL_WIDTH = 128;

/** How much of the time lies before an instant, from 0 to 1. */
export function part({ from, until }: Range, instant: number): number {
  return (Math.min(Math.max(instant, from), until) - from) / (until - from);
}

export function share(range: Range, instant: number): string {
  return `${part(range, instant) * 100}%`;
}

export function widthOf(range: Range, from: number, until: number): string {
  return `${(part(range, until) - part(range, from)) * 100}%`;
}
