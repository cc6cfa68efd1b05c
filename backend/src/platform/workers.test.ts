import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { eventually } from '../../../test/harness/backend-process.ts';
import { testDatabase, type TestDatabase } from '../../../test/harness/database.ts';
import { hours, ManualClock, minutes } from '../../../test/harness/manual-clock.ts';
import { Bells } from './bells.ts';
import { readConfig } from './config.ts';
import { createLogger } from './logger.ts';
import { Workers, type Occasion, type Tick } from './workers.ts';

let place: TestDatabase;
let clock: ManualClock;
let started: { readonly workers: Workers; readonly bells: Bells }[];
beforeEach(async () => {
  place = await testDatabase();
  clock = new ManualClock();
  started = [];
});
afterEach(async () => {
  for (const { workers, bells } of started) {
    await workers.beforeApplicationShutdown();
    await bells.beforeApplicationShutdown();
  }
  await place.drop();
});

function workersOf(role: 'all' | 'api' = 'all', logger = createLogger('silent')): Workers {
  const SECRETS_KEY = Buffer.alloc(32).toString('base64');
  const config = readConfig({ NODE_ENV: 'test', DATABASE_URL: place.url, SECRETS_KEY, ROLE: role });
  const bells = new Bells(place.database, logger);
  const workers = new Workers(bells, clock, config, logger);
  started.push({ workers, bells });
  return workers;
}

async function start(tick: Tick, role: 'all' | 'api' = 'all'): Promise<Workers> {
  const workers = workersOf(role);
  workers.register('delivery', tick);
  await workers.onApplicationBootstrap();
  return workers;
}

const ring = (workers: Workers) => place.database.transaction((transaction) => workers.ring(transaction, 'delivery'));

/** Ticks that end when the test lets them. */
class SlowTick {
  running = 0;
  most = 0;
  count = 0;
  readonly #ends: (() => void)[] = [];

  readonly tick = async (): Promise<number> => {
    this.count += 1;
    this.running += 1;
    this.most = Math.max(this.most, this.running);
    await new Promise<void>((resolve) => this.#ends.push(resolve));
    this.running -= 1;
    return 0;
  };

  end(): void {
    this.#ends.shift()?.();
  }
}

describe('a worker', () => {
  test('runs at the start, and on until nothing is due', async () => {
    const taken = [3, 2, 0];
    await start(() => Promise.resolve(taken.shift() ?? 0));
    await eventually(() => taken.length === 0);
  });

  test('is woken by a commit in any backend, and not by what was rolled back', async () => {
    let ticks = 0;
    const count = () => Promise.resolve(void (ticks += 1)).then(() => 0);
    const [one] = [await start(count), await start(count)];
    await eventually(() => ticks === 2);
    await ring(one);
    await eventually(() => ticks === 4);
    const cut = place.database.transaction(async (transaction) => {
      await one.ring(transaction, 'delivery');
      throw new Error('rolled back');
    });
    await expect(cut).rejects.toThrow('rolled back');
    await ring(one);
    await eventually(() => ticks === 6);
    expect(ticks).toBe(6);
  });

  test('never overlaps itself, and misses no wake-up while it runs', async () => {
    const slow = new SlowTick();
    const workers = await start(slow.tick);
    for (let calls = 0; calls < 5; calls += 1) workers.poll();
    slow.end();
    await eventually(() => slow.count === 2);
    slow.end();
    await eventually(() => slow.running === 0);
    expect([slow.count, slow.most]).toEqual([2, 1]);
  });

  test('that fails is tried again, and holds up no other', async () => {
    const workers = workersOf();
    let [failed, ran] = [0, 0];
    workers.register('incident', () => Promise.reject(new Error(`failure ${(failed += 1)}`)));
    workers.register('delivery', () => Promise.resolve(void (ran += 1)).then(() => 0));
    await workers.onApplicationBootstrap();
    await eventually(() => failed === 1 && ran === 1);
    workers.poll();
    await eventually(() => failed === 2 && ran === 2);
  });

  test('hears again after its connection was cut', async () => {
    let ticks = 0;
    const workers = await start(() => Promise.resolve(void (ticks += 1)).then(() => 0));
    await eventually(() => ticks === 1);
    await place.database.raw(`select pg_terminate_backend(pid) from pg_stat_activity where query like 'listen %'`);
    await eventually(async () => {
      const before = ticks;
      await ring(workers);
      await new Promise((resolve) => setImmediate(resolve));
      return ticks > before;
    });
  });

  test('ends its tick before the backend does, and begins no other', async () => {
    const slow = new SlowTick();
    const workers = await start(slow.tick);
    workers.poll();
    let over = false;
    const end = workers.beforeApplicationShutdown().then(() => (over = true));
    await ring(workers);
    expect(over).toBe(false);
    slow.end();
    await end;
    workers.poll();
    expect([slow.count, slow.running]).toEqual([1, 0]);
  });

  test('is not waited for without end when it hangs', async () => {
    const slow = new SlowTick();
    const workers = await start(slow.tick);
    await eventually(() => slow.running === 1);
    await workers.beforeApplicationShutdown();
    expect(slow.running).toBe(1);
    slow.end();
  }, 20_000);

  test('rests in a backend that serves the API only', async () => {
    let ticks = 0;
    const workers = await start(() => Promise.resolve((ticks += 1)), 'api');
    workers.poll();
    await ring(workers);
    expect(ticks).toBe(0);
  });
});

describe('what a tick has begun', () => {
  /** Workers of which one has begun this, once; and whether it waits for it no more. */
  const begun = (work: Promise<void>, logger = createLogger('silent')) => {
    const workers = workersOf('all', logger);
    const state = { isDue: true, isLetGo: false };
    workers.register('delivery', async () => {
      if (!state.isDue) return 0;
      state.isDue = false;
      await workers.begun('delivery', work);
      state.isLetGo = true;
      return 1;
    });
    return { workers, state };
  };
  const hanging = () => {
    let [end, fail] = [() => {}, (_: Error) => {}];
    const work = new Promise<void>((resolve, reject) => ([end, fail] = [resolve, reject]));
    return { work, end, fail };
  };

  test('is waited for, but not when it hangs: the tick goes on, and nothing is at rest yet', async () => {
    const { work, end } = hanging();
    const { workers, state } = begun(work);
    let atRest = false;
    const rest = workers.runUntilQuiet().then(() => (atRest = true));
    await eventually(() => state.isLetGo);
    expect(atRest).toBe(false);
    end();
    await rest;
  });

  test.each([
    ['at once', false],
    ['late', true],
  ])('and fails %s is logged, and ends nothing', async (_, isLate) => {
    const failures: unknown[] = [];
    const error = ({ err }: { readonly err: unknown }) => failures.push(err);
    const { work, fail } = hanging();
    const { workers, state } = begun(work, Object.assign(createLogger('silent'), { error }));
    await workers.onApplicationBootstrap();
    if (isLate) await eventually(() => state.isLetGo);
    const failure = new Error('failed');
    fail(failure);
    await eventually(() => failures.length === 1);
    expect(failures).toEqual([failure]);
    state.isDue = true;
    workers.poll();
    await eventually(() => !state.isDue);
  });

  test('is waited for when the backend ends', async () => {
    const { work, end } = hanging();
    const { workers, state } = begun(work);
    await workers.onApplicationBootstrap();
    await eventually(() => state.isLetGo);
    let over = false;
    const ended = workers.beforeApplicationShutdown().then(() => (over = true));
    await new Promise(setImmediate);
    expect(over).toBe(false);
    end();
    await ended;
  });

  test('is not waited for without end then', async () => {
    const { work, end } = hanging();
    const { workers } = begun(work);
    await workers.onApplicationBootstrap();
    await workers.beforeApplicationShutdown();
    end();
  }, 20_000);
});

test('ticks that never find an end are an error in tests', async () => {
  const workers = workersOf('api');
  workers.register('incident', () => Promise.resolve(1));
  await expect(workers.runUntilQuiet()).rejects.toThrow('do not come to rest');
});

describe('a round', () => {
  test('comes by the time alone: no ring wakes it, and nobody waits for it to come to rest', async () => {
    const workers = workersOf();
    let rounds = 0;
    workers.registerRound('audit', 3, () => {
      rounds += 1;
      return Promise.resolve(true);
    });
    await workers.onApplicationBootstrap();
    await ring(workers);
    await workers.runUntilQuiet();
    expect(rounds).toBe(0);
    workers.poll();
    expect(rounds).toBe(0);
    workers.poll();
    await eventually(() => rounds === 1);
    for (let poll = 0; poll < 2; poll += 1) workers.poll();
    expect(rounds).toBe(1);
    workers.poll();
    await eventually(() => rounds === 2);
    await workers.makeRound('audit');
    expect(rounds).toBe(3);
  });

  test('comes at once, and knows why, when the clock went back', async () => {
    const workers = workersOf();
    const occasions: Occasion[] = [];
    workers.registerRound('audit', 3, (occasion) => {
      occasions.push(occasion);
      return Promise.resolve(true);
    });
    await workers.onApplicationBootstrap();
    const right = clock.now();
    clock.forward(hours(1));
    workers.poll();
    expect(occasions).toEqual([]);
    clock.set(right);
    workers.poll();
    await eventually(() => occasions.length === 1);
    clock.forward(minutes(1));
    for (let poll = 0; poll < 3; poll += 1) workers.poll();
    await eventually(() => occasions.length === 2);
    expect(occasions).toEqual(['clock_went_back', 'time']);
  });

  test('is tried again at every poll when it could not be made as the clock went back', async () => {
    const workers = workersOf();
    const occasions: Occasion[] = [];
    const outcomes = [() => Promise.reject(new Error('the database is away')), () => Promise.resolve(false)];
    workers.registerRound('audit', 100, (occasion) => {
      occasions.push(occasion);
      return (outcomes.shift() ?? (() => Promise.resolve(true)))();
    });
    await workers.onApplicationBootstrap();
    clock.set(new Date(clock.now().getTime() - 60_000));
    for (let round = 1; round <= 3; round += 1) {
      workers.poll();
      await eventually(() => occasions.length === round);
      // Until its failure has been seen to.
      await new Promise(setImmediate);
    }
    for (let poll = 0; poll < 5; poll += 1) workers.poll();
    await new Promise(setImmediate);
    expect(occasions).toEqual(['clock_went_back', 'clock_went_back', 'clock_went_back']);
  });

  test('does not come in a backend that only answers', async () => {
    const workers = workersOf('api');
    let rounds = 0;
    workers.registerRound('audit', 1, () => {
      rounds += 1;
      return Promise.resolve(true);
    });
    await workers.onApplicationBootstrap();
    for (let poll = 0; poll < 5; poll += 1) workers.poll();
    expect(rounds).toBe(0);
  });
});
