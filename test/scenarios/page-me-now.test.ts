import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import {
  begunPageTestSchema,
  pageTestAnswerSchema,
  type ContactMethodAnswer,
  type PageTestAnswer,
} from 'incident-core';
import type { Api } from '../harness/api.ts';
import { twilioSays } from '../harness/callbacks.ts';
import { House, step } from '../harness/house.ts';
import { addressOf } from '../harness/mail.ts';
import { hours, minutes } from '../harness/manual-clock.ts';

const PHONE = '+4915112345678';

let house: House;
/** Ada's own token, which may only work on incidents. */
let ada: Api;
beforeEach(async () => {
  house = await House.start({ policy: [step('ada'), step('grace')], reachable: true });
  ada = await responder('ada');
});
afterEach(() => house.stop());

async function responder(name: string): Promise<Api> {
  const given = { name, user_id: house.person(name).id };
  return house.api.as((await house.api.ok<{ token: string }>('POST', '/v1/tokens', given)).token);
}
async function add(channel: string, address: string): Promise<string> {
  const path = `/v1/users/${house.person('ada').id}/contact-methods`;
  return (await ada.ok<ContactMethodAnswer>('POST', path, { channel, address })).id;
}
const ask = (given: object, as = ada) => as.call('POST', '/v1/page-me-now', given);
async function begin(given: object, as = ada): Promise<string> {
  const answer = await ask(given, as);
  expect(answer.status).toBe(202);
  const { id } = begunPageTestSchema.parse(answer.body);
  await house.settles();
  return id;
}
const look = async (id: string, as = ada): Promise<PageTestAnswer> =>
  pageTestAnswerSchema.parse(await as.ok('GET', `/v1/page-me-now/${id}`));

describe('a contact method', () => {
  test('is tried though it is not verified, and the receipt is shown when it comes', async () => {
    const method = await add('sms', PHONE);
    const id = await begin({ contact_method_id: method });
    const sms = house.twilio.expect('sms', PHONE, 'Test page, asked for by ada. Nothing is wrong');
    expect(sms.content).not.toMatch(/Reply|https/);
    expect(await look(id)).toMatchObject({
      about: { type: 'contact_method', id: method, name: 'ada (sms)' },
      asked_by: { name: 'ada' },
      state: 'sent',
      incident: null,
      deliveries: [
        {
          channel: 'sms',
          address: PHONE,
          recipient: { name: 'ada' },
          status: 'sent',
          receipt: 'awaited',
          provider_id: sms.sid,
          latency_ms: 0,
          attempts: [{ attempt: 1, outcome: 'sent', error: null }],
        },
      ],
    });
    await twilioSays(house, sms, 'delivered');
    expect(await look(id)).toMatchObject({ state: 'delivered', deliveries: [{ receipt: 'received' }] });
    await house.passes(hours(1));
    expect(await look(id)).toMatchObject({ state: 'delivered', ended_at: '2027-01-05T03:15:00.000Z' });
    expect(await house.incidents()).toEqual([]);
    house.twilio.expectNothingMore();
    house.mailbox.expectNothingMore();
  });

  test('whose receipt never comes has failed, and nothing else is tried in its place', async () => {
    const method = await add('voice', PHONE);
    await house.addContact('ada', 'sms', PHONE);
    const id = await begin({ contact_method_id: method });
    house.twilio.expect('voice', PHONE, 'This is a test call of Incidents.');
    await house.passes(hours(1));
    expect(await look(id)).toMatchObject({
      state: 'failed',
      deliveries: [{ status: 'failed', receipt: 'missed', reason: 'no receipt came in time' }],
    });
    house.twilio.expectNothingMore();
    house.mailbox.expectNothingMore();
  });

  test('whose provider is down is tried for fifteen minutes, and each error is shown', async () => {
    const method = await add('slack', 'U0ADA');
    house.slack.refuses('internal_error');
    const id = await begin({ contact_method_id: method });
    expect(await look(id)).toMatchObject({
      state: 'under_way',
      deliveries: [{ status: 'pending', receipt: 'none', attempts: [{ outcome: 'refused' }] }],
    });
    await house.passes(minutes(20));
    house.slack.accepts();
    await house.passes(hours(1));
    const { state, deliveries } = await look(id);
    expect(state).toBe('failed');
    expect(deliveries[0]?.reason).toBe('gave_up: Slack refused it: internal_error');
    expect(deliveries[0]?.attempts.length).toBeGreaterThan(3);
    expect(house.slack.posts).toEqual([]);
  });

  test('that is mail says sent, which is all that mail can say', async () => {
    const method = await add('email', addressOf('ada'));
    const id = await begin({ contact_method_id: method });
    house.mailbox.expect('ada', 'Test page for ada', 'This is a test. Nothing is wrong, and nothing is asked of you.');
    expect(await look(id)).toMatchObject({ state: 'sent', deliveries: [{ receipt: 'none' }] });
    house.mailbox.expectNothingMore();
  });

  test('of somebody else is not for responders to try, and its test not for them to see', async () => {
    const grace = await responder('grace');
    const method = await add('email', addressOf('ada'));
    expect((await ask({ contact_method_id: method }, grace)).status).toBe(403);
    const id = await begin({ contact_method_id: method });
    expect((await grace.call('GET', `/v1/page-me-now/${id}`)).status).toBe(404);
    expect(await look(id, house.api)).toMatchObject({ id });
    expect((await ask({ contact_method_id: method }, house.api)).status).toBe(202);
    await house.settles();
    expect(house.mailbox.takeTitles('ada')).toHaveLength(2);
  });

  test('is tried ten times in ten minutes at most, also when all ask at once', async () => {
    const method = await add('email', addressOf('ada'));
    const answers = await Promise.all(Array.from({ length: 14 }, () => ask({ contact_method_id: method })));
    const refused = answers.filter(({ status }) => status === 429);
    expect(refused).toHaveLength(4);
    expect(refused[0]?.headers.get('retry-after')).toBe('600');
    await house.settles();
    expect(house.mailbox.takeTitles('ada')).toHaveLength(10);
    await house.passes(minutes(10));
    expect((await ask({ contact_method_id: method })).status).toBe(202);
  });
});

describe('a policy', () => {
  test('is tried with a real incident: its first step is told, and an acknowledgement ends it', async () => {
    const id = await begin({ escalation_policy_id: house.policyId }, house.api);
    house.mailbox.expect('ada', 'Test page: Everyone', 'A test, asked for by', 'Acknowledge');
    house.mailbox.expectNothingMore();
    const { incident, deliveries } = await look(id, house.api);
    expect(incident).toMatchObject({ status: 'triggered', title: 'Test page: Everyone' });
    expect(deliveries).toMatchObject([{ recipient: { name: 'ada' }, channel: 'email', status: 'sent' }]);
    await house.acknowledge(incident?.id ?? '', 'ada');
    await house.settles();
    expect(await look(id, house.api)).toMatchObject({
      state: 'acknowledged',
      incident: { status: 'resolved', acknowledged_by: 'ada' },
    });
    expect(await house.incident(incident?.id ?? '')).toMatchObject({ resolution: 'test_over' });
    house.mailbox.expect('ada', 'Resolved: ', 'Resolved by itself, since the test is over');
    await house.passes(hours(2));
    house.mailbox.expectNothingMore();
    expect(await house.kinds(incident?.id ?? '')).toEqual(
      expect.arrayContaining(['opened', 'escalation_started', 'notification_sent', 'acknowledged', 'resolved']),
    );
  });

  test('goes on to its second step, and ends by itself after fifteen minutes', async () => {
    const id = await begin({ escalation_policy_id: house.policyId }, house.api);
    house.mailbox.expect('ada', 'Test page: Everyone');
    await house.passes(minutes(5));
    house.mailbox.expect('grace', 'Test page: Everyone');
    await house.passes(minutes(10));
    expect(await look(id, house.api)).toMatchObject({
      state: 'sent',
      ended_at: '2027-01-05T03:15:00.000Z',
      incident: { status: 'resolved', acknowledged_at: null },
    });
    house.mailbox.takeTitles('ada');
    house.mailbox.takeTitles('grace');
    await house.passes(hours(8));
    house.mailbox.expectNothingMore();
  });

  test('is the one that was named, whichever would be matched', async () => {
    const given = { name: 'Linus only', team_id: house.teamId, matchers: { severity: ['critical'] } };
    const steps = [{ timeout_seconds: 60, targets: [{ type: 'user', id: house.person('linus').id }] }];
    const { id: policy } = await house.api.ok<{ id: string }>('POST', '/v1/escalation-policies', { ...given, steps });
    await begin({ escalation_policy_id: policy }, house.api);
    house.mailbox.expect('linus', '[critical]', 'Test page: Linus only');
    house.mailbox.expectNothingMore();
  });

  test('that reaches nobody has failed in the end', async () => {
    await house.removeMail('ada');
    await house.removeMail('grace');
    const id = await begin({ escalation_policy_id: house.policyId }, house.api);
    expect(await look(id, house.api)).toMatchObject({ state: 'under_way', deliveries: [] });
    await house.passes(minutes(15));
    expect(await look(id, house.api)).toMatchObject({ state: 'failed', deliveries: [] });
    house.mailbox.expectNothingMore();
  });

  test('and a source are not for responders to try', async () => {
    expect((await ask({ escalation_policy_id: house.policyId })).status).toBe(403);
    expect((await ask({ source_id: house.sourceId })).status).toBe(403);
    await house.settles();
    house.mailbox.expectNothingMore();
    expect(await house.count('page_tests')).toBe(0);
  });
});

describe('a source', () => {
  test('is tried through its own intake, and each test is an incident of its own', async () => {
    const id = await begin({ source_id: house.sourceId }, house.api);
    house.mailbox.expect('ada', 'Test page: kibana', 'nothing is wrong');
    expect(await house.count('raw_events')).toBe(1);
    const first = await look(id, house.api);
    expect(first).toMatchObject({ state: 'sent', incident: { status: 'triggered', title: 'Test page: kibana' } });
    const [opened] = await house.entries(first.incident?.id ?? '', 'opened');
    expect(opened?.actor).toMatchObject({ type: 'source', name: 'kibana' });
    await house.acknowledge(first.incident?.id ?? '', 'ada');
    await house.settles();
    expect(await look(id, house.api)).toMatchObject({ state: 'acknowledged', incident: { status: 'resolved' } });
    const again = await look(await begin({ source_id: house.sourceId }, house.api), house.api);
    expect(again.incident?.id).not.toBe(first.incident?.id);
    await house.passes(minutes(15));
    expect(await house.incidents()).toMatchObject([{ status: 'resolved' }, { status: 'resolved' }]);
    house.mailbox.takeTitles('ada');
    house.mailbox.takeTitles('grace');
    await house.passes(hours(2));
    house.mailbox.expectNothingMore();
  });

  test('is tried from where its alerts come from, when the caller posts what the answer holds', async () => {
    const answer = await ask({ source_id: house.sourceId, posted_by: 'caller' }, house.api);
    const { id, payload, incident } = begunPageTestSchema.parse(answer.body);
    expect(incident).toBeNull();
    await house.settles();
    expect(await house.count('raw_events')).toBe(0);
    house.mailbox.expectNothingMore();
    const posted = await house.api.as(house.sourceToken).call('POST', '/v1/alerts/elastic', JSON.parse(payload ?? ''));
    expect(posted).toMatchObject({ status: 202, body: { results: [{ outcome: 'opened' }] } });
    await house.settles();
    house.mailbox.expect('ada', 'Test page: kibana', 'nothing is wrong');
    expect(await look(id, house.api)).toMatchObject({ state: 'sent', incident: { status: 'triggered' } });
    await house.passes(minutes(15));
    expect(await house.incidents()).toMatchObject([{ status: 'resolved' }]);
    house.mailbox.takeTitles('ada');
    house.mailbox.takeTitles('grace');
    await house.passes(hours(1));
    house.mailbox.expectNothingMore();
  });

  test('whose alert nobody posts ends without an incident', async () => {
    const answer = await ask({ source_id: house.sourceId, posted_by: 'caller' }, house.api);
    const { id } = begunPageTestSchema.parse(answer.body);
    await house.passes(minutes(16));
    expect(await look(id, house.api)).toMatchObject({ ended_at: expect.any(String), incident: null });
    house.mailbox.expectNothingMore();
  });

  test('whose test somebody resolves by hand is over', async () => {
    const id = await begin({ source_id: house.sourceId }, house.api);
    const { incident } = await look(id, house.api);
    house.mailbox.expect('ada', 'Test page: kibana');
    await house.resolve(incident?.id ?? '', 'ada');
    await house.settles();
    expect(await look(id, house.api)).toMatchObject({ incident: { status: 'resolved' } });
    house.mailbox.takeTitles('ada');
    await house.passes(hours(1));
    house.mailbox.expectNothingMore();
  });
});

test('what cannot be meant, or is not there, is refused, and nothing is sent', async () => {
  const nobody = '01890a5d-ac96-774b-bcce-b302099a8057';
  const wrong: readonly (readonly [object, number])[] = [
    [{}, 400],
    [{ escalation_policy_id: house.policyId, source_id: house.sourceId }, 400],
    [{ contact_method_id: 'mine' }, 400],
    [{ escalation_policy_id: house.policyId, posted_by: 'caller' }, 400],
    [{ contact_method_id: nobody }, 404],
    [{ escalation_policy_id: nobody }, 404],
    [{ source_id: nobody }, 404],
  ];
  for (const [given, status] of wrong) {
    const answer = await ask(given, house.api);
    expect([given, answer.status]).toEqual([given, status]);
    expect(answer.headers.get('content-type')).toMatch(/^application\/problem\+json/);
  }
  await house.settles();
  expect(await house.count('page_tests')).toBe(0);
  house.mailbox.expectNothingMore();
});
