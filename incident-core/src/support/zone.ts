const DAY_MS = 86_400_000;
/** Enough for decades of several zones; beyond it the memory is emptied and fills again. */
const MOST_DAYS = 20_000;
const MOST_ZONES = 500;

/** What a clock on the wall shows, in milliseconds, as if it showed UTC. */
export type WallTime = number;

/** The clocks of a time zone. Instants are milliseconds since 1970; the zone of the process plays no part. */
export interface Zone {
  toWall(instant: number): WallTime;
  /** A time that the clocks skip is the instant at which they go on; one that they show twice is the first. */
  toInstant(wall: WallTime): number;
}

/** The clocks of an IANA time zone. @throws RangeError for a name that is none */
export function zoneOf(name: string): Zone {
  const known = zones.get(name);
  if (known) return known;
  const zone = toZone(name);
  if (zones.size >= MOST_ZONES) zones.clear();
  zones.set(name, zone);
  return zone;
}

/** Remembered, for making one takes far longer than using it; what it answers never changes. */
const zones = new Map<string, Zone>();

function toZone(name: string): Zone {
  const offsetAt = rememberDays(measureWith(name));
  return {
    toWall: (instant) => instant + offsetAt(instant),
    toInstant(wall) {
      // A day to either side is beyond any change that could matter: offsets lie between -12 and +14 hours.
      const [before, after] = [offsetAt(wall - DAY_MS), offsetAt(wall + DAY_MS)];
      if (before === after) return wall - before;
      const shown = [wall - before, wall - after].filter((instant) => instant + offsetAt(instant) === wall);
      return shown.length > 0 ? Math.min(...shown) : changeBetween(wall - DAY_MS, wall + DAY_MS, offsetAt);
    },
  };
}

/** The first instant with the offset of the end, where the offset changes once in between. */
function changeBetween(from: number, until: number, offsetAt: (instant: number) => number): number {
  const offset = offsetAt(from);
  let [before, after] = [from, until];
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2);
    if (offsetAt(middle) === offset) before = middle;
    else after = middle;
  }
  return after;
}

/** Asks once for a day whose offset is the same at both ends, and each time for one in which the clocks change. */
function rememberDays(measure: (instant: number) => number): (instant: number) => number {
  const days = new Map<number, number | null>();
  return (instant) => {
    const day = Math.floor(instant / DAY_MS);
    let offset = days.get(day);
    if (offset === undefined) {
      const first = measure(day * DAY_MS);
      offset = measure((day + 1) * DAY_MS) === first ? first : null;
      if (days.size >= MOST_DAYS) days.clear();
      days.set(day, offset);
    }
    return offset ?? measure(instant);
  };
}

/** Milliseconds by which the clocks are ahead of UTC, by what Intl shows. */
function measureWith(timeZone: string): (instant: number) => number {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    calendar: 'gregory',
    numberingSystem: 'latn',
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  return (instant) => {
    const shown = new Map(format.formatToParts(instant).map(({ type, value }) => [type, Number(value)]));
    const of = (part: Intl.DateTimeFormatPartTypes) => shown.get(part) ?? 0;
    const wall = Date.UTC(of('year'), of('month') - 1, of('day'), of('hour'), of('minute'), of('second'));
    return wall - Math.floor(instant / 1000) * 1000;
  };
}
