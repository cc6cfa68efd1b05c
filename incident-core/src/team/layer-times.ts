import type { Layer } from '../model/schedule.ts';
import { allowedRanges, allowedSpans, weekOf, type Span } from './restricted-hours.ts';
import { turnsOf } from './rotation.ts';
import type { Zone } from '../support/zone.ts';

/** Whose turn it is in a layer by itself, and the stretch of that turn within the hours and the time in which it counts. */
export interface LayerShift {
  readonly userId: string;
  readonly span: Span;
}

/** A layer, ready to be asked. */
export interface LayerTimes {
  /** From when on it may have somebody, and when it ends: infinite without an end. */
  readonly life: Span;
  /** Whether there are hours at which it does not count. */
  readonly isRestricted: boolean;
  /** Null when it does not count. */
  at(instant: number): LayerShift | null;
  /** The first instant after this one at which it begins to have somebody; null when it never does again. */
  nextStart(instant: number): number | null;
  /** The last instant, up to and with this one, at which it stopped having somebody; null when it never did. */
  lastEnd(instant: number): number | null;
}

/** Makes a layer ready to be asked. */
export function layerTimes(layer: Layer, zone: Zone): LayerTimes {
  const turns = turnsOf(layer.rotation, zone);
  const ranges = allowedRanges(layer.restrictions);
  const life = lifeOf(layer, turns.start);
  const always = life.from < life.until ? [life] : [];
  // Questions come in order: the week before is not asked for again.
  let known: { readonly week: number; readonly spans: readonly Span[] } | null = null;
  const spansAround = (instant: number): readonly Span[] => {
    if (ranges === null || life.from >= life.until) return always;
    const week = weekOf(Math.min(Math.max(instant, life.from), life.until), zone);
    if (known?.week !== week) {
      known = { week, spans: allowedSpans(ranges, zone, week).flatMap((span) => cut(span, life) ?? []) };
    }
    return known.spans;
  };
  return {
    life,
    isRestricted: ranges !== null,
    at(instant) {
      if (instant < life.from || instant >= life.until) return null;
      const spans = spansAround(instant);
      const span = spans[endedBy(spans, instant)];
      const turn = turns.at(instant);
      const userId = turn && layer.participantIds[turn.index % layer.participantIds.length];
      if (!span || span.from > instant || !turn || typeof userId !== 'string') return null;
      return { userId, span: cut(span, turn) ?? span };
    },
    nextStart(instant) {
      const spans = spansAround(instant);
      const next = endedBy(spans, instant);
      const span = spans[next];
      return (span && span.from > instant ? span : spans[next + 1])?.from ?? null;
    },
    lastEnd(instant) {
      const spans = spansAround(instant);
      return spans[endedBy(spans, instant) - 1]?.until ?? null;
    },
  };
}

/** From its first turn, or when it counts, whichever is later. */
function lifeOf(layer: Layer, start: number): Span {
  const from = layer.validFrom === null ? start : Math.max(start, Date.parse(layer.validFrom));
  return { from, until: layer.validUntil === null ? Infinity : Date.parse(layer.validUntil) };
}

/** How many of them, which are in order, have ended at an instant. */
function endedBy(spans: readonly Span[], instant: number): number {
  let [ended, open] = [0, spans.length];
  while (ended < open) {
    const middle = (ended + open) >> 1;
    if ((spans[middle]?.until ?? Infinity) <= instant) ended = middle + 1;
    else open = middle;
  }
  return ended;
}

function cut(span: Span, to: Span): Span | null {
  const [from, until] = [Math.max(span.from, to.from), Math.min(span.until, to.until)];
  return from < until ? { from, until } : null;
}
