import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { routes, type AuditEntryAnswer, type Route } from 'incident-core';
import { House } from '../harness/house.ts';

/** Unsafe calls that change neither configuration nor access: what is not here must leave an entry in the audit trail. */
const NOT_CONFIGURATION: ReadonlySet<string> = new Set([
  ...['pageMeNow', 'sendVerificationCode', 'confirmVerificationCode', 'diffConfig', 'previewTemplate'],
  ...['simulateEscalation', 'dryRunPayload', 'previewSuppression'],
]);
const WEBHOOK_SECRET = `whsec_${Buffer.alloc(32, 5).toString('base64')}`;
const API_KEY = 'c2VjcmV0LW9mLXRoZS10ZXN0cw==';

const isConfiguration = (route: Route) =>
  route.method !== 'GET' &&
  route.auth === 'api_token' &&
  !route.path.startsWith('/v1/incidents') &&
  !NOT_CONFIGURATION.has(route.operationId);
const changing = routes.filter(isConfiguration);

let house: House;
beforeAll(async () => {
  house = await House.start();
});
afterAll(() => house.stop());

/** The answers of the calls before, by the call: a later one names what they made. */
type Made = Readonly<Record<string, { readonly id: string; readonly token?: string }>>;
type Body = (made: Made) => object | undefined;
const idOf = (made: Made, call: string) => made[call]?.id ?? '';
const none: Body = () => undefined;
const same =
  (body: object): Body =>
  () =>
    body;
const ofTeam =
  (body: object): Body =>
  (made) => ({ ...body, team_id: idOf(made, 'createTeam') });
const PREFERENCES = {
  high: [{ channel: 'email', delay_seconds: 0 }],
  low: [{ channel: 'email', delay_seconds: 0 }],
  quiet_hours: null,
  working_days: null,
  status_updates: true,
};
const policyOf =
  (name: string): Body =>
  (made) => ({
    name,
    steps: [{ timeout_seconds: 60, targets: [{ type: 'webhook', id: idOf(made, 'createWebhook') }] }],
  });

/** A call of each, in an order in which they succeed: its query, and its body. `:id` is what the named call made. */
const CALLS: Readonly<Record<string, { readonly of?: string; readonly query?: string; readonly body: Body }>> = {
  createTeam: { body: same({ name: 'Audited' }) },
  changeTeam: { of: 'createTeam', body: same({ name: 'Audited too' }) },
  createUser: { body: same({ name: 'Audited', username: 'audited' }) },
  changeUser: { of: 'createUser', body: same({ time_zone: 'Europe/Paris' }) },
  replaceRoles: { of: 'createUser', body: same({ roles: [{ role: 'viewer', team_id: null }] }) },
  createContactMethod: { of: 'createUser', body: same({ channel: 'email', address: 'audited@example.com' }) },
  changeContactMethod: { of: 'createContactMethod', body: same({ verified: true }) },
  replacePreferences: { of: 'createUser', body: same(PREFERENCES) },
  createWebhook: { body: same({ name: 'audited', url: 'https://example.com/hook', secrets: [WEBHOOK_SECRET] }) },
  changeWebhook: { of: 'createWebhook', body: same({ name: 'audited too' }) },
  rotateWebhookSecret: { of: 'createWebhook', body: none },
  createSlackChannel: { body: same({ name: 'audited', channel_id: 'C024BE91L' }) },
  changeSlackChannel: { of: 'createSlackChannel', body: same({ enabled: false }) },
  createRoutingRule: { body: ofTeam({ matchers: {} }) },
  changeRoutingRule: { of: 'createRoutingRule', body: same({ matchers: { service: ['audited'] } }) },
  orderRoutingRules: { body: (made) => ({ ids: [idOf(made, 'createRoutingRule'), idOf(made, 'firstRule')] }) },
  createSchedule: { query: '?force=true', body: ofTeam({ name: 'Audited', time_zone: 'UTC' }) },
  replaceSchedule: {
    of: 'createSchedule',
    query: '?force=true',
    body: ofTeam({ name: 'Audited too', time_zone: 'UTC' }),
  },
  createOverride: {
    of: 'createSchedule',
    body: (made) => ({ user_id: idOf(made, 'createUser'), from: at(0), until: at(3_600_000) }),
  },
  createEscalationPolicy: { query: '?force=true', body: policyOf('Audited') },
  replaceEscalationPolicy: {
    of: 'createEscalationPolicy',
    query: '?force=true',
    body: policyOf('Audited too'),
  },
  replaceTemplate: { body: same({ team_id: null, parts: { text: 'Audited' } }) },
  replaceThrottles: { body: (made) => ({ ...made['throttles'], merge_above: 7 }) },
  createTeamMapping: { body: ofTeam({ service: 'audited' }) },
  replaceTeamMapping: { of: 'createTeamMapping', body: ofTeam({ service: 'audited-too' }) },
  createThreshold: { body: same({ overrides: { latency: { threshold_ms: 900 } } }) },
  replaceThreshold: { of: 'createThreshold', body: same({ overrides: { latency: { threshold_ms: 901 } } }) },
  applyConfig: {
    body: same({
      thresholds: {
        ...{ file: 'config/thresholds.json', hash: 'a'.repeat(64) },
        document: { services: { audited: { latency: { threshold_ms: 800 } } } },
      },
    }),
  },
  createSource: { body: same({ name: 'audited' }) },
  changeSource: { of: 'createSource', body: same({ name: 'audited too' }) },
  createSourceToken: { of: 'createSource', body: same({}) },
  setSourcePull: {
    of: 'createSource',
    body: same({ elasticsearch_url: 'https://elasticsearch.example.com', api_key: API_KEY, spaces: ['default'] }),
  },
  createSilence: { body: () => ({ ...SUPPRESSION, ends_at: at(3_600_000) }) },
  changeSilence: { of: 'createSilence', body: same({ reason: 'audited too' }) },
  endSilence: { of: 'createSilence', body: none },
  createMaintenanceWindow: { body: () => windowFor(120) },
  replaceMaintenanceWindow: { of: 'createMaintenanceWindow', body: () => windowFor(180) },
  endMaintenanceWindow: { of: 'createMaintenanceWindow', body: none },
  deleteMaintenanceWindow: { of: 'createMaintenanceWindow', body: none },
  setSourceHeartbeat: { of: 'createSource', body: same({ interval_seconds: 300 }) },
  deleteSourceHeartbeat: { of: 'createSource', body: none },
  createToken: { body: (made) => ({ name: 'audited', user_id: idOf(made, 'createUser') }) },
  rotateToken: { of: 'createToken', body: same({}) },
  revokeToken: { of: 'createToken', body: none },
  deleteSourcePull: { of: 'createSource', body: none },
  revokeSourceToken: { of: 'createSource', body: none },
  deleteSource: { of: 'createSource', body: none },
  deleteThreshold: { of: 'createThreshold', body: none },
  deleteTeamMapping: { of: 'createTeamMapping', body: none },
  deleteTemplate: { of: 'replaceTemplate', body: none },
  deleteEscalationPolicy: { of: 'createEscalationPolicy', body: none },
  deleteOverride: { of: 'createSchedule', body: none },
  deleteSchedule: { of: 'createSchedule', body: none },
  deleteRoutingRule: { of: 'createRoutingRule', body: none },
  deleteSlackChannel: { of: 'createSlackChannel', body: none },
  deleteWebhook: { of: 'createWebhook', body: none },
  deleteContactMethod: { of: 'createContactMethod', body: none },
  importUsers: { query: '?dry_run=false', body: same({ csv: 'name,username\nImported,imported' }) },
  leaveUser: { of: 'createUser', body: none },
  returnUser: { of: 'createUser', body: none },
  deleteUser: { of: 'createUser', body: none },
  deleteTeam: { of: 'createTeam', body: none },
};

const SUPPRESSION = { matchers: { service: ['audited'] }, reason: 'audited' };

/** Each day from a little before the house is opened; ended, it only skips the present time. */
function windowFor(minutes: number): object {
  const recurrence = { unit: 'day', every: 1 };
  const times = { type: 'recurring', starts_on: '2027-01-05', from: '02:30', minutes, time_zone: 'UTC', recurrence };
  return { ...SUPPRESSION, times };
}

function at(ms: number): string {
  return new Date(house.clock.now().getTime() + ms).toISOString();
}

function pathOf({ path }: Route, of: string, made: Made): string {
  return path
    .replace(':tokenId', idOf(made, 'createSourceToken'))
    .replace(':overrideId', idOf(made, 'createOverride'))
    .replace(':id', idOf(made, of))
    .replace(':channel/:event', 'sms/triggered');
}

async function entries(): Promise<readonly AuditEntryAnswer[]> {
  return (await house.api.ok<{ items: readonly AuditEntryAnswer[] }>('GET', '/v1/audit?limit=200')).items;
}

test('every call that changes configuration or access is tried here', () => {
  expect(changing.map(({ operationId }) => operationId).sort()).toEqual(Object.keys(CALLS).sort());
  expect(changing.length).toBeGreaterThan(45);
});

test('each leaves who did what to which, as it was and as it is, without secrets', async () => {
  const { api } = house;
  const ada = house.as('ada');
  const rules = await api.ok<{ items: { id: string }[] }>('GET', '/v1/routing-rules');
  let made: Made = { firstRule: { id: rules.items[0]?.id ?? '' }, throttles: await api.ok('GET', '/v1/throttles') };
  const missing: string[] = [];
  for (const [operationId, { of = '', query = '', body }] of Object.entries(CALLS)) {
    const route = routes.find((candidate) => candidate.operationId === operationId);
    if (!route) throw new Error(`there is no ${operationId}`);
    const before = await entries();
    const answer = await ada.call(route.method, `${pathOf(route, of, made)}${query}`, body(made));
    if (answer.status >= 300) missing.push(`${operationId}: ${answer.status} ${JSON.stringify(answer.body)}`);
    made = { ...made, [operationId]: answer.body as { id: string } };
    const after = await entries();
    const written = after.slice(0, after.length - before.length);
    const right = written.filter(
      ({ actor, before: was, after: is }) =>
        actor.id === house.person('ada').id && JSON.stringify(was) !== JSON.stringify(is),
    );
    if (written.length !== 1 || right.length !== 1) missing.push(`${operationId}: ${written.length}, ${right.length}`);
  }
  expect(missing).toEqual([]);
  expect(await api.ok('GET', '/v1/audit/verify')).toMatchObject({ whole: true, broken: null });
  const text = JSON.stringify(await house.rows('select content from audit_entries'));
  const secrets = [
    WEBHOOK_SECRET,
    API_KEY,
    'audited@example.com',
    made['createToken']?.token,
    made['createSourceToken']?.token,
  ];
  for (const secret of secrets) {
    expect(secret).toBeTruthy();
    expect(text).not.toContain(secret);
  }
});

test('what is refused, and what changes nothing, leaves none', async () => {
  const before = await entries();
  const { api } = house;
  expect((await api.call('POST', '/v1/teams', { name: 'Payments' })).status).toBe(409);
  expect((await api.call('POST', '/v1/sources', { name: '' })).status).toBe(400);
  expect((await api.call('PATCH', `/v1/teams/${house.teamId}`, { name: 'Payments' })).status).toBe(200);
  expect((await house.as('ada').as('made-up').call('POST', '/v1/teams', { name: 'x' })).status).toBe(401);
  expect(await entries()).toHaveLength(before.length);
});
