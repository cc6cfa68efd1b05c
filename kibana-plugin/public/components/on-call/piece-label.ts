import { timeOf } from '../time/zone';
import { part } from './geometry';
import type { Piece } from './lanes';
import type { Range } from './range';

/** A row is as wide as this where nothing was measured. */
const USUAL_PIXELS = 790;
/** So wide is what can still be hit. */
export const LEAST_PIXELS = 8;

/** How many pixels of its row a piece has; `pixels` are those of the row, 0 for one that was not measured. */
export function widthIn({ from, until }: Pick<Piece, 'from' | 'until'>, range: Range, pixels: number): number {
  return (part(range, until) - part(range, from)) * (pixels || USUAL_PIXELS);
}

/** As much as there is room for, and nothing that would be cut off in its first letters; the whole stands in the popover. */
export function labelOf(piece: Piece, range: Range, zone: string, pixels: number): string {
  const { name, from, until, kind } = piece;
  const width = widthIn(piece, range, pixels);
  if (kind === 'gap' && width < 67) return width < 16 ? '' : '!';
  if (width < 28) return '';
  if (width < 67) return initials(name);
  if (range.days.length > 8 || until - from >= 86_400_000) return name;
  return `${name} ${timeOf(from, zone)}–${timeOf(until, zone)}`;
}

function initials(name: string): string {
  const words = name.split(/\s+/).filter(Boolean);
  return [words[0], words.length > 1 ? words.at(-1) : undefined].map((word) => [...(word ?? '')][0] ?? '').join('');
}
