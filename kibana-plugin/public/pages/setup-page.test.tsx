import { expect, jest, test } from '@jest/globals';
import { configure, fireEvent, screen, within } from '@testing-library/react';
import { BACKEND_PROBLEMS, SETUP_PROBLEMS } from '../../common/problems';
import { FakeCore } from '../fake-core.fixture';
import { SetupPage } from './setup-page';

// A busy machine takes its time.
configure({ testIdAttribute: 'data-test-subj', asyncUtilTimeout: 15_000 });
jest.setTimeout(120_000);

const page = (...items: readonly unknown[]) => ({ body: { items, next_cursor: null } });
const cart = {
  ...{ name: 'cart', environment: 'production', agents: ['java'], transaction_types: [], labels: {} },
  ...{ last_seen_at: '2027-01-05T03:12:00.000Z', throughput_per_minute: 12, sources: ['service_metrics'] },
};
const found = {
  ...{ items: [cart], from: '2027-01-04T03:20:00.000Z', until: '2027-01-05T03:20:00.000Z', kibana_version: '8.12.2' },
  sources: [{ source: 'service_metrics', index: 'metrics-apm*', outcome: 'found' }],
  missing_privileges: [] as object[],
};

function shown(
  answers: Readonly<Record<string, { status?: number; body: unknown }>>,
  may = { read: true, respond: true, manage: true },
) {
  const core = new FakeCore(may);
  core.answers['GET /teams'] = page({ id: 'team-1', name: 'Payments' });
  for (const list of ['sources', 'thresholds', 'team-mappings']) core.answers[`GET /${list}`] = page();
  core.answers['GET /api/alerting/rule_types'] = { body: [] };
  core.answers['GET /api/alerting/rules/_find'] = { body: { total: 0, data: [] } };
  Object.assign(core.answers, answers);
  core.show(<SetupPage />);
  return core;
}

const refusal = (problem: { readonly status: number; readonly title: string }) => ({
  status: problem.status,
  body: { message: problem.title, attributes: problem },
});

test('who does not manage is told so, and nothing is asked for', async () => {
  const core = shown({}, { read: true, respond: true, manage: false });
  await screen.findByTestId('incidentsForbidden');
  expect(core.asked.filter((call) => call.includes('setup'))).toEqual([]);
});

test('what was found is shown, and what may be missing for a privilege', async () => {
  const missing = [{ index: 'traces-apm*', privilege: 'read' }];
  shown({ 'POST /setup/discover': { body: { ...found, missing_privileges: missing } } });
  const row = await screen.findByTestId('incidentsSetupServicesRow');
  expect(row.textContent).toContain('cart');
  expect(screen.getByTestId('incidentsSetupDoubts').textContent).toContain('lack read on traces-apm*');
});

test('without APM data it says where was looked, and offers to look again', async () => {
  const core = shown({ 'POST /setup/discover': { body: { ...found, items: [] } } });
  const face = await screen.findByTestId('incidentsEmpty');
  expect(face.textContent).toContain('metrics-apm*');
  expect(face.textContent).toContain('incidents.discovery.indices');
  core.answers['POST /setup/discover'] = { body: found };
  fireEvent.click(screen.getByTestId('incidentsFaceAction'));
  await screen.findByTestId('incidentsSetupServicesRow');
});

test('who may not read in Elasticsearch is told what is missing', async () => {
  const detail = 'Your Elasticsearch roles lack read on traces-apm*.';
  shown({ 'POST /setup/discover': refusal({ ...SETUP_PROBLEMS.elasticsearch_forbidden, detail } as never) });
  expect((await screen.findByTestId('incidentsForbidden')).textContent).toContain('lack read on traces-apm*');
});

test('a backend that is away is told in the step that needs it', async () => {
  shown({ 'POST /setup/discover': { body: found }, 'GET /teams': refusal(BACKEND_PROBLEMS.unreachable) });
  await screen.findByTestId('incidentsSetupServicesRow');
  fireEvent.click(screen.getByTestId('incidentsSetupNext'));
  await screen.findByTestId('incidentsBackendAway');
});

test('a service that a file maps shows the file, and cannot be changed here', async () => {
  const mapping = { service: 'cart', team: 'Payments', managedBy: 'file', file: 'config/team-mapping.json' };
  const row = {
    name: 'cart',
    environment: 'production',
    environment_name: 'production',
    suggestion: null,
    thresholds: 0,
  };
  shown({
    'POST /setup/discover': { body: found },
    'POST /setup/services': {
      body: { rows: [{ ...row, team: { name: 'Payments', by: 'service', mapping } }], thresholds: [] },
    },
  });
  await screen.findByTestId('incidentsSetupServicesRow');
  fireEvent.click(screen.getByTestId('incidentsSetupNext'));
  const mapped = await screen.findByTestId('incidentsSetupMapRow');
  expect(mapped.textContent).toContain('config/team-mapping.json');
  expect(within(mapped).getByTestId<HTMLSelectElement>('incidentsSetupTeam').disabled).toBe(true);
});
