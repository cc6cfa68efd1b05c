import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { connectorId } from 'incident-core';
import { SystemClock } from '../../backend/src/platform/clock.ts';
import { ADMIN_TOKEN, startBackend } from '../harness/backend.ts';
import { House, step } from '../harness/house.ts';
import { Browser, walk } from '../ui/browser.ts';
import { eventually } from './eventually.ts';
import { Kibana, kibanaUnderTest } from './kibana.ts';
import { MonitoredServices } from './services.ts';
import { signIn } from './sign-in.ts';

const at = kibanaUnderTest();
if (at === null) throw new Error('KIBANA_URL is not set');
jest.setTimeout(900_000);

const SERVICES = 50;
/** The least that a rule may wait; so many checks a minute are grouped, so that one Kibana can do it. */
const THRESHOLDS = { global: { notify: { check_every: '1m' }, failed_transaction_rate: { severity: 'critical' } } };
const MAPPINGS = [
  { service: 'shop*', team: 'Payments' },
  { service: 'desk*', team: 'Desk' },
];

interface FoundRule {
  readonly id: string;
  readonly name: string;
  readonly tags: readonly string[];
  readonly revision: number;
  readonly updated_at: string;
}
/** What is another after each write. */
const edition = ({ id, revision, updated_at }: FoundRule) => ({ id, revision, updated_at });

const kibana = new Kibana(at);
const services = new MonitoredServices(kibana);
let house: House;
let browser: Browser;
let folder: string;
let apiKey: string;

beforeAll(async () => {
  house = await House.start({ policy: [step('ada')], routed: false });
  house.backends.push(
    await startBackend({
      databaseUrl: house.database.url,
      smtpPort: house.mailbox.server.smtpPort,
      clock: new SystemClock(),
      role: 'all',
      port: at.backendPort,
      env: { KIBANA_TOKEN: at.backendToken },
    }),
  );
  await house.api.ok('POST', '/v1/teams', { name: 'Desk' });
  folder = await mkdtemp(path.join(tmpdir(), 'incidents-kibana-'));
  await write('thresholds.json', THRESHOLDS);
  await write('team-mapping.json', { mappings: MAPPINGS });
  apiKey = await kibana.makeApiKey('incidents under test');
  await services.vanish();
  await services.appear(SERVICES);
  browser = await Browser.start();
});
afterAll(async () => {
  await setup('destroy', '--yes');
  await services.vanish();
  await browser.stop();
  await rm(folder, { recursive: true, force: true });
  await house.stop();
});

const write = (name: string, document: object) =>
  writeFile(path.join(folder, name), JSON.stringify(document), { mode: 0o644 });

/** The script as an operator runs it. */
async function setup(...args: readonly string[]): Promise<{ readonly code: number | null; readonly text: string }> {
  const child = spawn(process.execPath, ['scripts/setup.mjs', ...args, '--config', folder], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...process.env,
      ELASTICSEARCH_URL: kibana.at.elasticsearchUrl,
      ELASTICSEARCH_API_KEY: apiKey,
      KIBANA_URL: kibana.at.url,
      KIBANA_API_KEY: apiKey,
      INCIDENTS_BACKEND_URL: `http://127.0.0.1:${kibana.at.backendPort}`,
      INCIDENTS_BACKEND_TOKEN: ADMIN_TOKEN,
    },
  });
  const pieces: string[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (piece) => pieces.push(String(piece)));
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  return { code, text: pieces.join('') };
}

async function ourRules(): Promise<readonly FoundRule[]> {
  const { data } = await kibana.call<{ data: readonly FoundRule[] }>(
    'GET',
    '/api/alerting/rules/_find?per_page=1000&search_fields=tags&search=%22incidents-for-kibana%22',
  );
  return data;
}

/** The connector has a token that nobody knows: whatever Kibana posts is refused. */
async function theWebhookIsLost(): Promise<void> {
  const { items } = (await house.api.ok('GET', '/v1/sources')) as {
    readonly items: readonly { id: string; name: string }[];
  };
  const source = items.find(({ name }) => name === 'kibana default');
  if (!source) throw new Error('the wizard has made no source');
  const path = `/api/actions/connector/${connectorId('default', source.id)}`;
  const { name, config } = await kibana.call<{ name: string; config: object }>('GET', path);
  await kibana.call('PUT', path, { name, config, secrets: { user: 'incidents', password: 'ist_of-nobody' } });
}

test('the script makes the rules of fifty services, keeps them, shows what was changed by hand, and a failing service pages its team', async () => {
  const discovered = await setup('discover');
  expect(discovered.text).toContain(`${SERVICES * 3} services, 0 without a team`);

  expect((await setup('plan')).code).toBe(2);
  const applied = await setup('apply', '--yes');
  expect(applied.text).toMatch(/ 0 failed, 0 left/);
  expect(applied.code).toBe(0);
  const rules = await ourRules();
  expect(rules.length).toBeGreaterThan(0);
  expect((await setup('plan')).code).toBe(0);
  expect((await setup('apply', '--yes')).code).toBe(0);
  expect((await ourRules()).map(edition)).toEqual(rules.map(edition));

  const changed = rules.find(({ name }) => /Failed transactions.*Desk.*staging/.test(name));
  if (!changed) throw new Error(`no such rule among: ${rules.map(({ name }) => name).join('; ')}`);
  const whole = await kibana.call<Record<string, unknown>>('GET', `/api/alerting/rule/${changed.id}`);
  const { name, tags, schedule, params } = whole;
  const actions = (whole['actions'] as readonly Record<string, unknown>[]).map(
    ({ connector_type_id: _, ...action }) => action,
  );
  await kibana.call('PUT', `/api/alerting/rule/${changed.id}`, {
    ...{ name, tags, schedule, actions },
    params: { ...(params as object), threshold: 77 },
  });
  const drifted = await setup('plan');
  expect(drifted.code).toBe(2);
  expect(drifted.text).toContain('1 changed by hand');
  expect(drifted.text).toContain('params.threshold: 77');
  expect((await setup('apply', '--yes', '--take-over')).text).toContain('1 updated');
  expect((await setup('plan')).code).toBe(0);

  const earlier = (await house.incidents()).map(({ id }) => id);
  await services.serve('shop-07', 'production', 60);
  const incident = await eventually('an incident of the failing service opens', async () =>
    (await house.incidents()).find(({ service }) => service === 'shop-07'),
  );
  expect(incident).toMatchObject({
    environment: 'production',
    severity: 'critical',
    team: { name: 'Payments' },
    status: 'triggered',
  });
  await eventually('ada has mail', () => Promise.resolve(house.mailbox.unseen().length > 0));
  const opened = (await house.incidents()).filter(({ id }) => !earlier.includes(id));
  expect(opened.map(({ service }) => service)).toEqual(['shop-07']);

  await services.forgetTransactions();
  await services.serve('shop-07', 'production', 0);
  await eventually('the incident is resolved', async () => (await house.incident(incident.id)).status === 'resolved');
  await services.forgetTransactions();

  // A mapping that is gone takes its rules along, and nobody else's.
  const { id: foreign } = await kibana.call<{ id: string }>('POST', '/api/alerting/rule', {
    ...{ name: 'not ours', rule_type_id: 'apm.transaction_error_rate', consumer: 'apm', tags: ['apm'] },
    ...{ schedule: { interval: '1h' }, actions: [] },
    params: { serviceName: 'desk-00', windowSize: 5, windowUnit: 'm', threshold: 30, environment: 'ENVIRONMENT_ALL' },
  });
  try {
    await write('team-mapping.json', { mappings: MAPPINGS.slice(0, 1) });
    const planned = await setup('plan');
    expect(planned.text).toMatch(/, [1-9]\d* to delete/);
    expect((await setup('apply', '--yes')).code).toBe(0);
    const left = await ourRules();
    expect(left.length).toBeGreaterThan(0);
    expect(left.filter(({ tags: each }) => each.includes('team:Desk'))).toEqual([]);
    expect((await setup('destroy', '--yes')).code).toBe(0);
    expect(await ourRules()).toEqual([]);
    await kibana.call('GET', `/api/alerting/rule/${foreign}`);
  } finally {
    await kibana.call('DELETE', `/api/alerting/rule/${foreign}`);
    await write('team-mapping.json', { mappings: MAPPINGS });
  }
});

test('the wizard makes them too, as the user, proves it by a test alert, and has lost webhooks found', async () => {
  const page = await browser.open(`${kibana.at.url}/login`);
  page.setDefaultTimeout(90_000);
  await walk('kibana-setup', page, async () => {
    await signIn(page, kibana, { dark: true }, '/app/incidents/setup');
    await page.getByTestId('incidentsSetupServicesRow').first().waitFor();
    await page
      .getByTestId('incidentsSetupServiceCount')
      .getByText(String(SERVICES * 3))
      .waitFor();
    await page.getByTestId('incidentsSetupNext').click();
    await page.getByTestId('incidentsSetupMapRow').first().waitFor();
    await page.getByTestId('incidentsSetupMappings').getByRole('button').first().click();
    for (const { service, team } of MAPPINGS) {
      await page.getByTestId('incidentsSetupMappingTeam').selectOption(team);
      await page.getByTestId('incidentsSetupMappingValue').fill(service);
      await page.getByTestId('incidentsSetupMappingAdd').click();
      await page.getByTestId('incidentsSetupMappingListRow').filter({ hasText: service }).waitFor();
    }
    await page.getByTestId('incidentsSetupNext').click();
    await page.getByTestId('incidentsSetupThresholdsRow').first().waitFor();
    await page.getByTestId('incidentsSetupNext').click();
    await page
      .getByTestId('incidentsSetupCounts')
      .getByText(/create: \d+/)
      .waitFor();
    await page.getByTestId('incidentsSetupGrouping').selectOption('grouped');
    await page
      .getByTestId('incidentsSetupCounts')
      .getByText(/create: \d{1,2}$/)
      .waitFor();
    await page.getByTestId('incidentsSetupPullConsent').press('Space');
    await page.getByTestId('incidentsSetupPullElasticsearch').fill(kibana.at.elasticsearchUrl);
    await page.getByTestId('incidentsSetupPullKibana').fill(kibana.at.url);
    await page.getByTestId('incidentsSetupNext').click();
    await page.getByTestId('incidentsSetupStart').click();
    await page.getByTestId('incidentsSetupEnded').getByText('All of it is written').waitFor();
    await page.getByTestId('incidentsSetupProgress').getByText('The backend has its key, and pulls').waitFor();
    const made = await ourRules();
    expect(made.length).toBeGreaterThan(0);
    await page.getByTestId('incidentsSetupNext').click();
    await page.getByTestId('incidentsSetupProveStart').click();
    await page.getByTestId('incidentsSetupProved').getByText('Test page').waitFor();
    await page.goto(`${kibana.at.url}/app/incidents/setup?step=review`);
    await page.getByTestId('incidentsSetupGrouping').selectOption('grouped');
    await page.getByTestId('incidentsSetupCounts').getByText(`keep: ${made.length}`).waitFor();
    await page.getByTestId('incidentsSetupPullText').getByText(kibana.at.elasticsearchUrl).waitFor();
  });
  await theWebhookIsLost();
  await services.serve('shop-11', 'production', 60);
  const found = await eventually('the pull finds what no webhook brought', async () =>
    (await house.incidents()).find(({ service }) => service === 'shop-11'),
  );
  expect(found).toMatchObject({ environment: 'production', team: { name: 'Payments' }, status: 'triggered' });
  await services.forgetTransactions();
  await services.serve('shop-11', 'production', 0);
  await eventually('and the recovery', async () => (await house.incident(found.id)).status === 'resolved');
  await services.forgetTransactions();
  expect(browser.faults.filter((fault) => /incidents/.test(fault))).toEqual([]);
});
