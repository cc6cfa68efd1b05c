/** So many in a stretch of time, and then one has to wait. */
export interface Allowance {
  readonly most: number;
  readonly seconds: number;
}

/** Whole seconds to wait until it is allowed once more; 0 for none. `past`: when it was done before, in any order. */
export function secondsToWait({ most, seconds }: Allowance, past: readonly Date[], now: Date): number {
  const since = now.getTime() - seconds * 1000;
  const recent = past
    .map((at) => at.getTime())
    .filter((at) => at > since)
    .sort((a, b) => b - a);
  // When the oldest of the last `most` leaves the stretch, there is room again.
  const oldest = recent[most - 1];
  return oldest === undefined ? 0 : Math.ceil((oldest - since) / 1000);
}
