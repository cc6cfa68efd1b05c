import { beforeEach, describe, expect, jest, test } from '@jest/globals';
import { configure, fireEvent, screen, waitFor, within } from '@testing-library/react';
import type { ContactMethodAnswer, PageTestAnswer, PreferencesAnswer, UserAnswer } from 'incident-core';
import type { Capabilities } from '../../../common/privileges';
import { BACKEND_PROBLEMS } from '../../../common/problems';
import { FakeCore } from '../../fake-core.fixture';
import { ContactMethods } from './contact-methods';
import { Preferences } from './preferences';

// A busy machine takes its time.
configure({ testIdAttribute: 'data-test-subj', asyncUtilTimeout: 15_000 });
jest.setTimeout(120_000);

const [ID, MAIL, PHONE, TEST] = ['1', '2', '3', '4'].map((last) => `01a3c9de-5b70-7c3e-9d0b-0a6c1f2e4b4${last}`) as [
  string,
  string,
  string,
  string,
];
const at = '2027-01-05T03:00:00.000Z';
const mail: ContactMethodAnswer = {
  ...{ id: MAIL, user_id: ID, channel: 'email', address: 'ada@example.com', position: 0 },
  ...{ verified: true, created_at: at },
} as ContactMethodAnswer;
const phone = { ...mail, id: PHONE, channel: 'sms', address: '+4915112345678', position: 1, verified: false } as const;
const me = {
  id: ID,
  name: 'Ada',
  username: 'ada',
  contact_methods: [mail, phone],
  team_ids: [],
} as unknown as UserAnswer;

const preferences: PreferencesAnswer = {
  ...{ user_id: ID, is_default: false, quiet_hours: null, working_days: null, status_updates: false },
  time_zone: 'Europe/Berlin',
  high: [
    { channel: 'slack', delay_seconds: 0 },
    { channel: 'email', delay_seconds: 120 },
  ],
  low: [{ channel: 'email', delay_seconds: 0 }],
  problems: [],
};

let core: FakeCore;
beforeEach(() => {
  core = new FakeCore();
});
const watched = (capabilities: Capabilities) => (core = new FakeCore(capabilities));

describe('my contact methods', () => {
  const show = async (user: UserAnswer = me) => {
    core.answers[`GET /users/${ID}`] = { body: user };
    core.show(<ContactMethods me={me} />);
    await screen.findAllByTestId(user.contact_methods.length === 0 ? 'incidentsEmpty' : 'incidentsMethod');
  };
  const rows = () => screen.getAllByTestId('incidentsMethod');

  test('who has none is told what that means', async () => {
    await show({ ...me, contact_methods: [] });
    screen.getByText('You cannot be told');
    screen.getByTestId('incidentsMethodAdd');
  });

  test('an address is added without the blanks around it; what is refused is said and stays in the field', async () => {
    await show();
    const field = screen.getByTestId<HTMLInputElement>('incidentsMethodAddress');
    fireEvent.change(field, { target: { value: ' nobody ' } });
    const call = `POST /users/${ID}/contact-methods`;
    core.answers[call] = { status: 400, body: { message: '[request body.address]: expected an e-mail address' } };
    fireEvent.click(screen.getByTestId('incidentsMethodAdd'));
    await screen.findByText('address: expected an e-mail address');
    expect(core.sent[call]).toEqual({ channel: 'email', address: 'nobody' });
    expect(field.value).toBe(' nobody ');
    expect(core.toasts).toEqual([]);
    core.answers[call] = { body: mail };
    fireEvent.change(field, { target: { value: 'ada@example.org' } });
    fireEvent.click(screen.getByTestId('incidentsMethodAdd'));
    await waitFor(() => expect(field.value).toBe(''));
    expect(screen.queryByTestId('incidentsRefusal')).toBeNull();
  });

  test('a wrong code is said beside its field, and goes with the next one', async () => {
    await show();
    const row = within(rows()[1] as HTMLElement);
    const verification = `POST /contact-methods/${PHONE}/verification`;
    core.answers[verification] = { status: 202, body: { contact_method_id: PHONE, channel: 'sms', expires_at: at } };
    fireEvent.click(row.getByTestId('incidentsVerifySend'));
    const code = await row.findByTestId('incidentsVerifyCode');
    const problem = { type: 'urn:incidents:problem:wrong-code', title: 'This is not the code', status: 409 };
    core.answers[`${verification}/confirm`] = { status: 409, body: { message: problem.title, attributes: problem } };
    fireEvent.change(code, { target: { value: ' 123 456 ' } });
    fireEvent.click(row.getByTestId('incidentsVerifyConfirm'));
    expect((await row.findByTestId('incidentsVerifyRefused')).textContent).toBe('This is not the code');
    expect(core.sent[`${verification}/confirm`]).toEqual({ code: '123 456' });
    fireEvent.change(code, { target: { value: '1' } });
    expect(row.queryByTestId('incidentsVerifyRefused')).toBeNull();
  });

  test('paging oneself shows the receipt; nobody is paged twice by two clicks', async () => {
    await show();
    const test: PageTestAnswer = {
      ...{
        id: TEST,
        about: { type: 'contact_method', id: MAIL, name: 'Ada (email)' },
        asked_by: { id: ID, name: 'Ada' },
      },
      ...{ created_at: at, ends_at: at, ended_at: at, state: 'delivered', incident: null },
      deliveries: [
        {
          ...{
            id: TEST,
            recipient: { type: 'user', id: ID, name: 'Ada' },
            channel: 'email',
            address: 'ada@example.com',
          },
          ...{ passage: null, on_call: false, because: null, status: 'delivered', reason: null, created_at: at },
          ...{ sent_at: at, delivered_at: at, ended_at: at, attempts: [], provider_id: null, latency_ms: 210 },
          receipt: 'received',
        } as unknown as PageTestAnswer['deliveries'][number],
      ],
    };
    core.answers['POST /page-me-now'] = { status: 202, body: test };
    core.answers[`GET /page-me-now/${TEST}`] = { body: test };
    const row = within(rows()[0] as HTMLElement);
    fireEvent.click(row.getByTestId('incidentsPageMe'));
    fireEvent.click(row.getByTestId('incidentsPageMe'));
    await row.findByText('It has arrived');
    expect(row.getByTestId('incidentsPageTest').textContent).toMatch(/after 210 ms, with a receipt/);
    expect(core.sent['POST /page-me-now']).toEqual({ contact_method_id: MAIL });
    expect(core.asked.filter((call) => call === 'POST /page-me-now')).toHaveLength(1);
  });

  test('a message to which no answer came is asked for as the same once more', async () => {
    await show();
    const call = 'POST /page-me-now';
    core.answers[call] = { status: 503, body: { message: 'slow', attributes: BACKEND_PROBLEMS.slow } };
    const button = () => within(rows()[0] as HTMLElement).getByTestId<HTMLButtonElement>('incidentsPageMe');
    for (const count of [1, 2]) {
      fireEvent.click(button());
      await waitFor(() => expect(core.toasts).toHaveLength(count));
      await waitFor(() => expect(button().disabled).toBe(false));
    }
    expect(core.toasts[0]).toMatch(/^It is not known whether it was done/);
    const [first, again] = core.keys[call] ?? [];
    expect(first).toBeTruthy();
    expect(again).toBe(first);
  });

  test('the order is changed by position, and removing asks first', async () => {
    await show();
    for (const id of [MAIL, PHONE]) core.answers[`PATCH /contact-methods/${id}`] = { body: mail };
    fireEvent.click(within(rows()[1] as HTMLElement).getByTestId('incidentsOrderUp'));
    await waitFor(() => expect(core.sent[`PATCH /contact-methods/${MAIL}`]).toEqual({ position: 1 }));
    expect(core.sent[`PATCH /contact-methods/${PHONE}`]).toEqual({ position: 0 });
    core.answers[`DELETE /contact-methods/${MAIL}`] = { body: undefined };
    await waitFor(() =>
      expect(within(rows()[0] as HTMLElement).getByTestId('incidentsPageMe')).toHaveProperty('disabled', false),
    );
    fireEvent.click(within(rows()[0] as HTMLElement).getByTestId('incidentsOrderRemove'));
    fireEvent.click(await screen.findByText('Keep it'));
    await waitFor(() => expect(screen.queryByRole('alertdialog')).toBeNull());
    expect(core.asked).not.toContain(`DELETE /contact-methods/${MAIL}`);
    fireEvent.click(within(rows()[0] as HTMLElement).getByTestId('incidentsOrderRemove'));
    fireEvent.click(await screen.findByText('Delete'));
    await waitFor(() => expect(core.asked).toContain(`DELETE /contact-methods/${MAIL}`));
  });
});

describe('my preferences', () => {
  const path = `/users/${ID}/preferences`;
  const show = async (answer: PreferencesAnswer = preferences) => {
    core.answers[`GET ${path}`] = { body: answer };
    core.answers[`PUT ${path}`] = { body: { ...answer, is_default: false } };
    core.show(<Preferences me={me} />);
    await screen.findByTestId('incidentsPreferences');
  };

  test('who has said nothing is not warned, only told how everybody is told', async () => {
    await show({ ...preferences, is_default: true });
    screen.getByText(/You have not said how you want to be told/);
    expect(screen.queryByTestId('incidentsPreferProblem')).toBeNull();
    expect(screen.getByTestId('incidentsPreferencesSave')).toHaveProperty('disabled', true);
  });

  test('who cannot be told at all reads that first', async () => {
    const problem = { path: '$', reason: 'unreachable', found: 'none', expected: 'one' } as const;
    await show({ ...preferences, problems: [problem] });
    screen.getByTestId('incidentsUnreachable');
  });

  test('what is wrong stands at its channel, wherever that goes, and with its list', async () => {
    const problems = [
      { path: '$.high[0].channel', reason: 'no_verified_contact_method', found: 'slack', expected: 'x' },
      { path: '$.high', reason: 'nothing_at_once', found: '120 seconds', expected: 'x' },
    ] as const;
    await show({ ...preferences, problems: [...problems] });
    const slack = () => screen.getByTestId('incidentsPrefer-high-slack').textContent;
    expect(slack()).toContain('Passed over: no verified contact method for Slack');
    screen.getByText(/Nothing reaches you at once/);
    fireEvent.click(within(screen.getByTestId('incidentsPrefer-high-slack')).getByTestId('incidentsOrderDown'));
    expect(slack()).toContain('Passed over');
    expect(screen.queryByText(/Nothing reaches you at once/)).toBeNull();
  });

  test('channels change places and their delays do not; quiet hours, days and updates are saved with them', async () => {
    await show();
    fireEvent.click(within(screen.getByTestId('incidentsPrefer-high-email')).getByTestId('incidentsOrderUp'));
    fireEvent.click(screen.getByTestId('incidentsPrefer-highAdd-voice'));
    fireEvent.click(screen.getByTestId('incidentsQuietHours'));
    fireEvent.click(screen.getByTestId('incidentsWorkingDays'));
    fireEvent.click(screen.getByTestId('incidentsStatusUpdates'));
    fireEvent.click(screen.getByTestId('incidentsPreferencesSave'));
    await waitFor(() => expect(core.toasts).toEqual(['From now on you are told this way']));
    expect(core.sent[`PUT ${path}`]).toEqual({
      high: [
        { channel: 'email', delay_seconds: 0 },
        { channel: 'slack', delay_seconds: 120 },
        { channel: 'voice', delay_seconds: 120 },
      ],
      low: [{ channel: 'email', delay_seconds: 0 }],
      quiet_hours: { from: '22:00', until: '07:00' },
      working_days: ['monday', 'tuesday', 'wednesday', 'thursday', 'friday'],
      status_updates: true,
      time_zone: 'Europe/Berlin',
    });
  });

  test('a channel that comes before the one above it is marked, and the refusal names it', async () => {
    await show();
    fireEvent.change(screen.getByTestId('incidentsPrefer-highDelay-slack'), { target: { value: '10' } });
    expect(screen.getByTestId('incidentsPrefer-high-email').textContent).toContain('Not before the one above it');
    core.answers[`PUT ${path}`] = {
      status: 400,
      body: { message: '[request body.high.1.delay_seconds]: expected 600' },
    };
    fireEvent.click(screen.getByTestId('incidentsPreferencesSave'));
    await screen.findByText('What is urgent, E-mail: expected 600');
    expect(core.toasts).toEqual([]);
  });

  test('the last channel of a list cannot go, and the phone is not offered for what can wait', async () => {
    await show();
    const low = within(screen.getByTestId('incidentsPrefer-low-email'));
    expect(low.getByTestId('incidentsOrderRemove')).toHaveProperty('disabled', true);
    expect(screen.queryByTestId('incidentsPrefer-lowAdd-voice')).toBeNull();
    expect(screen.queryByTestId('incidentsPrefer-lowAdd-sms')).toBeNull();
  });

  test('who may only look changes nothing', async () => {
    watched({ read: true });
    await show();
    expect(screen.queryByTestId('incidentsPreferencesSave')).toBeNull();
    expect(screen.getByTestId('incidentsPrefer-highDelay-slack')).toHaveProperty('disabled', true);
    expect(screen.queryByTestId('incidentsOrderRemove')).toBeNull();
  });
});
