import { expect, jest, test } from '@jest/globals';
import { configure, fireEvent, screen, within } from '@testing-library/react';
import { figures, serviceLevel } from '../components/overview/figures.fixture';
import { FakeCore } from '../fake-core.fixture';
import { OverviewPage } from './overview-page';

configure({ testIdAttribute: 'data-test-subj', asyncUtilTimeout: 15_000 });
jest.setTimeout(120_000);

const page = (...items: readonly unknown[]) => ({ body: { items, next_cursor: null } });

function core(incidents: number, level = serviceLevel()): FakeCore {
  const fake = new FakeCore();
  fake.answers['GET /teams'] = page();
  fake.answers['GET /sources'] = page();
  fake.answers['GET /metrics/summary'] = { body: figures(incidents) };
  fake.answers['GET /metrics/service-level'] = { body: level };
  return fake;
}

const figure = async (id: string) => (await screen.findByTestId(`incidentsFigure-${id}`)).textContent;

test('the figures stand there with what they are made of', async () => {
  core(3).show(<OverviewPage />);
  expect(await figure('alerts')).toBe('Alerts60.13 an hour');
  expect(await figure('incidents')).toBe('Incidents30.06 an hour');
  expect(await figure('escalated')).toBe('Escalated33%1 of 3');
  expect(await figure('acknowledge')).toBe('Time to acknowledge2 min 30 smean; median 2 min 0 s'.replace(' 0 s', ''));
  expect(await figure('resolve')).toBe('Time to resolve1 hmean; median –');
  expect(await figure('noise')).toBe('Noise50%1 of 2 went by themselves');
  expect(await figure('webhooks')).toBe('Webhook success99.7%1,234 of 1,238');
});

test('the promise of paging shows what is left of its budget, and what went wrong last', async () => {
  core(3).show(<OverviewPage />);
  const level = await screen.findByTestId('incidentsServiceLevel');
  expect(level.textContent).toMatch(/99% of the alerts.*within 30 s, over 30 days/);
  expect(within(level).getByTestId('incidentsLevelShare').textContent).toBe('99.50%');
  expect(level.textContent).toMatch(
    /5 went wrong, 10\.0 may.*last 1 h: 20\.0×.*#7 disk full.*the first step reached nobody/,
  );
});

test('a promise that is broken says so', async () => {
  const broken = { bad: 30, budget: 10, budget_left: -20, budget_left_share: -2 };
  core(3, serviceLevel(broken)).show(<OverviewPage />);
  expect((await screen.findByTestId('incidentsServiceLevel')).textContent).toContain(
    'The promise is broken: 30 went wrong',
  );
});

test('where nothing happened there is nothing, and not zero', async () => {
  const nothing = {
    good: 0,
    bad: 0,
    total: 0,
    share: null,
    budget: 0,
    budget_left: 0,
    budget_left_share: null,
    worst: [],
  };
  core(0, serviceLevel(nothing)).show(<OverviewPage />);
  expect(await figure('noise')).toMatch(/^Noise–/);
  expect(await figure('incidents')).toMatch(/^Incidents0/);
  expect((await screen.findByTestId('incidentsServiceLevel')).textContent).toContain(
    'No alert has called for anybody yet',
  );
  await screen.findByText('No incident was created.');
});

test('they are told apart by team, service and severity, and posts by source', async () => {
  core(3).show(<OverviewPage />);
  const row = async () => (await screen.findByTestId('incidentsBreakdownRow')).textContent;
  expect(await row()).toMatch(/Payments/);
  fireEvent.click(screen.getByTestId('incidentsBy-service'));
  expect(await row()).toMatch(/no service/);
  fireEvent.click(screen.getByTestId('incidentsBy-severity'));
  expect(await row()).toMatch(/Critical/);
  const sources = screen.getAllByTestId('incidentsWebhookRow').map(({ textContent }) => textContent);
  expect(sources[0]).toMatch(/kibana.*99\.7%/);
  expect(sources[1]).toMatch(/with a token of no source/);
});

test('while the backend is away there is a face', async () => {
  const fake = core(3);
  fake.answers['GET /metrics/summary'] = { status: 502, body: { message: 'away' } };
  fake.show(<OverviewPage />);
  await screen.findByTestId('incidentsError');
});
