import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { House } from '../harness/house.ts';
import { minutes } from '../harness/manual-clock.ts';

let house: House;
beforeAll(async () => {
  house = await House.start({ env: { API_RATE_PER_SECOND: '5' } });
});
afterAll(() => house.stop());
// All turns are there again.
beforeEach(() => house.clock.forward(minutes(1)));

/** Ten seconds' worth of calls may come at once. */
const AT_ONCE = 50;

test('an edit whose state cannot be compared for want of turns is refused, and changes nothing', async () => {
  const path = `/v1/teams/${house.teamId}`;
  const [ada, grace] = [house.as('ada'), house.as('grace')];
  const tag = (await ada.call('GET', path)).headers.get('etag') ?? '';
  await grace.ok('PATCH', path, { reopen_window_seconds: 62 });
  for (let left = AT_ONCE - 2; left > 0; left -= 1) await ada.call('GET', '/v1/status');
  const edit = await ada.call('PATCH', path, { reopen_window_seconds: 63 }, { 'if-match': tag });
  expect(edit).toMatchObject({ status: 429, body: { type: 'urn:incidents:problem:too-many' } });
  expect(edit.headers.get('retry-after')).toBe('1');
  expect(await grace.ok('GET', path)).toMatchObject({ reopen_window_seconds: 62 });
  house.clock.forward(minutes(1));
  expect((await ada.call('PATCH', path, { reopen_window_seconds: 63 }, { 'if-match': tag })).status).toBe(412);
});

test('a token has one limit, however its header is written', async () => {
  const { token } = house.person('linus');
  const call = async (authorization: string) =>
    (await fetch(`${house.backend.base}/v1/status`, { headers: { authorization } })).status;
  const statuses: number[] = [];
  for (const written of [`Bearer ${token}`, `Bearer   ${token}`, `bearer ${token}`])
    for (let count = 0; count < AT_ONCE; count += 1) statuses.push(await call(written));
  expect(statuses.filter((status) => status === 200)).toHaveLength(AT_ONCE);
});
