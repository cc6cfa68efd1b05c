import type { Rotation, ShiftUnit } from '../model/schedule.ts';
import type { WallTime, Zone } from '../support/zone.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** One turn of a rotation, counted from 0; `until` is the first instant after it. */
export interface Turn {
  readonly index: number;
  readonly from: number;
  readonly until: number;
}

/** The turns of a rotation in its zone. */
export interface Turns {
  /** When the first one begins. */
  readonly start: number;
  /** The one at an instant, found by counting and not by walking there; null before the first. */
  at(instant: number): Turn | null;
}

/** The turns of a rotation. Those that the clocks skip altogether last no time, and no instant is theirs. */
export function turnsOf(rotation: Rotation, zone: Zone): Turns {
  const wall = wallTurnsOf(rotation);
  const startOf = (index: number) => zone.toInstant(wall.startOf(index));
  const start = startOf(0);
  return {
    start,
    at(instant) {
      if (instant < start) return null;
      // What the clocks show tells the turn, but for hours around a change of theirs.
      let index = Math.max(0, wall.indexAt(zone.toWall(instant)));
      while (startOf(index) > instant) index -= 1;
      while (startOf(index + 1) <= instant) index += 1;
      return { index, from: startOf(index), until: startOf(index + 1) };
    },
  };
}

/** Turns as the clocks on the wall show them. */
interface WallTurns {
  startOf(index: number): WallTime;
  indexAt(wall: WallTime): number;
}

function wallTurnsOf(rotation: Rotation): WallTurns {
  const anchor = Date.parse(`${rotation.startsOn}T${rotation.handoffTime}:00.000Z`);
  switch (rotation.type) {
    case 'hourly':
      return repeating(anchor, [rotation.every * HOUR_MS]);
    case 'daily':
      return repeating(anchor, [rotation.every * DAY_MS]);
    case 'weekly':
      return repeating(anchor, [rotation.every * 7 * DAY_MS]);
    case 'monthly':
      return monthly(anchor, rotation.every);
    case 'custom':
      return repeating(
        anchor,
        rotation.shifts.map(({ every, unit }) => every * UNIT_MS[unit]),
      );
  }
}

const UNIT_MS: Readonly<Record<ShiftUnit, number>> = { hour: HOUR_MS, day: DAY_MS, week: 7 * DAY_MS };

/** Turns of these lengths, again and again. */
function repeating(anchor: WallTime, lengths: readonly number[]): WallTurns {
  const starts = lengths.map((_, at) => sum(lengths.slice(0, at)));
  const cycle = sum(lengths);
  return {
    startOf(index) {
      const round = Math.floor(index / lengths.length);
      return anchor + round * cycle + (starts[index - round * lengths.length] ?? 0);
    },
    indexAt(wall) {
      const round = Math.floor((wall - anchor) / cycle);
      const within = wall - anchor - round * cycle;
      return round * lengths.length + starts.findLastIndex((start) => start <= within);
    },
  };
}

function monthly(anchor: WallTime, every: number): WallTurns {
  const first = new Date(anchor);
  const [year, month, day] = [first.getUTCFullYear(), first.getUTCMonth(), first.getUTCDate()];
  const clock = anchor - Date.UTC(year, month, day);
  return {
    startOf(index) {
      // Day 0 of the month after is the last day of the month.
      const lastDay = new Date(Date.UTC(year, month + index * every + 1, 0)).getUTCDate();
      return Date.UTC(year, month + index * every, Math.min(day, lastDay)) + clock;
    },
    indexAt(wall) {
      const shown = new Date(wall);
      return Math.floor(((shown.getUTCFullYear() - year) * 12 + shown.getUTCMonth() - month) / every);
    },
  };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
