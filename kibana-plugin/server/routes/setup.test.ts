import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Discovery, PlanAnswer, ServicesTable } from '../../common/setup';
import { FakeBackend, json } from './fake-backend.fixture';
import { FakeKibana, type ElasticsearchCall } from './fake-kibana.fixture';

let backend: FakeBackend;
let kibana: FakeKibana;
beforeEach(async () => {
  backend = await FakeBackend.start();
  kibana = new FakeKibana(backend.url).as('manage');
});
afterEach(async () => {
  kibana.backend.close();
  await backend.stop();
});

const allowed = { has_all_requested: true, index: {} };
const bucket = (service: string, environment: string | null, agent = 'java') => ({
  key: { service, environment, agent },
  last_seen: { value: Date.parse('2027-01-05T03:12:00Z') },
});
const page = (buckets: readonly object[], after?: object) => ({
  timed_out: false,
  _shards: { failed: 0 },
  aggregations: { services: { buckets, ...(after && { after_key: after }) } },
});
const indexOf = ({ path }: ElasticsearchCall) => decodeURIComponent(path.split('/')[1] ?? '');

/** Elasticsearch with these pages of services in the service metrics, and nothing elsewhere. */
function holding(...pages: readonly object[]): (call: ElasticsearchCall) => unknown {
  const left = [...pages];
  return (call) => {
    if (call.path.includes('_has_privileges')) return allowed;
    return indexOf(call).includes('service_summary') ? (left.shift() ?? page([])) : page([]);
  };
}

const service = (
  name: string,
  labels: Readonly<Record<string, string[]>> = {},
  environment: string | null = 'production',
) => ({
  ...{ name, environment, labels, agents: ['java'], transaction_types: ['request'], throughput_per_minute: 1 },
  ...{ last_seen_at: '2027-01-05T03:12:00.000Z', sources: ['service_metrics'] },
});
const config = {
  mappings: [] as object[],
  layers: [] as object[],
  teams: ['Payments', 'Platform'],
  rules: [] as object[],
};
const ofUi = { managedBy: 'ui', file: null };

describe('discovery', () => {
  test('asks as the user, page by page, and joins what it is told', async () => {
    const after = { service: 'cart', environment: 'production', agent: 'java' };
    kibana.elasticsearch = holding(page([bucket('cart', 'production')], after), page([bucket('search', null)]));
    const { status, body } = await kibana.call('POST /setup/discover');
    const { items, sources, is_whole: isWhole, kibana_version: version } = body as Discovery;
    expect([status, isWhole]).toEqual([200, true]);
    expect(items.map(({ name, environment }) => [name, environment])).toEqual([
      ['cart', 'production'],
      ['search', null],
    ]);
    expect(version).toBe('8.12.2');
    expect(sources.map(({ outcome }) => outcome)).toEqual(['found', 'empty', 'empty', 'empty']);
    const pages = kibana.searched.filter((call) => indexOf(call).includes('service_summary'));
    expect(pages).toHaveLength(2);
    expect(JSON.stringify(pages[1]?.body)).toContain(JSON.stringify(after));
    expect(pages[0]?.querystring).toEqual({ ignore_unavailable: true, allow_no_indices: true });
  });

  test('says which privileges are missing, and refuses only when nothing is found for it', async () => {
    const missing = { has_all_requested: false, index: { 'traces-apm*': { read: false, view_index_metadata: true } } };
    const found = holding(page([bucket('cart', 'production')]));
    kibana.elasticsearch = (call) => (call.path.includes('_has_privileges') ? missing : found(call));
    expect(await kibana.call('POST /setup/discover')).toMatchObject({
      status: 200,
      body: { is_whole: false, missing_privileges: [{ index: 'traces-apm*', privilege: 'read' }] },
    });
    kibana.elasticsearch = (call) => (call.path.includes('_has_privileges') ? missing : page([]));
    expect(await kibana.call('POST /setup/discover')).toMatchObject({
      status: 403,
      body: {
        attributes: {
          type: 'urn:incidents:problem:elasticsearch-privilege-missing',
          detail: 'Your Elasticsearch roles lack read on traces-apm*.',
        },
      },
    });
  });

  test('without security in Elasticsearch there is nobody to ask about privileges, and services are found', async () => {
    const found = holding(page([bucket('cart', 'production')]));
    kibana.elasticsearch = (call) => {
      if (call.path.includes('_has_privileges')) throw Object.assign(new Error('no handler'), { statusCode: 400 });
      return found(call);
    };
    expect(await kibana.call('POST /setup/discover')).toMatchObject({
      status: 200,
      body: { items: [{ name: 'cart' }] },
    });
  });

  test.each([
    [{ statusCode: 403 }, 403, 'elasticsearch-privilege-missing'],
    [{ statusCode: 429 }, 503, 'elasticsearch-busy'],
    [{ statusCode: 500 }, 502, 'elasticsearch-failed'],
    [{}, 503, 'elasticsearch-away'],
  ])('an Elasticsearch that fails with %j is told apart', async (failure, status, problem) => {
    kibana.elasticsearch = (call) => {
      if (call.path.includes('_has_privileges')) return allowed;
      throw Object.assign(new Error('it failed'), failure);
    };
    expect(await kibana.call('POST /setup/discover')).toMatchObject({
      status,
      body: { attributes: { type: `urn:incidents:problem:${problem}`, detail: expect.stringContaining('it failed') } },
    });
  });

  test('an answer that is none says where it is not', async () => {
    kibana.elasticsearch = (call) =>
      call.path.includes('_has_privileges') ? allowed : { aggregations: { services: 7 } };
    expect(await kibana.call('POST /setup/discover')).toMatchObject({
      status: 502,
      body: { attributes: { detail: expect.stringContaining('aggregations.services') } },
    });
  });

  test('a shard that failed is a doubt, not a failure', async () => {
    kibana.elasticsearch = holding({ ...page([bucket('cart', 'production')]), _shards: { failed: 1 } });
    const { body } = await kibana.call('POST /setup/discover');
    expect((body as Discovery).sources[0]).toMatchObject({ outcome: 'incomplete' });
    expect(body).toMatchObject({ is_whole: false });
  });
});

describe('the table of services', () => {
  test('has each service with its team, or a suggestion, and its thresholds once for all that share them', async () => {
    const mappings = [{ service: 'pay*', team: 'Payments', managedBy: 'file', file: 'team-mapping.json' }];
    const layers = [{ service: 'cart', environment: null, overrides: { latency: { threshold_ms: 900 } }, ...ofUi }];
    const services = [service('search'), service('cart', { 'labels.team': ['platform'] }), service('payment-api')];
    const answer = await kibana.call('POST /setup/services', { body: { ...config, services, mappings, layers } });
    const { rows, thresholds } = answer.body as ServicesTable;
    expect(rows.map(({ name, team, suggestion }) => [name, team?.name ?? null, suggestion?.team ?? null])).toEqual([
      ['cart', null, 'Platform'],
      ['payment-api', 'Payments', null],
      ['search', null, null],
    ]);
    expect(rows[1]?.team?.mapping).toMatchObject({ managedBy: 'file', file: 'team-mapping.json' });
    expect(thresholds).toHaveLength(2);
    expect(thresholds[rows[0]?.thresholds ?? -1]?.latency.threshold_ms).toMatchObject({
      value: 900,
      origin: { layer: 'service', managedBy: 'ui' },
      overrode: [{ value: 1_500, origin: { layer: 'built_in' } }],
    });
    expect(rows[1]?.thresholds).toBe(rows[2]?.thresholds);
  });

  test.each([
    [
      'a threshold of zero',
      { layers: [{ service: null, environment: null, overrides: { latency: { threshold_ms: 0 } }, ...ofUi }] },
    ],
    ['a mapping of nothing', { mappings: [{ team: 'Payments', ...ofUi }] }],
    ['a service without a name', { services: [{ ...service('cart'), name: 7 }] }],
  ])('%s is refused with its place', async (_, wrong) => {
    const [part = ''] = Object.keys(wrong);
    const answer = await kibana.call('POST /setup/services', { body: { ...config, services: [], ...wrong } });
    expect(answer).toMatchObject({ status: 400, body: { path: expect.arrayContaining([part]) } });
  });

  test('rules that are none say which, and what was expected', async () => {
    const answer = await kibana.call('POST /setup/services', { body: { ...config, services: [], rules: [{ id: 7 }] } });
    expect(answer).toMatchObject({
      status: 422,
      body: { attributes: { detail: expect.stringContaining('$.data.0.') } },
    });
  });
});

describe('the plan', () => {
  const group = (id: string) => ({ id, name: id });
  const ruleTypes = ['apm.transaction_duration', 'apm.transaction_error_rate', 'apm.error_rate', 'apm.anomaly'].map(
    (id) => ({
      ...{ id, action_groups: [group('threshold_met')], recovery_action_group: group('recovered') },
      ...{ enabled_in_license: true, authorized_consumers: { apm: { read: true, all: true } } },
    }),
  );
  const question = {
    ...config,
    services: [service('cart'), service('search')],
    mappings: [{ service: 'cart', team: 'Payments', ...ofUi }],
    is_whole: true,
    ...{ space: 'default', rule_types: ruleTypes, connector_id: 'connector-1', grouping: 'auto', instances: 1 },
  };
  const plan = async (more: object = {}) =>
    (await kibana.call('POST /setup/plan', { body: { ...question, ...more } })).body as PlanAnswer;

  /** What Kibana shows of rules that were made as planned. */
  const made = ({ items }: PlanAnswer) =>
    items.map((item) => ({ ...('body' in item ? item.body : {}), id: item.id, mute_all: false }));

  test('makes what is missing, keeps what is there, and tells what was changed by hand', async () => {
    const first = await plan();
    expect(first.counts).toMatchObject({ create: 3, keep: 0 });
    expect(first.left_out).toContainEqual({
      name: 'search',
      environment: 'production',
      kind: null,
      reason: 'unmapped',
    });
    const rules = made(first);
    expect((await plan({ rules })).counts).toMatchObject({ create: 0, keep: 3 });
    const [one, ...others] = rules;
    const edited = { ...one, schedule: { interval: '5m' } };
    const drift = await plan({ rules: [edited, ...others] });
    expect(drift.items).toMatchObject([
      { kind: 'drift', id: one?.id, changes: [{ field: 'interval', found: '"5m"', wanted: '"1m"' }] },
    ]);
  });

  test('without a mapping any more, plans to delete ours alone', async () => {
    const rules = [
      ...made(await plan()),
      { id: 'theirs', name: 'x', rule_type_id: '.es-query', enabled: true, schedule: { interval: '1m' } },
    ];
    const { items } = await plan({ rules, mappings: [] });
    expect(items.map((item) => (item.kind === 'delete' ? item.reason : item.kind))).toEqual([
      'unmapped',
      'unmapped',
      'unmapped',
    ]);
    expect(items.map(({ id }) => id)).not.toContain('theirs');
  });

  test('what was not heard because nobody could listen costs no rules: neither a service nor a label', async () => {
    const label = { name: 'labels.team', value: 'pay' };
    const mappings = [{ label, team: 'Payments', ...ofUi }];
    const services = [service('cart', { 'labels.team': ['pay'] }), service('search', { 'labels.team': ['pay'] })];
    const rules = made(await plan({ mappings, services }));
    const heard = { mappings, rules, services: [service('cart')] };
    expect((await plan({ ...heard, is_whole: false })).counts).toMatchObject({ keep: 6, delete: 0 });
    expect((await plan(heard)).counts).toMatchObject({ keep: 3, delete: 3 });
  });

  test('rule types that are none are refused', async () => {
    const answer = await kibana.call('POST /setup/plan', { body: { ...question, rule_types: { error: 'no' } } });
    expect(answer).toMatchObject({
      status: 422,
      body: { attributes: { type: 'urn:incidents:problem:kibana-not-understood' } },
    });
  });

  test('what has the id of a rule is written over only when it is ours', async () => {
    const { items } = await plan();
    const [item] = items;
    if (item?.kind !== 'create') throw new Error('expected a rule to be made');
    const [found] = made({ items: [item] } as unknown as PlanAnswer);
    const ours = await kibana.call('POST /setup/rewrite', { body: { body: item.body, found } });
    expect(ours.body).toMatchObject({ is_ours: true, update: { name: item.body.name } });
    expect((ours.body as { update: object }).update).not.toHaveProperty('rule_type_id');
    const others = await kibana.call('POST /setup/rewrite', {
      body: { body: item.body, found: { ...found, tags: [] } },
    });
    expect(others.body).toEqual({ is_ours: false, update: null });
  });
});

describe('the connector', () => {
  const types = [{ id: '.webhook', enabled_in_config: true, enabled_in_license: true }];
  const source = { id: '01a3c9de-5b70-7c3e-9d0b-0a6c1f2e4b11', name: 'kibana default' };
  const ask = (more: object) =>
    kibana.call('POST /setup/connector', {
      body: { space: 'default', source, token: { id: '', secret: null }, types, found: null, ...more },
    });

  test('posts to the backend that this Kibana has, its token in no header that can be read', async () => {
    const { body } = await ask({ token: { id: 'token-1', secret: 'ist_secret' } });
    expect(body).toMatchObject({ plan: { kind: 'create', tokenPlace: 'basic_password' }, token_id: null });
    const { plan } = body as { plan: { body: { config: { url: string }; secrets: object } } };
    expect(plan.body.config.url).toBe(`${backend.url}/v1/alerts/elastic`);
    expect(JSON.stringify(plan.body.config)).not.toContain('ist_secret');
  });

  test('a Basic licence means to pull', async () => {
    const { body } = await ask({
      types: [{ ...types[0], enabled_in_license: false, minimum_license_required: 'gold' }],
    });
    expect(body).toMatchObject({ plan: { kind: 'pull', reason: 'licence', needs: 'gold' } });
  });

  test('one that is there says which token it has', async () => {
    const made = await ask({ token: { id: 'token-1', secret: 'ist_secret' } });
    const { id, plan } = made.body as { id: string; plan: { body: { name: string; config: object } } };
    const found = { id, name: plan.body.name, connector_type_id: '.webhook', config: plan.body.config };
    const token = { id: 'token-1', secret: null };
    expect((await ask({ found, token })).body).toMatchObject({ token_id: 'token-1', plan: { kind: 'keep' } });
    expect((await ask({ found })).body).toMatchObject({ plan: { kind: 'token_needed', reasons: ['token'] } });
  });
});

describe('the pull', () => {
  const source_id = '01a3c9de-5b70-7c3e-9d0b-0a6c1f2e4b11';
  const address = 'https://elasticsearch.example.com:9200';
  const wish = { source_id, space: 'shop', elasticsearch_url: address, kibana_url: null, key_days: 90 };
  const encoded = Buffer.from('key-2:secret').toString('base64');
  const pulled = {
    ...{ elasticsearch_url: address, kibana_url: null, spaces: ['default'], indices: [], tags: ['ours'] },
    ...{ connector_ids: [], filter: null, write_back: false, interval_seconds: 60, fault: null },
  };

  /** The backend with a pull or none, and what it answers to another. */
  const having = (pull: object | null, put: { readonly status: number; readonly body: object }) => {
    backend.answer = ({ method }, response) => {
      if (method === 'PUT') return json(response, put.status, put.body);
      if (pull) return json(response, 200, pull);
      return json(response, 404, { type: 'urn:incidents:problem:not-pulled', title: 'none', status: 404 });
    };
  };
  /** Elasticsearch in which the user has keys of that name, and one of another. */
  const makingKeys = (...ids: readonly string[]) => {
    const name = `incidents-pull-${source_id}`;
    const creation = (id: string) =>
      Date.parse(id === 'key-2' || id === 'young' ? '2027-01-05T03:20:00Z' : '2027-01-01');
    const own = [...ids, 'key-2'].map((id) => ({ id, name, invalidated: id === 'ended', creation: creation(id) }));
    kibana.elasticsearch = ({ method, path }) => {
      if (path.includes('_has_privileges')) return allowed;
      if (method === 'POST') return { id: 'key-2', name, api_key: 'secret', encoded };
      return method === 'GET'
        ? { api_keys: [...own, { id: 'x', name: 'another', invalidated: false, creation: 0 }] }
        : {};
    };
  };
  const puts = () =>
    backend.asked.filter(({ method }) => method === 'PUT').map(({ text }) => JSON.parse(text) as unknown);
  const ended = () => kibana.searched.filter(({ method }) => method === 'DELETE').map(({ body }) => body);

  test('is offered with what there is, where Kibana finds Elasticsearch, and what the user lacks', async () => {
    having(null, { status: 200, body: {} });
    makingKeys();
    const offer = () => kibana.call('POST /setup/pull-offer', { body: { source_id } });
    expect(await offer()).toMatchObject({
      status: 200,
      body: { pull: null, elasticsearch_url: 'https://elasticsearch:9200', missing_privileges: [] },
    });
    having(pulled, { status: 200, body: {} });
    kibana.elasticsearch = () => ({ has_all_requested: false, index: { '.alerts-stack.*': { read: false } } });
    expect(await offer()).toMatchObject({
      body: { pull: pulled, missing_privileges: [{ index: '.alerts-stack.*', privilege: 'read' }] },
    });
    expect(await kibana.call('POST /setup/pull-offer', { body: { source_id: null } })).toMatchObject({
      body: { pull: null },
    });
  });

  test('gets a key that reads alerts alone, which goes to the backend and to nobody else', async () => {
    having(null, { status: 200, body: pulled });
    // One that another window has just made may be what the backend has in the end.
    makingKeys('key-1', 'ended', 'young');
    const answer = await kibana.call('POST /setup/pull', { body: wish });
    expect(answer).toMatchObject({ status: 200, body: { pull: pulled, key: { id: 'key-2' }, ended_keys: 1 } });
    expect(JSON.stringify(answer)).not.toContain(encoded);
    const [made] = kibana.searched.filter(({ method }) => method === 'POST');
    expect(made?.body).toMatchObject({
      expiration: '90d',
      role_descriptors: { incidents: { cluster: [], index: [{ privileges: ['read'] }] } },
    });
    expect(puts()).toMatchObject([
      { api_key: encoded, elasticsearch_url: address, spaces: ['shop'], write_back: false },
    ]);
    expect(ended()).toEqual([{ ids: ['key-1'], owner: true }]);
  });

  test('keeps what was set by hand, and takes the space in', async () => {
    having(pulled, { status: 200, body: pulled });
    makingKeys();
    await kibana.call('POST /setup/pull', { body: wish });
    expect(puts()).toMatchObject([{ spaces: ['default', 'shop'], tags: ['ours'], interval_seconds: 60 }]);
    expect(ended()).toEqual([]);
  });

  test('that the backend refuses leaves no key behind', async () => {
    const problem = { type: 'urn:incidents:problem:unprocessable', title: 'No', status: 422 };
    having(null, { status: 422, body: problem });
    makingKeys('key-1');
    expect(await kibana.call('POST /setup/pull', { body: wish })).toMatchObject({
      status: 422,
      body: { attributes: problem },
    });
    expect(ended()).toEqual([{ ids: ['key-2'], owner: true }]);
  });

  test('that may have arrived at the backend keeps its key', async () => {
    having(null, { status: 503, body: {} });
    makingKeys('key-1');
    expect(await kibana.call('POST /setup/pull', { body: wish })).toMatchObject({ status: 503 });
    expect(ended()).toEqual([]);
  });

  test('that writes back is left alone: no key that only reads could do its work', async () => {
    having({ ...pulled, write_back: true }, { status: 200, body: pulled });
    makingKeys();
    expect(await kibana.call('POST /setup/pull', { body: wish })).toMatchObject({ status: 409 });
    expect(kibana.searched).toEqual([]);
  });

  test('without the right to make keys says what Elasticsearch said', async () => {
    having(null, { status: 200, body: pulled });
    kibana.elasticsearch = () => {
      throw Object.assign(new Error('action [create] is unauthorized'), { statusCode: 403 });
    };
    expect(await kibana.call('POST /setup/pull', { body: wish })).toMatchObject({
      status: 422,
      body: {
        attributes: {
          type: 'urn:incidents:problem:elasticsearch-key-refused',
          detail: 'action [create] is unauthorized',
        },
      },
    });
    expect(puts()).toEqual([]);
  });

  test.each([
    [{ elasticsearch_url: 'elasticsearch:9200' }],
    [{ elasticsearch_url: 'https://ada:secret@elasticsearch' }],
    [{ key_days: 0 }],
    [{ space: 'no space' }],
    [{ source_id: 'x' }],
  ])('%j is refused before anything is made', async (more) => {
    expect(await kibana.call('POST /setup/pull', { body: { ...wish, ...more } })).toMatchObject({ status: 400 });
    expect(kibana.searched).toEqual([]);
  });
});

const PATHS = ['discover', 'services', 'plan', 'connector', 'rewrite', 'history', 'pull-offer', 'pull'];
test.each(PATHS)('only who manages may %s', (path) => {
  const { config: route } = kibana.routes.get(`POST /setup/${path}`) ?? {};
  expect(route?.security.authz.requiredPrivileges).toEqual(['manage_incidents']);
  expect(route?.options.tags).toEqual(['access:manage_incidents']);
});

test('who only responds is refused, and nothing is asked for them', async () => {
  kibana.elasticsearch = holding(page([bucket('cart', 'production')]));
  expect(await kibana.as('respond').call('POST /setup/discover')).toMatchObject({ status: 403 });
  expect(kibana.searched).toEqual([]);
});
