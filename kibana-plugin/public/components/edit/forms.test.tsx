import { expect, jest, test } from '@jest/globals';
import { configure, fireEvent, screen, waitFor, within } from '@testing-library/react';
import type { UserAnswer } from 'incident-core';
import type { ReactElement } from 'react';
import { FakeCore } from '../../fake-core.fixture';
import { Preferences } from '../notifications/preferences';
import { Templates } from '../notifications/templates';
import { ScheduleFlyout } from '../on-call/schedule-flyout';
import { schedule } from '../on-call/schedule.fixture';
import { RolesFlyout } from '../access/roles-flyout';
import { PolicyFlyout } from '../policies/policy-flyout';
import { SilenceFlyout } from '../silences/silence-flyout';
import { WindowFlyout } from '../silences/window-flyout';
import { SourceDeletion } from '../sources/source-deletion';
import { SourceDialog } from '../sources/source-dialog';
import { SourceHeartbeat } from '../sources/source-heartbeat';
import { TeamFlyout } from '../teams/team-flyout';
import { WhenOpened } from './when-opened';

// A busy machine takes its time.
configure({ testIdAttribute: 'data-test-subj', asyncUtilTimeout: 15_000 });
jest.setTimeout(120_000);

const id = '01a3c9de-5b70-7c3e-9d0b-0a6c1f2e4b41';
const at = '2027-01-05T03:00:00.000Z';
const close = () => undefined;
const page = (...items: readonly unknown[]) => ({ body: { items, next_cursor: null } });
const ada = { id, name: 'Ada', username: 'ada', team_ids: [], contact_methods: [] } as unknown as UserAnswer;
const held = { id, team_id: null, matchers: {}, reason: 'we deploy', state: 'planned', owner: { id: null, name: 'A' } };

interface Form {
  readonly path: string;
  readonly method: 'PUT' | 'PATCH';
  readonly item: object;
  readonly element: ReactElement;
  readonly begin?: string;
  /** The field that is typed into, and what. */
  readonly field: string;
  readonly typed: string;
  readonly save: string;
  /** What somebody else has changed meanwhile. */
  readonly theirs: object;
  readonly said: string;
}

const opened = (path: string, form: Parameters<typeof WhenOpened>[0]['children']) => (
  <WhenOpened path={path} onClose={close}>
    {form}
  </WhenOpened>
);

const forms: Readonly<Record<string, Form>> = {
  schedule: {
    ...{ path: `/schedules/${id}`, method: 'PUT', item: { ...schedule(), id } },
    element: opened(`/schedules/${id}`, (given) => (
      <ScheduleFlyout opened={given as never} onClose={close} onSaved={close} />
    )),
    ...{ field: 'incidentsScheduleName', typed: 'Mine', save: 'incidentsScheduleSave' },
    ...{ theirs: { time_zone: 'Asia/Tokyo' }, said: 'time zone' },
  },
  source: {
    ...{ path: `/sources/${id}`, method: 'PATCH', item: { id, name: 'kibana', team_id: null, storm_rate: 100 } },
    element: opened(`/sources/${id}`, (given) => <SourceDialog opened={given as never} onClose={close} />),
    ...{ field: 'incidentsSourceName', typed: 'Mine', save: 'incidentsSourceSave' },
    ...{ theirs: { storm_rate: 5 }, said: 'new incidents a minute' },
  },
  heartbeat: {
    ...{ path: `/sources/${id}/heartbeat`, method: 'PUT' },
    item: { interval_seconds: 60, grace_seconds: 5, set_up_at: at, last_beat_at: null, due_at: at, silent_at: null },
    element: <SourceHeartbeat id={id} />,
    ...{ begin: 'incidentsHeartbeatSet', field: 'incidentsHeartbeatInterval', typed: '7' },
    ...{ save: 'incidentsHeartbeatSave', theirs: { grace_seconds: 30 }, said: 'how late it may be' },
  },
  preferences: {
    ...{ path: `/users/${id}/preferences`, method: 'PUT' },
    item: {
      ...{ user_id: id, is_default: false, quiet_hours: { from: '22:00', until: '07:00' }, working_days: null },
      ...{ status_updates: false, time_zone: 'Europe/Berlin', problems: [] },
      ...{ high: [{ channel: 'email', delay_seconds: 0 }], low: [{ channel: 'email', delay_seconds: 0 }] },
    },
    element: <Preferences me={ada} />,
    ...{ field: 'incidentsQuietFrom', typed: '21:00', save: 'incidentsPreferencesSave' },
    ...{ theirs: { status_updates: true }, said: 'status updates' },
  },
  template: {
    ...{ path: '/templates/email/triggered', method: 'PUT' },
    item: {
      ...{ channel: 'email', event: 'triggered', for_all: null, for_team: null, filters: [], tags: [], variables: [] },
      ...{ parts: [{ name: 'subject', longest: 500 }], default: { subject: '{{ title }}' } },
    },
    element: <Templates />,
    ...{ field: 'incidentsTemplate-subject', typed: 'Mine', save: 'incidentsTemplateSave' },
    ...{ theirs: { for_all: { id, parts: { subject: 'Theirs' }, last_failure: null } }, said: 'words' },
  },
  silence: {
    ...{
      path: `/silences/${id}`,
      method: 'PATCH',
      item: { ...held, starts_at: at, ends_at: '2027-01-05T04:00:00.000Z' },
    },
    element: opened(`/silences/${id}`, (given) => <SilenceFlyout opened={given as never} onClose={close} />),
    ...{ field: 'incidentsSuppressionReason', typed: 'Mine', save: 'incidentsSilenceSave' },
    ...{ theirs: { ends_at: '2027-01-05T05:00:00.000Z' }, said: 'end' },
  },
  'maintenance window': {
    ...{ path: `/maintenance-windows/${id}`, method: 'PUT' },
    item: { ...held, next: [], times: { type: 'once', starts_at: at, ends_at: '2027-01-05T04:00:00.000Z' } },
    element: opened(`/maintenance-windows/${id}`, (given) => <WindowFlyout opened={given as never} onClose={close} />),
    ...{ field: 'incidentsSuppressionReason', typed: 'Mine', save: 'incidentsWindowSave' },
    ...{ theirs: { matchers: { service: ['pay'] } }, said: 'what it is for' },
  },
  roles: {
    ...{ path: `/users/${id}/roles`, method: 'PUT', item: { roles: [] } },
    element: <RolesFlyout user={ada} onClose={close} />,
    ...{ field: 'incidentsRoleOfAll', typed: 'manager', save: 'incidentsRolesSave' },
    ...{ theirs: { roles: [{ role: 'viewer', team_id: null }] }, said: 'roles' },
  },
  team: {
    ...{ path: `/teams/${id}`, method: 'PATCH' },
    item: {
      ...{ id, name: 'Payments', support_hours: [], grouping_window_seconds: null, auto_pause_seconds: null },
      urgencies: { info: 'low', warning: 'low', error: 'high', critical: 'high' },
    },
    element: <TeamFlyout id={id} onClose={close} />,
    ...{ field: 'incidentsTeamUrgency-error', typed: 'low', save: 'incidentsTeamSave' },
    ...{ theirs: { grouping_window_seconds: 300 }, said: 'grouping' },
  },
};

test.each(Object.entries(forms))('who edits a %s hears who was faster, loses nothing, and decides', async (_, form) => {
  const core = new FakeCore();
  for (const list of ['teams', 'users', 'sources', 'schedules']) core.answers[`GET /${list}`] = page();
  core.answers['POST /silences/preview'] = { body: { count: 0, complete: true, next: null, incidents: [] } };
  core.answers['POST /templates/preview'] = { body: { parts: {}, sizes: [], warnings: [], body: null } };
  core.answers[`GET ${form.path}`] = { body: form.item, etag: '"1"' };
  const call = `${form.method} ${form.path}`;
  const current = { ...form.item, ...form.theirs };
  const attributes = {
    ...{ type: 'urn:incidents:problem:changed-meanwhile', title: 'It was changed meanwhile', status: 412 },
    ...{ etag: '"2"', current, changed_by: 'Grace', changed_at: at },
  };
  core.answers[call] = { status: 412, body: { message: attributes.title, attributes } };
  core.show(form.element);
  if (form.begin !== undefined) fireEvent.click(await screen.findByTestId(form.begin));
  const typed = () => screen.getByTestId<HTMLInputElement>(form.field);
  await screen.findByTestId(form.field);
  fireEvent.change(typed(), { target: { value: form.typed } });
  fireEvent.click(screen.getByTestId(form.save));

  const notice = await screen.findByTestId('incidentsMeanwhile');
  expect(core.spokeOf[call]).toBe('"1"');
  expect(notice.textContent).toContain('Grace');
  expect(notice.textContent).toContain(`Changed: ${form.said}`);
  expect(typed().value).toBe(form.typed);
  expect(core.toasts).toEqual([]);
  fireEvent.click(screen.getByTestId('incidentsMeanwhileBeside'));
  expect(within(notice).getAllByTestId('incidentsMeanwhileVersion').length).toBeGreaterThan(0);

  core.answers[call] = { body: current };
  core.answers[`GET ${form.path}`] = { body: current, etag: '"3"' };
  fireEvent.click(screen.getByTestId('incidentsMeanwhileOverwrite'));
  await waitFor(() => expect(core.spokeOf[call]).toBe('"2"'));
});

const policy = {
  ...{ id, name: 'Night', team_id: null, is_default: false, position: 0, repeat: 0, matchers: {}, steps: [] },
  ...{ ready: true, problems: [], managed_by: 'ui', file: null, created_at: at, updated_at: at },
};
const source = forms['source'];
/** What is pressed to delete it. */
const deletions: Readonly<
  Record<string, Pick<Form, 'path' | 'item' | 'element' | 'theirs' | 'said'> & { press: string[] }>
> = {
  schedule: { ...(forms['schedule'] as Form), press: ['incidentsDelete', 'confirmModalConfirmButton'] },
  'maintenance window': {
    ...(forms['maintenance window'] as Form),
    press: ['incidentsDelete', 'confirmModalConfirmButton'],
  },
  heartbeat: { ...(forms['heartbeat'] as Form), press: ['incidentsHeartbeatSet', 'incidentsHeartbeatRemove'] },
  source: {
    ...(source as Form),
    element: opened(`/sources/${id}`, (given) => <SourceDeletion opened={given as never} onClose={close} />),
    press: ['confirmModalConfirmButton'],
  },
  policy: {
    ...{ path: `/escalation-policies/${id}`, item: policy, theirs: { repeat: 3 }, said: '' },
    element: opened(`/escalation-policies/${id}`, (given) => <PolicyFlyout opened={given as never} onClose={close} />),
    press: ['incidentsDelete', 'confirmModalConfirmButton'],
  },
};

test.each(Object.entries(deletions))(
  'who deletes a %s that somebody has changed meanwhile hears so, and decides',
  async (_, { path, item, element, theirs, said, press }) => {
    const core = new FakeCore();
    for (const list of ['teams', 'users', 'sources', 'schedules', 'webhooks', 'slack-channels']) {
      core.answers[`GET /${list}`] = page();
    }
    core.answers['POST /silences/preview'] = { body: { count: 0, complete: true, next: null, incidents: [] } };
    core.answers[`GET ${path}`] = { body: item, etag: '"1"' };
    const call = `DELETE ${path}`;
    const attributes = {
      ...{ type: 'urn:incidents:problem:changed-meanwhile', title: 'It was changed meanwhile', status: 412 },
      ...{ etag: '"2"', current: { ...item, ...theirs }, changed_by: 'Grace', changed_at: at },
    };
    core.answers[call] = { status: 412, body: { message: attributes.title, attributes } };
    core.show(element);
    for (const subject of press) fireEvent.click(await screen.findByTestId(subject));

    const notice = await screen.findByTestId('incidentsMeanwhile');
    expect(core.spokeOf[call]).toBe('"1"');
    expect(notice.textContent).toContain('Grace');
    expect(notice.textContent).toContain(`Nothing was deleted. Changed: ${said}`);
    expect(core.toasts).toEqual([]);
    fireEvent.click(screen.getByTestId('incidentsMeanwhileBeside'));
    expect(within(notice).getAllByTestId('incidentsMeanwhileVersion').length).toBeGreaterThan(0);
    core.answers[call] = { status: 204, body: undefined };
    fireEvent.click(screen.getByTestId('incidentsMeanwhileOverwrite'));
    await waitFor(() => expect(core.spokeOf[call]).toBe('"2"'));
  },
);

test('who takes theirs begins with what they saved', async () => {
  const form = forms['source'];
  if (!form) throw new Error('no form');
  const core = new FakeCore();
  core.answers['GET /teams'] = page();
  core.answers[`GET ${form.path}`] = { body: form.item, etag: '"1"' };
  const current = { ...form.item, name: 'Theirs' };
  const attributes = { type: 'urn:x', title: 'x', status: 412, etag: '"2"', current };
  core.answers[`PATCH ${form.path}`] = { status: 412, body: { message: 'x', attributes } };
  core.show(form.element);
  fireEvent.change(await screen.findByTestId(form.field), { target: { value: 'Mine' } });
  fireEvent.click(screen.getByTestId(form.save));
  expect((await screen.findByTestId('incidentsMeanwhile')).textContent).toContain('Somebody changed this meanwhile');
  core.answers[`GET ${form.path}`] = { body: current, etag: '"2"' };
  fireEvent.click(screen.getByTestId('incidentsMeanwhileTheirs'));
  await waitFor(() => expect(screen.getByTestId<HTMLInputElement>(form.field).value).toBe('Theirs'));
  expect(screen.queryByTestId('incidentsMeanwhile')).toBeNull();
});

test('what has gone when it is opened says so', async () => {
  const core = new FakeCore();
  core.show(<TeamFlyout id={id} onClose={close} />);
  await screen.findByTestId('incidentsNotFound');
});
