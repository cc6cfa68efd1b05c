import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { SystemClock } from '../../backend/src/platform/clock.ts';
import { startBackend, type RunningBackend } from '../harness/backend.ts';
import { House, step } from '../harness/house.ts';
import { Browser, walk } from '../ui/browser.ts';
import { eventually } from './eventually.ts';
import { Kibana, kibanaUnderTest } from './kibana.ts';

const at = kibanaUnderTest();
if (at === null) throw new Error('KIBANA_URL is not set');

const INDEX = 'incidents-under-test';
const RULE = 'orders are stuck';

let house: House;
let backend: RunningBackend;
let browser: Browser;
const kibana = new Kibana(at);
const made: (() => Promise<unknown>)[] = [];

beforeAll(async () => {
  house = await House.start({ policy: [step('ada')] });
  // The backend that this Kibana is set to, on the time that Kibana has.
  backend = await startBackend({
    databaseUrl: house.database.url,
    smtpPort: house.mailbox.server.smtpPort,
    clock: new SystemClock(),
    role: 'all',
    port: at.backendPort,
    env: { KIBANA_TOKEN: at.backendToken },
  });
  house.backends.push(backend);
  browser = await Browser.start();
});
afterAll(async () => {
  for (const undo of made.reverse()) await undo();
  await browser.stop();
  await house.stop();
});

async function logIn(
  page: Page,
  next: string,
  username = kibana.at.username,
  password = kibana.at.password,
): Promise<void> {
  await page.addInitScript(`localStorage.setItem('home:welcome:show', 'false')`);
  await page.goto(`${kibana.at.url}/login?next=${encodeURIComponent(next)}`);
  await page.getByTestId('loginUsername').fill(username);
  await page.getByTestId('loginPassword').fill(password);
  await page.getByTestId('loginSubmit').click();
}

test('a Kibana rule fires: the incident is in the sidebar of any page, is acknowledged there, and ends with the recovery', async () => {
  const status = await kibana.call<{ status: { overall: { level: string } } }>('GET', '/api/status');
  expect(status.status.overall.level).toBe('available');

  const intake = `${backend.base}/v1/alerts/elastic`;
  const connector = await kibana.makeConnector(intake, house.sourceToken);
  made.push(() => kibana.call('DELETE', `/api/actions/connector/${connector}`));
  await kibana.putDocument(INDEX);
  const rule = await kibana.makeRule(connector, RULE, INDEX);
  made.push(() => kibana.call('DELETE', `/api/alerting/rule/${rule}`));

  const incident = await eventually('an incident opens', async () =>
    (await house.incidents()).find(({ title }) => title.includes(RULE)),
  );
  expect(incident).toMatchObject({ status: 'triggered', team: { name: 'Payments' } });
  await eventually('ada has mail', () => Promise.resolve(house.mailbox.unseen().length > 0));

  const page = await browser.open('about:blank');
  await walk('kibana-sidebar', page, async () => {
    await logIn(page, '/app/management');
    const control = page.getByTestId('incidentsHeaderControl');
    await control.waitFor({ timeout: 60_000 });
    await control.click();
    await page.getByRole('button', { name: new RegExp(RULE) }).click();
    await page.getByTestId('incidentsAction-acknowledge').click();
    await page.getByTestId('incidentsAction-acknowledge').waitFor({ state: 'detached' });
    expect(await house.incident(incident.id)).toMatchObject({
      status: 'acknowledged',
      assignee: { name: kibana.at.username },
    });

    await kibana.emptyIndex(INDEX);
    await eventually('the incident is resolved', async () => (await house.incident(incident.id)).status === 'resolved');
    await page.goto(`${kibana.at.url}/app/incidents/${incident.id}`);
    await page.getByText('Resolved').first().waitFor();
    expect(await page.title()).toContain(RULE);
  });
  // Kibana itself always breaks its policy once with an inline script, and runs a development build of Redux.
  expect(browser.faults.filter((fault) => /incidents/.test(fault))).toEqual([]);
});

test('who has no privilege for incidents sees neither the header control nor the app', async () => {
  const feature = { discover: ['read'] };
  await kibana.call('PUT', '/api/security/role/incidents-test-outsider', {
    elasticsearch: { cluster: [], indices: [] },
    kibana: [{ base: [], feature, spaces: ['*'] }],
  });
  made.push(() => kibana.call('DELETE', '/api/security/role/incidents-test-outsider'));
  const password = 'outside-looking-in';
  await kibana.makeUser('incidents-test-outsider', password, ['incidents-test-outsider']);
  made.push(() => kibana.deleteUser('incidents-test-outsider'));

  const outside = await Browser.start();
  made.push(() => outside.stop());
  const page = await outside.open('about:blank');
  await walk('kibana-outsider', page, async () => {
    await logIn(page, '/app/discover', 'incidents-test-outsider', password);
    await page.getByTestId('userMenuButton').waitFor({ timeout: 60_000 });
    expect(await page.getByTestId('incidentsHeaderControl').count()).toBe(0);
    await page.goto(`${kibana.at.url}/app/incidents`);
    await page
      .getByText(/Application not found|permission|You do not have/i)
      .first()
      .waitFor();
    expect(await page.getByTestId('incidentsTable').count()).toBe(0);
  });
  const answer = await kibana.as('incidents-test-outsider', password).status('GET', '/internal/incidents/incidents');
  expect(answer).toBe(403);
});
