import { DEFAULT_THROTTLES, throttlesSchema, toThrottles, type Throttles } from 'incident-core';

/** The limits as they are stored; ours where nobody has set any. */
export function readThrottles(stored: unknown): Throttles {
  return stored === null ? DEFAULT_THROTTLES : toThrottles(throttlesSchema.parse(stored));
}
