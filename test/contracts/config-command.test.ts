import * as fs from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { ConfigAnswer, ConfigDiffAnswer } from 'incident-core';
import { readOptions } from '../../scripts/config/options.mjs';
import { run } from '../../scripts/config/run.mjs';
import { ADMIN_TOKEN } from '../harness/backend.ts';
import { House } from '../harness/house.ts';

let house: House;
let folder: string;
beforeAll(async () => {
  house = await House.start({ policy: null, routed: false });
});
beforeEach(async () => {
  folder = await fs.mkdtemp(path.join(tmpdir(), 'config-'));
  for (const table of ['thresholds', 'team_mappings', 'routing_rules', 'escalation_policies']) {
    await house.database.database(table).delete();
  }
});
afterEach(() => fs.rm(folder, { recursive: true }));
afterAll(() => house.stop());

/** Runs the command as its program does, in the folder: the exit code, the lines for people, the document for programs. */
async function command(verb: string, ...more: readonly string[]) {
  const args = [verb, '--config', folder, '--backend-url', house.api.base, '--token', ADMIN_TOKEN, ...more];
  const lines: string[] = [];
  const documents: unknown[] = [];
  const code = await run(readOptions(args, {}), {
    say: (line: string) => void lines.push(line),
    give: (document: unknown) => void documents.push(document),
  });
  return { code, lines, document: documents[0] };
}

const write = (name: string, text: string) => fs.writeFile(path.join(folder, name), text);
const place = (name: string) => path.join(path.relative('.', folder), name);

const THRESHOLDS = '{ "services": { "checkout": { "latency": { "threshold_ms": 800 } } } }\n';
const MAPPING = '{\n  "mappings": [\n    { "service": "checkout", "team": "Payments" }\n  ]\n}\n';

test('what the files would change is shown, applied, and then there is nothing to do', async () => {
  await write('thresholds.json', THRESHOLDS);
  await write('team-mapping.json', MAPPING);
  const lines = [
    '  add       thresholds: checkout {"latency":{"threshold_ms":800}}',
    '  add       team-mapping: checkout {"service":"checkout","team":"Payments"}',
  ];
  expect(await command('diff')).toMatchObject({ code: 2, lines: [...lines, 'pending: 2 to add, 0 kept'] });
  expect(await command('diff')).toMatchObject({ code: 2, document: { applied: false } });
  expect(await command('apply')).toMatchObject({
    code: 0,
    lines: [...lines, 'done: 2 to add, 0 kept'],
    document: { applied: true },
  });
  expect(await command('diff')).toMatchObject({ code: 0, lines: ['nothing to do, 2 kept'] });
  expect(await command('apply')).toMatchObject({ code: 0, lines: ['nothing to do, 2 kept'] });

  await write('thresholds.json', THRESHOLDS.replace('800', '700'));
  expect(await command('apply')).toMatchObject({
    code: 0,
    lines: [
      '  change    thresholds: checkout',
      '      - {"latency":{"threshold_ms":800}}',
      '      + {"latency":{"threshold_ms":700}}',
      'done: 1 to change, 1 kept',
    ],
  });
});

test('what people changed is refused, unless it is taken over', async () => {
  const overrides = { latency: { threshold_ms: 1 } };
  await house.api.ok('POST', '/v1/thresholds', { service: 'checkout', overrides });
  await write('thresholds.json', THRESHOLDS);
  const lines = ['  conflict  thresholds: checkout', '      - {"latency":{"threshold_ms":1}}'];
  expect((await command('diff')).lines).toEqual(expect.arrayContaining(lines));
  const refused = await command('apply');
  expect(refused.code).toBe(1);
  expect(refused.lines).toEqual(expect.arrayContaining([...lines, expect.stringMatching(/^refused: People changed/)]));
  expect((refused.document as ConfigDiffAnswer).applied).toBe(false);
  expect((await house.api.ok<ConfigAnswer>('GET', '/v1/config')).thresholds).toEqual({
    services: { checkout: overrides },
  });
  expect(await command('apply', '--take-over')).toMatchObject({ code: 0 });
  expect(await command('diff')).toMatchObject({ code: 0 });
});

describe('what is wrong is shown with file, line and column, and nothing is applied:', () => {
  test('by what the files hold', async () => {
    await write('thresholds.json', '{ "global": { "latency": { "threshold_ms": 0 } } }');
    await write('team-mapping.json', MAPPING);
    const { code, lines } = await command('apply');
    expect(code).toBe(1);
    expect(lines).toEqual([
      `${place('thresholds.json')}:1:44 error $.global.latency.threshold_ms: ` +
        'found 0, expected a number of milliseconds, above 0 and at most 86400000',
    ]);
    expect((await command('diff')).code).toBe(1);
  });

  test('by what the backend knows', async () => {
    await write('team-mapping.json', MAPPING.replace('Payments', 'Nobody'));
    await write('thresholds.json', THRESHOLDS);
    for (const verb of ['diff', 'apply']) {
      const { code, lines } = await command(verb);
      expect(code).toBe(1);
      expect(lines[0]).toMatch(`${place('team-mapping.json')}:3:38 error $.mappings[0].team: found "Nobody", expected`);
      expect(lines).toContain('1 error: nothing is applied');
    }
    expect((await house.api.ok<ConfigAnswer>('GET', '/v1/config')).thresholds).toEqual({});
  });

  test('by the folder', async () => {
    expect(await command('diff')).toMatchObject({ code: 1, lines: [expect.stringContaining('found none of')] });
  });
});

test('what is exported is applied without a change, and names the schema that editors check it by', async () => {
  await write('thresholds.json', THRESHOLDS);
  await write('team-mapping.json', MAPPING);
  const steps = [{ timeout_seconds: 60, targets: [{ type: 'user', id: house.person('ada').id }] }];
  await house.api.ok('POST', '/v1/escalation-policies', { name: 'Everyone', is_default: true, steps });
  await command('apply');
  expect(await command('export')).toMatchObject({
    code: 0,
    lines: ['thresholds', 'team-mapping', 'policies'].map((name) => `wrote ${place(`${name}.json`)}`),
  });
  expect((await fs.readdir(folder)).sort()).toEqual(['policies.json', 'team-mapping.json', 'thresholds.json']);
  for (const name of ['thresholds', 'team-mapping', 'policies']) {
    const { $schema } = JSON.parse(await fs.readFile(path.join(folder, `${name}.json`), 'utf8')) as { $schema: string };
    expect(path.resolve(folder, $schema)).toBe(path.resolve(`config/schema/${name}.schema.json`));
  }
  const { code, document } = await command('apply');
  expect(code).toBe(0);
  expect(new Set((document as ConfigDiffAnswer).changes.map(({ change }) => change))).toEqual(
    new Set(['keep', 'adopt']),
  );
  await fs.rm(path.join(folder, 'policies.json'));
  const asJson = await command('export', '--json');
  expect(asJson.document).toMatchObject({ policies: { policies: [{ name: 'Everyone' }] } });
  expect(await fs.readdir(folder)).not.toContain('policies.json');
});

describe('the command', () => {
  const env = { INCIDENTS_BACKEND_URL: 'http://127.0.0.1:1/', INCIDENTS_BACKEND_TOKEN: 'token', INIT_CWD: '/srv' };
  test('reads folders from where people stand, and what is secret from the environment', () => {
    expect(readOptions(['diff', '--config', 'here', '--json'], env)).toEqual({
      verb: 'diff',
      folder: '/srv/here',
      backend: { url: 'http://127.0.0.1:1', token: 'token' },
      takeOver: false,
      json: true,
    });
    expect(readOptions(['apply', '--take-over'], env)).toMatchObject({
      folder: path.resolve('config'),
      takeOver: true,
    });
  });

  test.each([
    [[], 'found nothing; expected one of apply, diff, export'],
    [['sync'], 'found sync'],
    [['diff', 'apply'], 'found diff apply'],
    [['diff', '--nope'], 'nope'],
    [['diff', '--backend-url', 'ftp://x'], 'found ftp://x; expected an http or https address'],
  ])('refuses %j', (args, message) => {
    expect(() => readOptions(args, env)).toThrow(message);
  });

  test('says all that is missing', () => {
    expect(() => readOptions(['apply'], {})).toThrow('INCIDENTS_BACKEND_URL, --token or INCIDENTS_BACKEND_TOKEN');
  });
});
