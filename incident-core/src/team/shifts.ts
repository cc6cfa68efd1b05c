import type { Gap, PlannedSchedule, Shift } from '../model/schedule.ts';
import { answerAt, toTimetable, type Timetable } from './on-call.ts';

/** Most shifts and gaps that are listed at once: five months of hourly ones. */
export const MOST_SHIFTS = 4_000;

/** A gap within a time that was asked for. */
export type BoundedGap = Gap & { readonly from: Date; readonly until: Date };

/** What a time is made of, in order; `too_many` when it would be more than `MOST_SHIFTS` pieces. */
export type ShiftList<Piece> =
  { readonly kind: 'listed'; readonly items: readonly Piece[] } | { readonly kind: 'too_many'; readonly most: number };

/**
 * Who is on call from one instant until another: shifts and gaps without overlap or hole, the first and the last cut to
 * the time that was asked for. What it says of an instant is what `onCallAt` says.
 */
export function finalShifts(schedule: PlannedSchedule, from: Date, until: Date): ShiftList<Shift | BoundedGap> {
  return list(toTimetable(schedule), from.getTime(), until.getTime());
}

/** As `finalShifts`, of each layer by itself: what it would be if no other layer and no override went before it. */
export function layerShifts(schedule: PlannedSchedule, from: Date, until: Date): readonly ShiftList<Shift>[] {
  return toTimetable(schedule).layers.map((layer, index) => {
    const listed = list({ layers: [layer], overrides: [] }, from.getTime(), until.getTime());
    if (listed.kind === 'too_many') return listed;
    const items = listed.items.filter((piece): piece is Shift => piece.kind === 'on_call');
    return {
      kind: 'listed',
      items: items.map((shift): Shift => ({ ...shift, by: { type: 'layer', index, name: layer.name } })),
    };
  });
}

/** The stretches in which nobody is on call. */
export function gapsIn(schedule: PlannedSchedule, from: Date, until: Date): ShiftList<BoundedGap> {
  const listed = finalShifts(schedule, from, until);
  if (listed.kind === 'too_many') return listed;
  return { kind: 'listed', items: listed.items.filter((piece): piece is BoundedGap => piece.kind === 'gap') };
}

/** Each piece says how far it reaches, so that the next one is asked for at its end. */
function list(timetable: Timetable, from: number, until: number): ShiftList<Shift | BoundedGap> {
  const items: (Shift | BoundedGap)[] = [];
  let at = from;
  while (at < until) {
    if (items.length === MOST_SHIFTS) return { kind: 'too_many', most: MOST_SHIFTS };
    const answer = answerAt(timetable, at);
    const end = Math.min(answer.until?.getTime() ?? until, until);
    items.push({ ...answer, from: new Date(at), until: new Date(end) });
    at = end;
  }
  return { kind: 'listed', items };
}
