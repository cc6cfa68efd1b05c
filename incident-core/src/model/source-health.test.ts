import { expect, test } from '@jest/globals';
import { healthOf, type SourceHealth, type SourceSigns } from './source-health.ts';

const NOW = new Date('2027-01-05T03:00:00Z');
const ago = (seconds: number) => new Date(NOW.getTime() - seconds * 1000);
const PULL = { intervalSeconds: 30, setUpAt: ago(10), lastPullAt: null, failing: false };

test.each<readonly [string, SourceSigns, SourceHealth]>([
  ['a source that nothing has come of', { lastPushAt: null, pull: null }, 'unknown'],
  ['one that only pushes', { lastPushAt: ago(5), pull: null }, 'unprotected'],
  ['one that was set up to be pulled just now', { lastPushAt: ago(5), pull: PULL }, 'unknown'],
  ['one that is pulled', { lastPushAt: null, pull: { ...PULL, lastPullAt: ago(300) } }, 'active'],
  ['one whose pull fails', { lastPushAt: ago(5), pull: { ...PULL, lastPullAt: ago(1), failing: true } }, 'degraded'],
  [
    'one that was not pulled for five minutes',
    { lastPushAt: null, pull: { ...PULL, lastPullAt: ago(301) } },
    'missing',
  ],
  ['one that never was, for as long', { lastPushAt: null, pull: { ...PULL, setUpAt: ago(301) } }, 'missing'],
  [
    'one that is pulled hourly, after an hour',
    { lastPushAt: null, pull: { ...PULL, intervalSeconds: 3_600, lastPullAt: ago(3_700) } },
    'active',
  ],
])('%s is %3$s', (_title, signs, expected) => {
  expect(healthOf(signs, NOW)).toBe(expected);
});
