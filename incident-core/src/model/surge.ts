/** New incidents that a source may open within a minute before they are collected in one. */
export const DEFAULT_STORM_RATE = 100;

/** How many new problems a source brought: in the minute that began at `since`, and in the one before it. */
export interface Surge {
  readonly since: Date;
  readonly count: number;
  readonly before: number;
}
