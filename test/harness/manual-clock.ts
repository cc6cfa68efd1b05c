import { Clock } from '../../backend/src/platform/clock.ts';

/** A clock that stands still until it is moved. */
export class ManualClock extends Clock {
  #now: Date;

  constructor(start = new Date('2027-01-05T03:00:00.000Z')) {
    super();
    this.#now = start;
  }

  now(): Date {
    return new Date(this.#now);
  }

  set(now: Date): void {
    this.#now = new Date(now);
  }
}

export const seconds = (count: number) => count;
export const minutes = (count: number) => count * 60;
export const hours = (count: number) => count * 3_600;
