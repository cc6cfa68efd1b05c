import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { defaultScope } from 'incident-core';
import { discover } from '../../scripts/setup/discover.mjs';
import { readOptions } from '../../scripts/setup/options.mjs';
import { run } from '../../scripts/setup/run.mjs';
import { eventually } from '../harness/backend-process.ts';
import type { FakeKibana } from '../harness/fake-kibana.ts';
import { ELASTICSEARCH_API_KEY, type FakeServices } from '../harness/fake-services.ts';
import type { House } from '../harness/house.ts';
import { SetupRun } from '../harness/setup-run.ts';

let stage: SetupRun;
let house: House;
let kibana: FakeKibana;
let elasticsearch: FakeServices;
beforeEach(async () => {
  stage = await SetupRun.start(['checkout', 'cart', 'payments', 'search', 'orphan']);
  ({ house, kibana, elasticsearch } = stage);
  await maps(
    { service: 'checkout', team: 'Payments' },
    { service: 'cart', team: 'Payments' },
    { service: 'pay*', team: 'Payments' },
    { service: 'search', team: 'catch-all' },
  );
  await write('thresholds.json', { services: { checkout: { latency: { threshold_ms: 800, severity: 'critical' } } } });
});
afterEach(() => stage.stop());

const write = (name: string, document: object) => stage.write(name, document);
const maps = (...mappings: readonly object[]) => stage.maps(...mappings);
const setup = (verb: string, args: readonly string[] = []) => stage.run(verb, args);
const apply = (...args: readonly string[]) => setup('apply', ['--yes', ...args]);
const writes = () => kibana.calls.filter(({ method }) => method !== 'GET');
const byName = (name: string) => stage.rule(name);

describe('from services to rules', () => {
  test('discovery lists services with their teams, and those without', async () => {
    const { code, text, document } = await setup('discover');
    expect(code).toBe(0);
    expect(text).toMatch(/checkout +production +nodejs.*Payments \(by service\)/);
    expect(text).toMatch(/payments +production.*Payments \(by pattern\)/);
    expect(text).toMatch(/orphan +production.*no team/);
    expect(text).toContain('5 services, 1 without a team');
    expect(document).toMatchObject({ services: expect.arrayContaining([expect.objectContaining({ name: 'cart' })]) });
    expect(kibana.calls).toEqual([]);
  });

  test('a plan changes nothing and says all; applied once, there is nothing left to do', async () => {
    const planned = await setup('plan');
    expect(planned.code).toBe(2);
    expect(planned.text).toContain('12 to create, 0 to update, 0 changed by hand, 0 to keep, 0 to delete, 0 blocked');
    expect(planned.text).toContain('no team  orphan, production');
    expect(planned.text).toContain('connector: is made');
    expect(writes()).toEqual([]);
    expect(await house.count('sources')).toBe(1);

    const applied = await apply();
    expect(applied.code).toBe(0);
    expect(applied.text).toContain('12 created, 0 updated, 0 deleted, 0 failed, 0 left');
    expect(kibana.rulesOf()).toHaveLength(12);
    expect(kibana.mostAtOnce).toBeLessThanOrEqual(4);
    const rule = byName('Latency (checkout');
    expect(rule).toMatchObject({
      rule_type_id: 'apm.transaction_duration',
      consumer: 'apm',
      enabled: true,
      params: { serviceName: 'checkout', environment: 'production', threshold: 800 },
    });
    expect(rule.tags).toEqual(expect.arrayContaining(['incidents-for-kibana', 'team:Payments', 'severity:critical']));
    const [connector] = kibana.connectorsOf();
    expect(rule.actions.map(({ id, group }) => [id, group])).toEqual([
      [connector?.id, 'threshold_met'],
      [connector?.id, 'recovered'],
    ]);

    const again = await setup('plan');
    expect(again).toMatchObject({ code: 0, text: expect.stringContaining('12 to keep') });
    const before = writes().length;
    expect((await apply()).code).toBe(0);
    expect(writes()).toHaveLength(before);
  });

  test('what somebody changed by hand shows as drift with its fields, and is written again only when that is asked for', async () => {
    await apply();
    const { id, params, tags } = byName('Latency (checkout');
    kibana.edits(id, { params: { ...params, threshold: 99 }, enabled: false });
    const planned = await setup('plan');
    expect(planned).toMatchObject({
      code: 2,
      text: expect.stringMatching(/drift.*checkout.*\n +.*\n? *params\.threshold: 99 → 800/),
    });
    expect(planned.text).toContain('1 changed by hand');

    expect((await apply()).code).toBe(0);
    expect(byName('Latency (checkout')).toMatchObject({ params: { threshold: 99 }, enabled: false });
    expect((await apply('--take-over')).text).toContain('1 updated');
    expect(byName('Latency (checkout')).toMatchObject({ params: { threshold: 800 }, enabled: true, tags });
    expect((await setup('plan')).code).toBe(0);
  });

  test('a changed wish updates the rule, a deleted mapping deletes ours alone', async () => {
    await apply();
    kibana.rules
      .get('default')
      ?.set('theirs', { ...byName('Errors (cart'), id: 'theirs', name: 'Not ours', tags: ['team:Payments'] });
    await write('thresholds.json', { global: { error_count: { threshold_count: 7 } } });
    await maps({ service: 'cart', team: 'Payments' });
    const planned = await setup('plan');
    expect(planned.text).toContain('0 to create, 1 to update, 0 changed by hand, 2 to keep, 9 to delete, 0 blocked');
    expect(planned.text).toMatch(/delete +Latency \(checkout.*unmapped/);
    expect((await apply()).code).toBe(0);
    expect(
      kibana
        .rulesOf()
        .map(({ name }) => name)
        .sort(),
    ).toEqual([
      'Errors (cart, production)',
      'Failed transactions (cart, production)',
      'Latency (cart, production)',
      'Not ours',
    ]);
    expect(byName('Errors (cart')).toMatchObject({ params: { threshold: 7 } });

    expect((await setup('destroy', ['--yes'])).code).toBe(0);
    expect(kibana.rulesOf().map(({ name }) => name)).toEqual(['Not ours']);
  });

  test('without a word of agreement nothing is changed', async () => {
    const { code, text } = await setup('apply');
    expect(code).toBe(1);
    expect(text).toContain('expected --yes where nobody can be asked');
    expect(writes()).toEqual([]);
  });
});

describe('the connector', () => {
  const tokens = async () => {
    const { items } = await house.api.ok<{ items: { id: string; name: string }[] }>('GET', '/v1/sources');
    const source = items.find(({ name }) => name === 'kibana default');
    const list = await house.api.ok<{ items: { id: string; revoked_at: string | null }[] }>(
      'GET',
      `/v1/sources/${source?.id ?? ''}/tokens`,
    );
    return list.items.filter(({ revoked_at }) => revoked_at === null);
  };
  const bearer = (token: unknown) =>
    house.api.as(String(token)).call('POST', '/v1/alerts/elastic', house.elastic.active('by hand'));

  test('of Kibana before 9.2 keeps the token as the password of Basic authentication, and nowhere in the plain', async () => {
    await apply();
    const [connector] = kibana.connectorsOf();
    expect(connector).toMatchObject({
      connector_type_id: '.webhook',
      config: { hasAuth: true, url: `${house.backend.base}/v1/alerts/elastic` },
    });
    const { password } = connector?.secrets ?? {};
    expect((await bearer(password)).status).toBe(202);
    expect(JSON.stringify(connector?.config)).not.toContain(String(password));
  });

  test('of 9.2 keeps it in a secret header', async () => {
    kibana = await stage.upgrade('9.2.0');
    await apply();
    const [connector] = kibana.connectorsOf();
    const { Authorization: header } = connector?.secrets['secretHeaders'] as { Authorization: string };
    expect((await bearer(header.replace('Bearer ', ''))).status).toBe(202);
    expect(connector?.secrets).not.toHaveProperty('password');
    expect(JSON.stringify(connector?.config)).not.toContain(header);
  });

  test('that somebody changed is written again with a new token, and the one before is revoked', async () => {
    await apply();
    const [before] = await tokens();
    const [connector] = kibana.connectorsOf();
    if (connector) connector.config = { ...connector.config, url: 'https://elsewhere.example.com' };
    expect(await setup('plan')).toMatchObject({
      code: 2,
      text: expect.stringContaining('connector: is written again (url)'),
    });
    expect((await apply()).code).toBe(0);
    expect(kibana.connectorsOf()[0]?.config['url']).toBe(`${house.backend.base}/v1/alerts/elastic`);
    const after = await tokens();
    expect(after).toHaveLength(1);
    expect(after[0]?.id).not.toBe(before?.id);
    expect((await setup('plan')).code).toBe(0);
  });

  test('there is none on a Basic licence: rules come without actions, and the plan says that alerts must be pulled', async () => {
    kibana.license = 'basic';
    expect((await setup('plan')).text).toMatch(
      /connector: none \(licence: gold\); rules get no actions, and alerts must be pulled/,
    );
    expect((await apply()).code).toBe(0);
    expect(kibana.connectorsOf()).toEqual([]);
    expect(kibana.rulesOf()).toHaveLength(12);
    expect(byName('Latency (cart').actions).toEqual([]);
  });

  test('carries a test from Kibana to an incident and the people who are told', async () => {
    await apply();
    const proof = setup('test');
    let over = false;
    void proof.finally(() => (over = true));
    while (!over) await house.settles();
    const { code, text, document } = await proof;
    expect(code).toBe(0);
    expect(text).toMatch(/incident #\d+: Test page: kibana default/);
    expect(document).toMatchObject({ incident: { status: 'triggered' }, state: 'sent' });
  });

  test('says so when Kibana cannot post', async () => {
    await apply('--webhook-url', 'http://127.0.0.1:1');
    await expect(setup('test', ['--webhook-url', 'http://127.0.0.1:1'])).rejects.toThrow(
      'could not post the alert: error calling webhook',
    );
  });
});

describe('what goes wrong on the way', () => {
  test('an apply that is ended in the middle is gone on with, and nothing is there twice', async () => {
    const stop = new AbortController();
    kibana.gate = ({ method }) => {
      if (method === 'POST' && kibana.rulesOf().length >= 5) stop.abort();
      return null;
    };
    await expect(stage.run('apply', ['--yes'], { signal: stop.signal })).rejects.toThrow();
    kibana.gate = () => null;
    // What was under way when it ended may be there or not; what had not begun is not.
    expect(kibana.rulesOf().length).toBeLessThan(12);
    expect((await apply()).code).toBe(0);
    expect(new Set(kibana.rulesOf().map(({ name }) => name)).size).toBe(12);
    expect(kibana.rulesOf()).toHaveLength(12);
  });

  test('two at once make nothing twice', async () => {
    await apply();
    for (const rule of kibana.rulesOf()) kibana.rules.get('default')?.delete(rule.id);
    const both = await Promise.all([apply(), apply()]);
    expect(both.map(({ code }) => code)).toEqual([0, 0]);
    expect(kibana.rulesOf()).toHaveLength(12);
    expect((await setup('plan')).code).toBe(0);
  });

  test('what passes is waited for', async () => {
    let refused = 0;
    kibana.gate = ({ method, path: at }) => {
      if (method !== 'POST' || !at.startsWith('/api/alerting/rule') || refused >= 6) return null;
      refused += 1;
      const status = [429, 503, 502][refused % 3] ?? 500;
      return { kind: 'status', status, headers: { 'retry-after': '0' } };
    };
    expect((await apply()).text).toContain('12 created');
    expect(refused).toBe(6);
  });

  test('a rule that Kibana refuses fails alone; a key that may not stops the rest, and says what is left', async () => {
    kibana.gate = ({ method, path: at }) =>
      method === 'POST' && at.includes('/rule/') && kibana.rulesOf().length === 3
        ? { kind: 'status', status: 400, body: JSON.stringify({ message: 'params invalid' }) }
        : null;
    const refused = await apply();
    expect(refused.code).toBe(1);
    expect(refused.text).toMatch(/failed +.*: Kibana answered 400: params invalid/);

    kibana.gate = ({ method, path: at }) =>
      method === 'POST' && at.includes('/rule/')
        ? { kind: 'status', status: 403, body: '{"message":"Unauthorized to create"}' }
        : null;
    const forbidden = await apply();
    expect(forbidden.code).toBe(1);
    expect(forbidden.text).toMatch(/stopped +.*: Kibana answered 403: Unauthorized to create/);
    kibana.gate = () => null;
    expect((await apply()).code).toBe(0);
    expect(kibana.rulesOf()).toHaveLength(12);
  });

  test('an id that somebody else has is left alone', async () => {
    await apply();
    const rule = byName('Latency (cart');
    kibana.edits(rule.id, { tags: ['mine'] });
    const planned = await setup('plan');
    expect(planned.text).toContain('1 blocked');
    expect(planned.text).toContain('its id belongs to a rule that is not ours');
    await apply('--take-over');
    expect(byName('Latency (cart').tags).toEqual(['mine']);
  });

  test.each([
    [
      'a wrong key for Kibana',
      () => kibana.misbehaves({ kind: 'status', status: 401, body: '{"message":"unable to authenticate"}' }),
      /Kibana at .* answered 401: unable to authenticate to GET \/api\/status; expected an API key that it knows/,
    ],
    [
      'a Kibana that answers HTML',
      () => kibana.misbehaves({ kind: 'status', status: 200, body: '<html></html>' }),
      /Kibana at .* answered 200: <html><\/html>/,
    ],
    [
      'another product',
      () => void (elasticsearch.product = null),
      /without the header X-elastic-product; expected Elasticsearch 8 or 9/,
    ],
    [
      'a wrong key for Elasticsearch',
      () => elasticsearch.misbehaves({ kind: 'status', status: 401, body: '{}' }),
      /Elasticsearch at .* answered 401.*expected an API key that it knows/,
    ],
    ['privileges that lack', () => void (elasticsearch.lacks = ['read traces-apm*']), /it lacks read on traces-apm\*/],
  ])('%s is said, and nothing is changed', async (_, spoil, message) => {
    spoil();
    await expect(apply()).rejects.toThrow(message);
    expect(kibana.rulesOf()).toEqual([]);
  });

  test('Elasticsearch without any of the indices has no services, and rules that are there stay', async () => {
    await apply();
    elasticsearch.indices = [];
    expect((await setup('plan')).text).toContain('12 to keep, 0 to delete');
    expect((await setup('plan', ['--forget-silent'])).text).toContain('0 to keep, 12 to delete');
  });
});

describe('where silent services are forgotten', () => {
  test.each([
    ['timed_out', 'did not answer within its time'],
    ['shards_failed', 'could not ask all of its shards'],
  ] as const)('one that nobody could listen to (%s) keeps its rules, and it is said why', async (how, words) => {
    await apply();
    elasticsearch.overlooks = how;
    const { code, text } = await apply('--forget-silent');
    expect(text).toContain(`! services may be missing: metrics-apm.service_summary.1m-* ${words}`);
    expect(text).toContain('! --forget-silent forgets nothing: whoever is missing may only not have been heard');
    expect(text).toContain('12 to keep, 0 to delete');
    expect([code, kibana.rulesOf().length]).toEqual([0, 12]);

    elasticsearch.overlooks = null;
    elasticsearch.services = elasticsearch.services.filter(({ name }) => name !== 'cart');
    const whole = await apply('--forget-silent');
    expect(whole.text).not.toContain('forgets nothing');
    expect([whole.code, kibana.rulesOf().length]).toEqual([0, 9]);
  });

  test('a discovery that ends at the most pages is not whole', async () => {
    elasticsearch.services = Array.from({ length: 2_500 }, (_, at) => ({ name: `service-${at}`, environment: null }));
    const question = { url: elasticsearch.url, apiKey: ELASTICSEARCH_API_KEY, scope: defaultScope(new Date()) };
    const cut = await discover({ ...question, mostPages: 2 });
    expect(cut).toMatchObject({ isWhole: false, warnings: expect.arrayContaining([expect.stringContaining('more')]) });
    expect(cut.services).toHaveLength(2_000);
    const whole = await discover(question);
    expect(whole).toMatchObject({ isWhole: true, warnings: [] });
    expect(whole.services).toHaveLength(2_500);
  });
});

describe('files that are wrong are refused before anything is asked for', () => {
  test('with file, line, column, what was found and what was expected', async () => {
    await writeFile(
      path.join(stage.folder, 'thresholds.json'),
      '{\n  "global": { "latency": { "threshold_ms": 0 } }\n}',
      {
        mode: 0o644,
      },
    );
    await maps({ service: 'checkout', team: 'Nobody' });
    await expect(apply()).rejects.toThrow(
      /thresholds\.json:2:\d+ error \$\.global\.latency\.threshold_ms: found 0, expected .*above 0/,
    );
    await write('thresholds.json', {});
    await expect(apply()).rejects.toThrow(
      /team-mapping\.json:\d+:\d+ error \$\.mappings\[0\]\.team: found "Nobody", expected one of the teams/,
    );
    expect(writes()).toEqual([]);
  });

  test('and what is odd is a warning', async () => {
    await maps({ service: 'checkout', team: 'Payments' }, { service: 'chekout', team: 'Payments' });
    const { code, text } = await setup('plan');
    expect(code).toBe(2);
    expect(text).toMatch(/! .*team-mapping\.json:\d+:\d+ warning \$\.mappings\[1\]: found nothing that it matches/);
  });
});

test('two thousand services are joined into grouped rules; the second plan is empty', async () => {
  elasticsearch.services = Array.from({ length: 2_000 }, (_, at) => ({
    name: `service-${String(at).padStart(4, '0')}`,
    environment: at % 2 === 0 ? 'production' : 'staging',
  }));
  await maps({ service: 'service-*', team: 'Payments' });
  await write('thresholds.json', {});
  const planned = await setup('plan');
  expect(planned.text).toContain('grouped rules, over budget');
  expect((await apply()).code).toBe(0);
  expect(kibana.rulesOf().length).toBeLessThan(200);
  expect((await setup('plan')).code).toBe(0);
  expect(elasticsearch.searches.every(({ body }) => body.aggs.services.composite.size <= 1_000)).toBe(true);
});

test('an apply to two thousand services that is killed is gone on with, and nothing is there twice', async () => {
  elasticsearch.services = Array.from({ length: 2_000 }, (_, at) => ({
    name: `service-${String(at).padStart(4, '0')}`,
    environment: 'production',
  }));
  await maps({ service: 'service-*', team: 'Payments' });
  await write('thresholds.json', {});
  const single = ['--grouping', 'single'];
  const wanted = Number(/(\d+) to create/.exec((await setup('plan', single)).text)?.[1]);
  expect(wanted).toBeGreaterThanOrEqual(2_000);

  const args = ['scripts/setup.mjs', 'apply', '--yes', '--config', stage.folder, ...single];
  const child = spawn(process.execPath, args, { env: { ...process.env, ...stage.environment }, stdio: 'ignore' });
  const ended = once(child, 'exit');
  await eventually(() => kibana.rulesOf().length >= 300 || child.exitCode !== null);
  child.kill('SIGKILL');
  expect(await ended).toEqual([null, 'SIGKILL']);
  expect(kibana.rulesOf().length).toBeLessThan(wanted);

  expect((await apply(...single)).code).toBe(0);
  expect(kibana.rulesOf()).toHaveLength(wanted);
  expect(new Set(kibana.rulesOf().map(({ name }) => name)).size).toBe(wanted);
  expect(kibana.connectorsOf()).toHaveLength(1);
  expect((await setup('plan', single)).code).toBe(0);
});

test.each([
  [['plan', 'apply'], /expected one of discover, plan, apply, destroy, test/],
  [['plan', '--space', 'My Space'], /--space: found My Space; expected the id of a Kibana space/],
  [['plan', '--look-back', '3 weeks'], /--look-back: found 3 weeks; expected a time up to 30d/],
  [['plan', '--grouping', 'none'], /--grouping: found none; expected one of auto, single, grouped/],
  [['plan', '--no-such'], /Unknown option '--no-such'/],
])('%j is refused in words', (args, message) => {
  expect(() => readOptions(args, {})).toThrow(message);
});

test('what is missing is named, all at once', async () => {
  const options = readOptions(['plan'], { KIBANA_URL: kibana.url });
  await expect(run(options, {} as never, new AbortController().signal)).rejects.toThrow(
    'plan needs --elasticsearch-url or ELASTICSEARCH_URL, --api-key or ELASTICSEARCH_API_KEY, --api-key or KIBANA_API_KEY, --backend-url or INCIDENTS_BACKEND_URL, --token or INCIDENTS_BACKEND_TOKEN',
  );
});
