import type { Gap, GapReason, Override, PlannedSchedule, Shift, ShiftOrigin } from '../model/schedule.ts';
import { layerTimes, type LayerTimes } from './layer-times.ts';
import { zoneOf } from '../support/zone.ts';

/** A schedule, ready to be asked for many instants. */
export interface Timetable {
  readonly layers: readonly { readonly name: string; readonly times: LayerTimes }[];
  /** The latest made first. */
  readonly overrides: readonly { readonly id: string; readonly userId: string; from: number; until: number }[];
}

/**
 * Who is on call at an instant: exactly one person, with the whole stretch of their shift around it, or a gap with its
 * reason. The override that was made last goes before all, then the last layer that has somebody. The work does not
 * grow with the time since the schedule began, and the time zone of the process plays no part.
 *
 * @throws RangeError for a time zone that does not exist
 */
export function onCallAt(schedule: PlannedSchedule, at: Date): Shift | Gap {
  return answerAt(toTimetable(schedule), at.getTime());
}

/** Makes a schedule ready to be asked. */
export function toTimetable({ timeZone, layers, overrides }: PlannedSchedule): Timetable {
  const zone = zoneOf(timeZone);
  return {
    layers: layers.map((layer) => ({ name: layer.name, times: layerTimes(layer, zone) })),
    overrides: [...overrides]
      .sort(latestMadeFirst)
      .map(({ id, userId, from, until }) => ({ id, userId, from: from.getTime(), until: until.getTime() })),
  };
}

/** As `onCallAt`, of a schedule that has been made ready; the instant in milliseconds. */
export function answerAt({ layers, overrides }: Timetable, at: number): Shift | Gap {
  const above: Boundaries[] = [];
  for (const override of overrides) {
    const { id, userId, from, until } = override;
    if (from <= at && at < until) return shift(userId, { type: 'override', id }, override, above, at);
    above.push({ nextStart: () => (from > at ? from : null), lastEnd: () => (until <= at ? until : null) });
  }
  for (let index = layers.length - 1; index >= 0; index -= 1) {
    const layer = layers[index];
    if (!layer) continue;
    const { name, times } = layer;
    const own = times.at(at);
    if (own) return shift(own.userId, { type: 'layer', index, name }, own.span, above, at);
    above.push(times);
  }
  const { from, until } = between(above, at);
  return { kind: 'gap', reason: reasonOf(layers, at), from: toDate(from), until: toDate(until) };
}

/** By the stretch that the layers leave around the instant, so that all of a gap has one reason. */
function reasonOf(layers: Timetable['layers'], at: number): GapReason {
  const times = layers.map((layer) => layer.times);
  const left = between(times, at);
  if (left.from === -Infinity) return left.until === Infinity ? 'empty' : 'not_started';
  if (left.until === Infinity) return 'ended';
  return times.some(({ life }) => life.from < left.until && life.until > left.from) ? 'restricted' : 'not_started';
}

/** When something that would go first begins, and when it last ended. */
type Boundaries = Pick<LayerTimes, 'nextStart' | 'lastEnd'>;

/** The stretch of a turn or override that is left around an instant when what goes before it has taken its part. */
function shift(
  userId: string,
  by: ShiftOrigin,
  own: { readonly from: number; readonly until: number },
  above: readonly Boundaries[],
  at: number,
): Shift {
  const free = between(above, at);
  const [from, until] = [Math.max(own.from, free.from), Math.min(own.until, free.until)];
  return { kind: 'on_call', userId, by, from: new Date(from), until: new Date(until) };
}

/** The stretch around an instant in which none of them has anybody. */
function between(above: readonly Boundaries[], at: number): { readonly from: number; readonly until: number } {
  return {
    from: Math.max(-Infinity, ...above.map(({ lastEnd }) => lastEnd(at) ?? -Infinity)),
    until: Math.min(Infinity, ...above.map(({ nextStart }) => nextStart(at) ?? Infinity)),
  };
}

function latestMadeFirst(a: Override, b: Override): number {
  return b.madeAt.getTime() - a.madeAt.getTime() || (a.id < b.id ? 1 : -1);
}

function toDate(instant: number): Date | null {
  return Number.isFinite(instant) ? new Date(instant) : null;
}
