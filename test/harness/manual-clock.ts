import { Clock } from '../../backend/src/platform/clock.ts';

/** When a test's time begins. */
export const OPENED = new Date('2027-01-05T03:00:00.000Z');

/** A clock that stands still until it is moved. */
export class ManualClock extends Clock {
  #now: Date;

  constructor(start = OPENED) {
    super();
    this.#now = start;
  }

  now(): Date {
    return new Date(this.#now);
  }

  set(now: Date): void {
    this.#now = new Date(now);
  }

  /** Only moves the time: what has become due is for the workers to find. */
  forward(seconds: number): void {
    this.#now = new Date(this.#now.getTime() + seconds * 1000);
  }
}

export const minutes = (count: number) => count * 60;
export const hours = (count: number) => count * 3_600;
export const days = (count: number): number => count * 86_400;
