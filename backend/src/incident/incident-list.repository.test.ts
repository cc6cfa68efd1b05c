import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { IncidentStatus, Severity } from 'incident-core';
import { v7 } from 'uuid';
import { testDatabase, type TestDatabase } from '../../../test/harness/database.ts';
import { OPENED } from '../../../test/harness/manual-clock.ts';
import { IncidentListRepository, type IncidentFilter } from './incident-list.repository.ts';
import { toSummary } from './incident-summary.ts';

const PAYMENTS = '01a3c9de-5b70-7c3e-9d0b-0a6c1f2e4b11';
const PLATFORM = '01a3c9de-5b70-7c3e-9d0b-0a6c1f2e4b12';
const ADA = '01a3c9de-5b70-7c3e-9d0b-0a6c1f2e4b13';
const ALL: IncidentFilter = { visibleTeams: null };

interface Given {
  readonly title: string;
  readonly service?: string;
  readonly environment?: string;
  readonly description?: string;
  readonly tags?: readonly string[];
  readonly severity?: Severity;
  readonly status?: IncidentStatus;
  readonly teamId?: string;
  readonly assigneeId?: string;
  readonly unrouted?: boolean;
}

let place: TestDatabase;
let lists: IncidentListRepository;
beforeAll(async () => {
  place = await testDatabase();
  lists = new IncidentListRepository(place.database);
  await place.database('teams').insert([
    { id: PAYMENTS, name: 'Payments' },
    { id: PLATFORM, name: 'Platform' },
  ]);
  await place.database('users').insert({ id: ADA, name: 'Ada', username: 'ada' });
  await insert(
    { title: 'Disk full: Checkout-API in production', service: 'checkout-api', environment: 'production' },
    { title: 'Größe überschritten', service: 'lager.größe', tags: ['k8s-17', 'team:ops'], severity: 'critical' },
    { title: '100% of 50_000 <b>requests</b> fail', description: "it's 'quoted' & \\escaped", status: 'resolved' },
    {
      title: 'Latency',
      service: 'cart',
      teamId: PLATFORM,
      severity: 'critical',
      assigneeId: ADA,
      status: 'in_progress',
    },
    { title: 'Latency of nobody', teamId: PLATFORM, unrouted: true, severity: 'warning' },
    { title: 'A word of endless length', description: `${'x'.repeat(5_000)} tail 支付`, status: 'resolved' },
  );
});
afterAll(() => place.drop());

let made = 0;
async function insert(...given: readonly Given[]): Promise<void> {
  await place.database('incidents').insert(
    given.map(({ tags = [], severity = 'error', status = 'triggered', ...rest }) => {
      const at = new Date(OPENED.getTime() + (made += 1) * 1000);
      return {
        id: v7({ msecs: at.getTime() }),
        description: null,
        service: null,
        environment: null,
        teamId: PAYMENTS,
        unrouted: false,
        assigneeId: null,
        ...rest,
        tags,
        severity,
        status,
        urgency: 'high',
        links: '{}',
        alertId: v7(),
        alertCount: 1,
        createdAt: at,
        triggeredAt: at,
        lastSeenAt: at,
      };
    }),
  );
}

const titles = async (filter: Partial<IncidentFilter>) =>
  (await lists.list({ ...ALL, ...filter }, null, 50)).map(({ title }) => title.split(/[: ]/)[0]);

describe('a search', () => {
  test.each([
    ['a word of the title', 'disk', ['Disk']],
    ['in any case', 'DISK FULL', ['Disk']],
    ['the beginning of a word', 'check', ['Disk']],
    ['words that a mark parts in the incident', 'api', ['Disk']],
    ['words that a mark parts in the search', 'checkout-api', ['Disk']],
    ['the environment', 'prod', ['Disk']],
    ['a tag', 'k8s', ['Größe']],
    ['words in different places, in any order', 'ops 17 größe', ['Größe']],
    ['letters beyond ASCII, in any case', 'GRÖSSE', []],
    ['the same with the letter itself', 'GRÖßE ÜBER', ['Größe']],
    ['the description, behind a word too long to keep', 'tail', ['A']],
    ['writing without small letters', '支付', ['A']],
    ['a word before a mark that is only the beginning of one', 'check-api', []],
    ['a number of an incident by its sign', '#2', ['Größe']],
    ['a number of an incident without it, and whatever begins with it', '1', ['Größe', '100%', 'Disk'].sort()],
    ['a number and a word, both of which must hold', '#2 disk', []],
    ['a number and a word that fit', '#1 disk', ['Disk']],
    ['a number that nobody has', '#999999999999999', []],
    ['words of which one is missing', 'disk lager', []],
    ['the inside of a word', 'heckout', []],
    ['signs alone', '%_\\', []],
    ['an operator of the query language', 'disk | lager', []],
    ['a quotation that would end', "it's 'quoted'", ['100%']],
    ['markup', '<b>requests</b>', ['100%']],
    ['a wildcard', 'd%k', []],
  ])('finds by %s', async (_, q, found) => {
    expect([...(await titles({ q }))].sort()).toEqual(found);
  });

  test('keeps to the other filters and to what the reader may see', async () => {
    expect(await titles({ q: 'latency' })).toHaveLength(2);
    expect(await titles({ q: 'latency', severity: ['critical'] })).toHaveLength(1);
    expect(await titles({ q: 'latency', visibleTeams: [PAYMENTS] })).toEqual([]);
    expect(await titles({ q: 'latency', visibleTeams: [PLATFORM], unrouted: true })).toHaveLength(1);
  });

  test('goes on from page to page, the newest first, also behind the newest two thousand', async () => {
    const old = Array.from({ length: 7 }, (_, at) => ({ title: `needle n${at}`, status: 'resolved' as const }));
    await insert(...old);
    for (let piece = 0; piece < 3; piece += 1) {
      await insert(...Array.from({ length: 700 }, () => ({ title: 'hay', status: 'resolved' as const })));
    }
    await insert({ title: 'needle n7', status: 'resolved' });
    const seen: string[] = [];
    let after: { createdAt: Date; id: string } | null = null;
    for (;;) {
      const page: Awaited<ReturnType<typeof lists.list>> = await lists.list({ ...ALL, q: 'needle' }, after, 3);
      seen.push(...page.map(({ title }) => title));
      const last = page.at(-1);
      if (!last) break;
      after = { createdAt: last.createdAt, id: last.id };
    }
    expect(seen).toEqual([7, 6, 5, 4, 3, 2, 1, 0].map((at) => `needle n${at}`));
  });
});

test('a reader of certain teams sees those alone, one of none sees nothing', async () => {
  const seen = await lists.list({ visibleTeams: [PLATFORM] }, null, 50);
  expect(new Set(seen.map(({ teamName }) => teamName))).toEqual(new Set(['Platform']));
  expect(await lists.list({ visibleTeams: [] }, null, 50)).toEqual([]);
});

test('the unrouted can be had alone, or left out', async () => {
  expect(await titles({ unrouted: true, teamId: undefined } as Partial<IncidentFilter>)).toEqual(['Latency']);
  expect(await titles({ unrouted: false, service: 'cart' })).toEqual(['Latency']);
});

describe('the figures of what is open', () => {
  test('count by severity and status, and mine: what I hold, and what nobody holds in my teams', async () => {
    expect(toSummary(await lists.countOpen(null, ADA, [PAYMENTS]))).toEqual({
      open: {
        total: 4,
        by_severity: { info: 0, warning: 1, error: 1, critical: 2 },
        by_status: { triggered: 3, acknowledged: 0, in_progress: 1 },
      },
      mine: {
        total: 3,
        by_severity: { info: 0, warning: 0, error: 1, critical: 2 },
        by_status: { triggered: 2, acknowledged: 0, in_progress: 1 },
      },
      newest_critical_at: new Date(OPENED.getTime() + 4_000).toISOString(),
    });
  });

  test('keep to what the reader may see; nothing is anybody’s who is nobody', async () => {
    const { open, mine, newest_critical_at } = toSummary(await lists.countOpen([PAYMENTS], null, []));
    expect([open.total, mine.total]).toEqual([2, 0]);
    expect(newest_critical_at).toBe(new Date(OPENED.getTime() + 2_000).toISOString());
    expect(toSummary(await lists.countOpen([], ADA, [])).newest_critical_at).toBeNull();
  });
});
