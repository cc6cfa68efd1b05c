import { createHash } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  configAnswerSchema,
  configDiffAnswerSchema,
  finalThresholdsAnswerSchema,
  type AuditEntryAnswer,
  type ConfigAnswer,
  type ConfigDiffAnswer,
} from 'incident-core';
import type { Answer } from '../harness/api.ts';
import { House } from '../harness/house.ts';

const TABLES = ['thresholds', 'team_mappings', 'routing_rules', 'escalation_policies', 'audit_entries'] as const;

let house: House;
beforeAll(async () => {
  house = await House.start({ policy: null, routed: false });
});
beforeEach(async () => {
  for (const table of [...TABLES, 'schedules']) {
    await house.database.database(table).delete();
  }
  await house.database.database('audit_head').update({ number: 0, seal: '' });
});
afterAll(() => house.stop());

const EVERYONE = {
  name: 'Everyone',
  is_default: true,
  steps: [{ timeout_seconds: 300, targets: [{ type: 'user', name: 'ada' }] }],
};
const DOCUMENTS = {
  thresholds: {
    global: { latency: { threshold_ms: 1000 } },
    services: { checkout: { latency: { threshold_ms: 800 } }, 'pay*': { error_count: { enabled: false } } },
    service_environments: { checkout: { staging: { latency: { enabled: false } } } },
  },
  'team-mapping': {
    mappings: [
      { service: 'checkout', team: 'payments' },
      { label: { name: 'labels.team', value: 'pay' }, team: 'Payments' },
    ],
  },
  policies: {
    policies: [
      EVERYONE,
      {
        name: 'Payments at night',
        team: 'Payments',
        matchers: { times: [{ weekdays: ['monday'], from: '22:00', until: '06:00', time_zone: 'Europe/Paris' }] },
        steps: [
          {
            timeout_seconds: 60,
            targets: [
              { type: 'team', name: 'PAYMENTS' },
              { type: 'user', name: 'Grace' },
            ],
          },
        ],
      },
    ],
  },
};
type Documents = Partial<Record<keyof typeof DOCUMENTS, object>>;

/** Documents as the command sends them. */
function files(documents: Documents, take_over = false): object {
  const texts = Object.entries(documents).map(([name, document]) => {
    const hash = createHash('sha256').update(JSON.stringify(document)).digest('hex');
    return [name, { file: `config/${name}.json`, hash, document }] as const;
  });
  return { ...Object.fromEntries(texts), take_over };
}

const diff = (documents: Documents, takeOver = false) =>
  house.api.ok<ConfigDiffAnswer>('POST', '/v1/config/diff', files(documents, takeOver));
const apply = (documents: Documents, takeOver = false) =>
  house.api.ok<ConfigDiffAnswer>('POST', '/v1/config/apply', files(documents, takeOver));
const tryApply = (documents: Documents, takeOver = false): Promise<Answer> =>
  house.api.call('POST', '/v1/config/apply', files(documents, takeOver));
const exported = () => house.api.ok<ConfigAnswer>('GET', '/v1/config');
const list = async <Item>(path: string) => (await house.api.ok<{ items: readonly Item[] }>('GET', path)).items;
const trail = () => list<AuditEntryAnswer>('/v1/audit');
const kinds = ({ changes }: ConfigDiffAnswer) => changes.map(({ change, name }) => `${change} ${name}`);
const tables = () =>
  Promise.all(
    TABLES.map((table) => house.database.database(table).orderBy(table === 'audit_entries' ? 'number' : 'id')),
  );

describe('files that are applied', () => {
  test('are what there is, each row with the file that looks after it', async () => {
    const answer = configDiffAnswerSchema.parse(await apply(DOCUMENTS));
    expect(answer).toMatchObject({ applied: true, problems: [] });
    expect(kinds(answer)).toEqual([
      'add all services',
      'add checkout',
      'add checkout in staging',
      'add pay*',
      'add labels.team=pay',
      'add checkout',
      'add Everyone',
      'add Payments at night',
    ]);
    for (const path of ['/v1/thresholds', '/v1/team-mappings', '/v1/escalation-policies']) {
      for (const item of await list(path)) {
        expect(item).toMatchObject({ managed_by: 'file', file: expect.stringMatching(/^config\/.*\.json$/) });
      }
    }
    const final = await house.api.ok('GET', '/v1/thresholds/final?service=Checkout&environment=production');
    expect(finalThresholdsAnswerSchema.parse(final).thresholds['latency']?.['threshold_ms']).toMatchObject({
      value: 800,
      origin: { layer: 'service', managed_by: 'file', file: 'config/thresholds.json' },
      overrode: [{ value: 1000 }, { value: 1500, origin: { managed_by: 'built_in' } }],
    });
    expect(await list('/v1/routing-rules')).toMatchObject([
      { position: 1, matchers: { service: ['checkout'] }, team_id: house.teamId, written_by: 'team_mappings' },
    ]);
  });

  test('change nothing the second time, not even the audit trail, and differ in nothing', async () => {
    await apply(DOCUMENTS);
    const before = await tables();
    expect(new Set((await diff(DOCUMENTS)).changes.map(({ change }) => change))).toEqual(new Set(['keep']));
    expect(new Set((await apply(DOCUMENTS)).changes.map(({ change }) => change))).toEqual(new Set(['keep']));
    expect(await tables()).toEqual(before);
  });

  test('twice at once are applied once', async () => {
    const answers = await Promise.all([apply(DOCUMENTS), apply(DOCUMENTS), apply(DOCUMENTS)]);
    expect(answers.map(({ changes }) => changes.filter(({ change }) => change === 'add').length).sort()).toEqual([
      0, 0, 8,
    ]);
    expect(await trail()).toHaveLength(1);
    expect(await list('/v1/thresholds')).toHaveLength(4);
    expect(await list('/v1/team-mappings')).toHaveLength(2);
  });

  test('stand in the audit trail with name, hash and diff, without what is kept', async () => {
    await apply(DOCUMENTS);
    await apply({ thresholds: { ...DOCUMENTS.thresholds, global: { latency: { threshold_ms: 900 } } } });
    const [last] = await trail();
    expect(last).toMatchObject({
      action: 'config.applied',
      subject: { type: 'config', name: 'config/thresholds.json' },
      after: {
        files: [
          { config: 'thresholds', file: 'config/thresholds.json', hash: expect.stringMatching(/^[0-9a-f]{64}$/) },
        ],
        take_over: false,
      },
    });
    expect((last?.after as { changes: unknown[] }).changes).toEqual([
      {
        config: 'thresholds',
        change: 'change',
        name: 'all services',
        found: '{"latency":{"threshold_ms":1000}}',
        wanted: '{"latency":{"threshold_ms":900}}',
        managed_by: 'file',
      },
    ]);
    expect(await house.api.ok('GET', '/v1/audit/verify')).toMatchObject({ whole: true });
  });

  test('leave alone what they do not hold, and remove what they held before', async () => {
    await house.api.ok('POST', '/v1/thresholds', { service: 'cart', overrides: {} });
    await apply(DOCUMENTS);
    const answer = await apply({ thresholds: {} });
    expect(kinds(answer)).toEqual([
      'remove all services',
      'remove checkout',
      'remove checkout in staging',
      'remove pay*',
    ]);
    expect(await list('/v1/thresholds')).toMatchObject([{ service: 'cart', managed_by: 'ui', file: null }]);
    expect(await list('/v1/team-mappings')).toHaveLength(2);
    expect(await list('/v1/escalation-policies')).toHaveLength(2);
  });

  test('that say the same in another text only say so', async () => {
    await apply({ thresholds: { services: { a: {}, b: {} } } });
    const before = await list<{ file_hash: string; updated_at: string }>('/v1/thresholds');
    house.clock.forward(60);
    await apply({ thresholds: { services: { b: {}, a: {} } } });
    const after = await list<{ file_hash: string; updated_at: string }>('/v1/thresholds');
    expect(after.map(({ updated_at }) => updated_at)).toEqual(before.map(({ updated_at }) => updated_at));
    expect(after[0]?.file_hash).not.toBe(before[0]?.file_hash);
  });
});

describe('what people made', () => {
  test('is adopted where it is the same, and is the file’s from then on', async () => {
    const { id } = await house.api.ok<{ id: string }>('POST', '/v1/thresholds', {
      service: 'CHECKOUT',
      overrides: { latency: { threshold_ms: 800 } },
    });
    const thresholds = { services: { checkout: { latency: { threshold_ms: 800 } } } };
    expect(kinds(await apply({ thresholds }))).toEqual(['adopt checkout']);
    expect(await list('/v1/thresholds')).toMatchObject([{ id, managed_by: 'file' }]);
    expect(kinds(await apply({ thresholds }))).toEqual(['keep checkout']);
  });

  test('otherwise is a conflict, and nothing of any file is applied; unless it is taken over', async () => {
    const mapping = { service: 'checkout', team_id: house.catchAllTeamId };
    const { id } = await house.api.ok<{ id: string }>('POST', '/v1/team-mappings', mapping);
    expect(kinds(await diff(DOCUMENTS))).toContain('conflict checkout');
    const before = await tables();
    expect(await tryApply(DOCUMENTS)).toMatchObject({
      status: 409,
      body: { type: 'urn:incidents:problem:config-conflict', detail: expect.stringContaining('checkout') },
    });
    expect(await tables()).toEqual(before);

    expect(kinds(await diff(DOCUMENTS, true))).toContain('take_over checkout');
    await apply(DOCUMENTS, true);
    expect(await house.api.ok('GET', `/v1/team-mappings/${id}`)).toMatchObject({
      team_id: house.teamId,
      managed_by: 'file',
    });
    expect(await list('/v1/routing-rules')).toMatchObject([{ team_id: house.teamId }]);
  });

  test('is not taken from a file: its rows are refused to hands with 409 that names it', async () => {
    await apply(DOCUMENTS);
    const edits = [
      ['thresholds', { overrides: {} }],
      ['team-mappings', { service: 'x', team_id: house.teamId }],
      [
        'escalation-policies',
        { name: 'x', steps: [{ timeout_seconds: 1, targets: [{ type: 'user', id: house.person('ada').id }] }] },
      ],
    ] as const;
    const before = await tables();
    for (const [path, body] of edits) {
      const [item] = await list<{ id: string; file: string }>(`/v1/${path}`);
      const file = item?.file ?? '';
      const refused = { status: 409, body: { title: expect.stringContaining(file), file } };
      expect(await house.api.call('PUT', `/v1/${path}/${item?.id ?? ''}`, body)).toMatchObject(refused);
      expect(await house.api.call('DELETE', `/v1/${path}/${item?.id ?? ''}`)).toMatchObject(refused);
    }
    expect(await tables()).toEqual(before);
  });
});

test('a team stays as long as a file gives it services or policies', async () => {
  const { id } = await house.api.ok<{ id: string }>('POST', '/v1/teams', { name: 'Storage' });
  const mappings = [{ service: 'store', team: 'Storage' }];
  const policies = [EVERYONE, { ...EVERYONE, name: 'Storage', team: 'storage' }];
  await apply({ 'team-mapping': { mappings }, policies: { policies } });
  const remove = () => house.api.call('DELETE', `/v1/teams/${id}`);
  const inUse = (named: string) => ({ status: 409, body: { type: `urn:incidents:problem:${named}` } });
  expect(await remove()).toMatchObject(inUse('target-in-use'));
  await apply({ policies: { policies: [EVERYONE] } });
  expect(await remove()).toMatchObject(inUse('team-in-use'));
  await apply({ 'team-mapping': { mappings: [] } });
  expect((await remove()).status).toBe(204);
});

test('of two policies of people with one name none is the file’s; of one of each it is its own', async () => {
  await apply({ policies: { policies: [EVERYONE] } });
  const steps = [{ timeout_seconds: 9, targets: [{ type: 'user', id: house.person('grace').id }] }];
  await house.api.ok('POST', '/v1/escalation-policies', { name: 'everyone', steps });
  expect(kinds(await diff({ policies: { policies: [EVERYONE] } }))).toEqual(['keep Everyone']);
  for (const name of ['Night', 'night']) await house.api.ok('POST', '/v1/escalation-policies', { name, steps });
  const night = { ...EVERYONE, name: 'Night', is_default: false };
  expect((await diff({ policies: { policies: [EVERYONE, night] } }, true)).problems).toMatchObject([
    { level: 'error', path: ['policies', 1, 'name'], found: '"Night", as 2 policies are called that people made' },
  ]);
});

test('a default may move from one policy of a file to another', async () => {
  const own = { ...EVERYONE, team: 'Payments' };
  const policies = (first: boolean) => [
    EVERYONE,
    { ...own, name: 'A', is_default: first },
    { ...own, name: 'B', is_default: !first },
  ];
  await apply({ policies: { policies: policies(true) } });
  await apply({ policies: { policies: policies(false) } });
  const there = await list<{ name: string; is_default: boolean }>('/v1/escalation-policies');
  expect(
    there
      .filter(({ is_default }) => is_default)
      .map(({ name }) => name)
      .sort(),
  ).toEqual(['B', 'Everyone']);
});

test('files applied while people edit and delete: each is done or refused, and nobody waits for each other', async () => {
  const { id: policy } = await house.api.ok<{ id: string }>('POST', '/v1/escalation-policies', {
    name: 'Own',
    steps: [{ timeout_seconds: 9, targets: [{ type: 'user', id: house.person('ada').id }] }],
  });
  const steps = [{ timeout_seconds: 8, targets: [{ type: 'user', id: house.person('grace').id }] }];
  const teams = await Promise.all(
    [1, 2, 3, 4].map((number) =>
      house.api.ok<{ id: string; name: string }>('POST', '/v1/teams', { name: `Racer ${number}` }),
    ),
  );
  const answers = await Promise.all(
    teams.flatMap(({ id, name }) => [
      tryApply({
        'team-mapping': { mappings: [{ service: name, team: name }] },
        policies: { policies: [EVERYONE, { ...EVERYONE, name, team: name }] },
      }),
      house.api.call('DELETE', `/v1/teams/${id}`),
      house.api.call('PUT', `/v1/escalation-policies/${policy}`, { name: 'Own', steps }),
      house.api.call('POST', '/v1/team-mappings', { service: `by hand ${name}`, team_id: house.teamId }),
    ]),
  );
  const allowed = [[200, 422], [204, 409], [200], [201]];
  answers.forEach(({ status }, at) => expect(allowed[at % 4]).toContain(status));
  const mapped = (await list<{ team_id: string }>('/v1/team-mappings')).map(({ team_id }) => team_id);
  const there = (await list<{ id: string }>('/v1/teams')).map(({ id }) => id);
  expect(there).toEqual(expect.arrayContaining(mapped));
});

describe('files that are wrong are refused as a whole, with each place:', () => {
  const refusals: readonly (readonly [string, Documents, readonly (readonly [(string | number)[], string])[]])[] = [
    [
      'a team that there is not, and one mapping twice',
      {
        ...DOCUMENTS,
        'team-mapping': {
          mappings: [
            { service: 'a', team: 'Nobody' },
            { service: 'A', team: 'Payments' },
          ],
        },
      },
      [
        [['mappings', 0, 'team'], '"Nobody"'],
        [['mappings', 1], 'what $.mappings[0] maps already'],
      ],
    ],
    [
      'names that differ in their case only',
      { thresholds: { services: { Cart: {}, cart: {} } } },
      [[['services', 'cart'], '"cart" beside "Cart"']],
    ],
    [
      'a responder and a schedule that there are not',
      {
        policies: {
          policies: [
            {
              ...EVERYONE,
              steps: [
                {
                  timeout_seconds: 1,
                  targets: [
                    { type: 'user', name: 'zoe' },
                    { type: 'schedule', name: 'night' },
                  ],
                },
              ],
            },
          ],
        },
      },
      [
        [['policies', 0, 'steps', 0, 'targets', 0, 'name'], '"zoe"'],
        [['policies', 0, 'steps', 0, 'targets', 1, 'name'], '"night"'],
      ],
    ],
    [
      'two defaults of all teams',
      { policies: { policies: [EVERYONE, { ...EVERYONE, name: 'Everyone else' }] } },
      [[['policies', 1, 'is_default'], 'true, as of "Everyone", which is $.policies[0]']],
    ],
    [
      'a text that cannot be kept',
      { policies: { policies: [{ ...EVERYONE, matchers: { service: ['a\u0000'] } }] } },
      [[['policies', 0, 'matchers', 'service', 0], '"a\\u0000"']],
    ],
  ];

  test.each(refusals)('%s', async (_, documents, expected) => {
    const before = await tables();
    const { problems, applied } = configDiffAnswerSchema.parse(await diff(documents));
    expect(applied).toBe(false);
    expect(problems.filter(({ level }) => level === 'error').map(({ path, found }) => [path, found])).toEqual(expected);
    const answer = await tryApply(documents);
    expect(answer).toMatchObject({ status: 422, body: { type: 'urn:incidents:problem:config-refused', problems } });
    expect(await tables()).toEqual(before);
  });

  test('a policy that reaches nobody', async () => {
    const { id } = await house.api.ok<{ id: string }>('POST', '/v1/users', { name: 'No Phone', username: 'no-phone' });
    const targets = [{ type: 'user', name: 'no-phone' }];
    const policies = [EVERYONE, { name: 'In vain', steps: [{ timeout_seconds: 60, targets }] }];
    const { problems } = await diff({ policies: { policies } });
    expect(problems[0]).toMatchObject({ level: 'error', path: ['policies', 1, 'steps', 0, 'targets', 0] });
    expect((await tryApply({ policies: { policies } })).status).toBe(422);
    expect(await list('/v1/escalation-policies')).toEqual([]);
    await house.api.ok('DELETE', `/v1/users/${id}`);
  });

  test('a name that several bear, of which none can be meant', async () => {
    const other = await house.api.ok<{ id: string }>('POST', '/v1/teams', { name: 'Other' });
    for (const team_id of [house.teamId, other.id]) {
      await house.api.ok('POST', '/v1/schedules?force=true', { name: 'Night', team_id, time_zone: 'UTC' });
    }
    const steps = [{ timeout_seconds: 60, targets: [{ type: 'schedule', name: 'night' }] }];
    const { problems } = await diff({ policies: { policies: [{ ...EVERYONE, steps }] } });
    expect(problems).toMatchObject([{ found: '"night"', expected: expect.stringContaining('2 are called that') }]);
  });

  test('a default of people stands beside that of the file; and the global default does not go with its file', async () => {
    await apply({ policies: { policies: [EVERYONE] } });
    const { problems } = await diff({ policies: { policies: [] } });
    expect(problems).toMatchObject([{ level: 'error', path: ['policies'] }]);
    // Another one may take its place.
    const renamed = { ...EVERYONE, name: 'All' };
    expect(kinds(await apply({ policies: { policies: [renamed] } }))).toEqual(['add All', 'remove Everyone']);

    const team = { team: 'Payments', ...EVERYONE, name: 'Payments' };
    const steps = [{ timeout_seconds: 1, targets: [{ type: 'user', id: house.person('ada').id }] }];
    const own = { name: 'Own', team_id: house.teamId, is_default: true, steps };
    await house.api.ok('POST', '/v1/escalation-policies', own);
    const beside = await diff({ policies: { policies: [renamed, team] } });
    expect(beside.problems).toMatchObject([
      { path: ['policies', 1, 'is_default'], found: 'true, as of "Own", which people look after' },
    ]);
  });
});

test('what is exported, applied, changes nothing but who looks after it', async () => {
  const overrides = { error_count: { threshold_count: 3 } };
  await house.api.ok('POST', '/v1/thresholds', { service: 'Cart', environment: 'production', overrides });
  await house.api.ok('POST', '/v1/thresholds', { service: 'cart', environment: 'staging', overrides });
  await house.api.ok('POST', '/v1/team-mappings', { environment: 'staging', team_id: house.teamId });
  const steps = [{ timeout_seconds: 9, targets: [{ type: 'user', id: house.person('grace').id }] }];
  await house.api.ok('POST', '/v1/escalation-policies', { name: 'Default', is_default: true, steps });
  const rules = await list('/v1/routing-rules');
  const before = configAnswerSchema.parse(await exported());
  expect(new Set((await apply(before)).changes.map(({ change }) => change))).toEqual(new Set(['adopt']));
  expect(await exported()).toEqual(before);
  expect(await list('/v1/routing-rules')).toEqual(rules);
});

test('any files applied are exported as they were given, and kept when they are applied again', async () => {
  const name = fc.constantFrom('checkout', 'cart', 'pay*', '*-api');
  const environment = fc.constantFrom('production', 'staging');
  const overrides = fc.record(
    { latency: fc.record({ threshold_ms: fc.integer({ min: 1, max: 9 }) }), notify: fc.constant({ repeat: '30m' }) },
    { requiredKeys: [] },
  );
  const thresholds = fc.record(
    {
      global: overrides,
      services: fc.dictionary(name, overrides, { minKeys: 1 }),
      environments: fc.dictionary(environment, overrides, { minKeys: 1 }),
      service_environments: fc.dictionary(name, fc.dictionary(environment, overrides, { minKeys: 1 }), { minKeys: 1 }),
    },
    { requiredKeys: [] },
  );
  const team = fc.constantFrom('Payments', 'Catch-all');
  const mappings = fc.uniqueArray(
    fc.oneof(
      fc.record({ service: name, team }),
      fc.record({ service: name, environment, team }),
      fc.record({ environment, team }),
    ),
    { selector: ({ team: _, ...scope }) => JSON.stringify(scope), maxLength: 6 },
  );
  await fc.assert(
    fc.asyncProperty(thresholds, mappings, async (given, mapped) => {
      const documents = { thresholds: given, 'team-mapping': { mappings: mapped } };
      await apply(documents);
      const there = await exported();
      expect(there.thresholds).toEqual(JSON.parse(JSON.stringify(given)));
      const inOrder = (some: readonly object[]) => some.map((one) => JSON.stringify(Object.entries(one).sort())).sort();
      expect(inOrder(there['team-mapping'].mappings)).toEqual(inOrder(mapped));
      const again = await apply(documents);
      expect(again.changes.every(({ change }) => change === 'keep')).toBe(true);
      const written = (await list<{ written_by: string }>('/v1/routing-rules')).map(({ written_by }) => written_by);
      expect(written.every((by) => by === 'team_mappings')).toBe(true);
      expect(written.length > 0).toBe(mapped.length > 0);
    }),
    { numRuns: 30 },
  );
});
