import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { Redis } from '../../backend/src/platform/redis.ts';
import type { RunningBackend } from '../harness/backend.ts';
import { eventually } from '../harness/backend-process.ts';
import { House } from '../harness/house.ts';
import { Live } from '../harness/live.ts';
import { RedisProgram, whyNoRedis } from '../harness/redis-program.ts';

const why = whyNoRedis();

describe('Redis', () => {
  if (why !== null) {
    test('is not tried here', () => {
      process.stderr.write(`The tests with Redis are skipped: ${why}.\n`);
      expect(why).not.toBeNull();
    });
    return;
  }

  let redis: RedisProgram;
  let house: House;
  let other: RunningBackend;
  const lives: Live[] = [];
  beforeEach(async () => {
    redis = await RedisProgram.start();
  });
  const open = async (env: Readonly<Record<string, string>> = {}) => {
    house = await House.start({ env: { REDIS_URL: redis.url, API_RATE_PER_SECOND: '500', ...env } });
    other = await house.another();
    await knowRedis(true);
  };
  afterEach(async () => {
    for (const live of lives.splice(0)) live.close();
    await house.stop();
    await redis.stop();
  });

  const watch = async (base: string): Promise<Live> => {
    const live = await Live.open(base, house.person('ada').token, null);
    lives.push(live);
    return live;
  };
  const knowRedis = async (isThere: boolean) => {
    for (const { app } of house.backends) await eventually(() => app.get(Redis).isThere === isThere);
  };
  const post = (index: number, backend: RunningBackend) =>
    house.sourceApi(backend).call('POST', '/v1/alerts/elastic', house.elastic.active(`problem ${index}`));

  test('dies in the middle of posts and comes back: nothing is refused, nothing is lost, and who watches sees all', async () => {
    await open();
    const [here, there] = [await watch(house.api.base), await watch(other.base)];
    let isDead = false;
    let isBack = false;
    const answers: { readonly status: number; readonly isDead: boolean }[] = [];
    // Each post one after another at each backend, so that some are in flight at each turn.
    const posting = [house.backend, other].map(async (backend, at) => {
      for (let index = at; index < 60 || !isBack; index += 2) {
        const { status } = await post(index, backend);
        answers.push({ status, isDead });
        await pause(4);
      }
    });
    await pause(150);
    await redis.kill();
    isDead = true;
    await knowRedis(false);
    await eventually(() => answers.filter((answer) => answer.isDead).length > 5);
    await redis.startAgain();
    isDead = false;
    await knowRedis(true);
    isBack = true;
    await Promise.all(posting);
    expect(answers.filter(({ status }) => status !== 202)).toEqual([]);
    expect(await house.count('incidents')).toBe(answers.length);
    expect(await house.count('ledger_entries')).toBe(answers.length);
    for (const live of [here, there]) {
      await live.sees('opened', answers.length);
      const opened = live.changes.filter((change) => change.endsWith(' opened'));
      expect(new Set(opened).size).toBe(answers.length);
      expect(opened).toHaveLength(answers.length);
      expect(live.events.map(({ event }) => event)).not.toContain('reset');
    }
  });

  test('answers no more, though it takes connections: calls wait for it a moment once, and then go on without', async () => {
    await open();
    expect(await house.metric('incidents_redis_up')).toBe(1);
    redis.freeze();
    try {
      const begun = performance.now();
      for (let index = 0; index < 40; index += 1) expect((await post(index, house.backend)).status).toBe(202);
      // Asked again once a second, and not for each of the posts, which would ask several times each.
      const seconds = (performance.now() - begun) / 1000;
      expect(house.backend.app.get(Redis).unanswered).toBeLessThan(10 + 5 * seconds);
    } finally {
      redis.thaw();
    }
    await knowRedis(true);
    expect((await post(99, house.backend)).status).toBe(202);
  });

  test('a revocation at one backend is heard by the other at once; without Redis, within five seconds', async () => {
    await open();
    const { api } = house;
    const make = () => api.ok<{ id: string; token: string }>('POST', '/v1/tokens', { name: 'x', scopes: ['admin'] });
    const status = async (token: string) => (await api.as(token).at(other.base).call('GET', '/v1/status')).status;
    const [first, second] = [await make(), await make()];
    expect([await status(first.token), await status(second.token)]).toEqual([200, 200]);
    await api.ok('DELETE', `/v1/tokens/${first.id}`);
    await eventually(async () => (await status(first.token)) === 401);
    await redis.kill();
    await knowRedis(false);
    expect(await status(second.token)).toBe(200);
    await api.ok('DELETE', `/v1/tokens/${second.id}`);
    expect(await status(second.token)).toBe(200);
    house.clock.forward(5);
    expect(await status(second.token)).toBe(401);
  });

  test('a change of routing at one backend counts for the next alert at the other', async () => {
    await open();
    await post(1, other);
    const team = await house.api.ok<{ id: string }>('POST', '/v1/teams', { name: 'Second' });
    await house.api.ok('POST', '/v1/routing-rules', { matchers: {}, team_id: team.id, position: 1 });
    expect((await post(2, other)).body).toMatchObject({ results: [{ team_id: team.id }] });
  });

  test('a limit is one for all backends, and holds on while Redis is away', async () => {
    await open({ INTAKE_RATE_PER_SECOND: '10' });
    const statuses: number[] = [];
    for (let index = 0; index < 120; index += 1) {
      statuses.push((await post(1, index % 2 === 0 ? house.backend : other)).status);
    }
    // Ten seconds of the pace at once.
    expect(statuses.filter((status) => status === 202).length).toBe(100);
    expect(new Set(statuses)).toEqual(new Set([202, 429]));
    const refused = await post(1, other);
    expect(refused.headers.get('retry-after')).toBe('1');
    await redis.kill();
    await knowRedis(false);
    // Each goes on from what it has granted, which was half of all.
    const alone: number[] = [];
    for (let index = 0; index < 80; index += 1) alone.push((await post(1, house.backend)).status);
    expect(alone.filter((status) => status === 202).length).toBeLessThanOrEqual(60);
    expect(alone).toContain(429);
    house.clock.forward(1);
    expect((await post(1, house.backend)).status).toBe(202);
  });

  test('one backend reads what happens for both, and takes the place of one that is gone', async () => {
    await open();
    const [here, there] = [await watch(house.api.base), await watch(other.base)];
    for (let index = 0; index < 10; index += 1) await post(index, house.backend);
    for (const live of [here, there]) await live.sees('opened', 10);
    expect(await redis.calls('publish')).toBeGreaterThan(0);
    await other.stop();
    house.backends.splice(house.backends.indexOf(other), 1);
    await post(11, house.backend);
    await here.sees('opened', 11);
  });
});
