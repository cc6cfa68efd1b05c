import moment from 'moment';

/** What Kibana's pickers write of a time: `now`, `now-7d`, `now/d`, or an ISO time. */
export interface TimeRange {
  readonly from: string;
  readonly to: string;
}

export const USUAL: TimeRange = { from: 'now-7d', to: 'now' };

const MATH = /^now(?:([+-])(\d{1,5})([smhdwMy]))?(?:\/([smhdwMy]))?$/;
const UNITS = {
  s: 'seconds',
  m: 'minutes',
  h: 'hours',
  d: 'days',
  w: 'weeks',
  M: 'months',
  y: 'years',
} as const;

/** The instant that is meant; rounded up where a range ends. Null for what means none. */
export function instantOf(text: string, now: Date, isEnd: boolean): Date | null {
  const [whole, sign, count, unit, rounded] = MATH.exec(text) ?? [];
  if (whole === undefined) {
    const at = /^\d{4}-\d\d-\d\dT/.test(text) ? new Date(text) : new Date(Number.NaN);
    return Number.isNaN(at.getTime()) ? null : at;
  }
  const at = moment(now);
  if (unit !== undefined) at.add((sign === '-' ? -1 : 1) * Number(count), UNITS[unit as keyof typeof UNITS]);
  if (rounded !== undefined) {
    const to = UNITS[rounded as keyof typeof UNITS];
    if (isEnd) at.endOf(to);
    else at.startOf(to);
  }
  return at.toDate();
}

/** What the address says, where it says something. */
export function readRange(params: URLSearchParams): TimeRange {
  const [from, to] = [params.get('from'), params.get('to')];
  const now = new Date(0);
  if (from === null || to === null || !instantOf(from, now, false) || !instantOf(to, now, true)) return USUAL;
  return { from, to };
}

/** A range as the backend is asked for it. Null for one that ends before it begins, or is too long. */
export function toInstants({ from, to }: TimeRange, now: Date): { readonly from: string; readonly to: string } | null {
  const [start, end] = [instantOf(from, now, false), instantOf(to, now, true)];
  if (!start || !end || end <= start || end.getTime() - start.getTime() > 400 * 86_400_000) return null;
  return { from: start.toISOString(), to: end.toISOString() };
}
