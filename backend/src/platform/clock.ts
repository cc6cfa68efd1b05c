/** The one source of the time. Nothing else in the backend reads a clock; SQL is handed `now` as a parameter. */
export abstract class Clock {
  abstract now(): Date;
}

export class SystemClock extends Clock {
  now(): Date {
    return new Date();
  }
}
