import { DEFAULT_THROTTLES, fromThrottles, type Throttles } from 'incident-core';
import type { Api } from './api.ts';

/** For stories of many at once that are not about how much one person is told: each gets each. */
export const UNTHROTTLED: Throttles = {
  ...DEFAULT_THROTTLES,
  mergeAbove: null,
  people: { slack: null, email: null, sms: null, voice: null },
};

/** Sets the limits; those that are not named are ours. */
export async function setThrottles(api: Api, over: Partial<Throttles>): Promise<void> {
  await api.ok('PUT', '/v1/throttles', fromThrottles({ ...DEFAULT_THROTTLES, ...over }));
}
