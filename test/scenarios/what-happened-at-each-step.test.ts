import { afterEach, beforeEach, expect, test } from '@jest/globals';
import {
  escalationAnswerSchema,
  incidentAnswerSchema,
  notificationAnswerSchema,
  type EscalationAnswer,
  type IncidentAnswer,
  type NotificationAnswer,
} from 'incident-core';
import { House, step } from '../harness/house.ts';
import { minutes, OPENED } from '../harness/manual-clock.ts';

let house: House;
let incident: string;
beforeEach(async () => {
  const policy = [step('ada').waits(minutes(15)), step('linus', 'grace').after(minutes(1)).waits(minutes(5))];
  house = await House.start({ policy, repeat: 1, unreachable: ['linus'] });
  incident = await house.elastic.fires('disk full');
  await house.settles();
  house.mailbox.expect('ada', 'disk full');
});
afterEach(() => house.stop());

const at = (minute: number) => new Date(OPENED.getTime() + minutes(minute) * 1000).toISOString();
const runs = async () =>
  (await house.api.ok<{ items: EscalationAnswer[] }>('GET', `/v1/incidents/${incident}/escalations`)).items.map((run) =>
    escalationAnswerSchema.parse(run),
  );
const told = async () =>
  (await house.api.ok<{ items: NotificationAnswer[] }>('GET', `/v1/incidents/${incident}/notifications`)).items.map(
    (one) => notificationAnswerSchema.parse(one),
  );
const listed = async () => {
  const { items } = await house.api.ok<{ items: IncidentAnswer[] }>('GET', '/v1/incidents');
  return incidentAnswerSchema.parse(items.find(({ id }) => id === incident));
};
const person = (name: string) => ({ type: 'user', id: house.person(name).id, name });

test('a run shows the passage that it is in, and those ahead with their times', async () => {
  const [run, ...others] = await runs();
  expect(others).toEqual([]);
  expect(run).toMatchObject({
    run: 1,
    policy: { name: 'Everyone' },
    because: 'opened',
    status: 'notified',
    round: 1,
    step: 1,
    steps: 2,
    rounds: 2,
    due_at: at(15),
    end_reason: null,
  });
  expect(run?.passages).toEqual([
    {
      round: 1,
      step: 1,
      status: 'notified',
      due_at: at(0),
      activated_at: at(0),
      notified_at: at(0),
      ended_at: null,
      reason: null,
      timeout_seconds: minutes(15),
      targets: [person('ada')],
      unreachable: [],
    },
  ]);
  expect(run?.ahead).toEqual([
    { round: 1, step: 2, due_at: at(16), timeout_seconds: minutes(5), targets: [person('linus'), person('grace')] },
    { round: 2, step: 1, due_at: at(21), timeout_seconds: minutes(15), targets: [person('ada')] },
    { round: 2, step: 2, due_at: at(37), timeout_seconds: minutes(5), targets: [person('linus'), person('grace')] },
  ]);
});

test('a step that was left keeps its end and reason, one that misses somebody says whom, an ended run has nothing ahead', async () => {
  await house.passes(minutes(17));
  house.mailbox.expect('grace', 'disk full');
  await house.acknowledge(incident, 'grace');
  const [run] = await runs();
  expect(run).toMatchObject({
    status: 'resolved',
    end_reason: 'acknowledged',
    ended_at: at(17),
    due_at: null,
    ahead: [],
  });
  expect(run?.passages).toMatchObject([
    { step: 1, status: 'escalated', ended_at: at(15), reason: 'timeout' },
    {
      step: 2,
      status: 'resolved',
      reason: 'acknowledged',
      unreachable: [{ target: person('linus'), reason: 'no_verified_contact_method' }],
    },
  ]);
});

test('the list shows the step of the last run and who was told last, for incidents that nobody heard of too', async () => {
  expect(await listed()).toMatchObject({
    escalation: { run: 1, round: 1, step: 1, of: 2, status: 'notified', due_at: at(15) },
    told: [person('ada')],
  });
  await house.passes(minutes(16));
  house.mailbox.expect('grace', 'disk full');
  expect(await listed()).toMatchObject({ escalation: { step: 2, of: 2 }, told: [person('grace'), person('ada')] });
  const fresh = await house.elastic.fires('not told yet');
  const { items } = await house.api.ok<{ items: IncidentAnswer[] }>('GET', '/v1/incidents');
  expect(items.find(({ id }) => id === fresh)).toMatchObject({ escalation: { step: 1, status: 'pending' }, told: [] });
});

test('each notification shows its recipient, its passage, and every attempt', async () => {
  await house.passes(minutes(16));
  house.mailbox.expect('grace', 'disk full');
  const [last, first, ...others] = await told();
  expect(others).toEqual([]);
  expect(first).toMatchObject({
    event: 'escalation_step',
    recipient: person('ada'),
    channel: 'email',
    address: 'ada@example.com',
    passage: { run: 1, round: 1, step: 1 },
    status: 'sent',
    sent_at: at(0),
    delivered_at: null,
    attempts: [{ attempt: 1, started_at: at(0), ended_at: at(0), outcome: 'sent', error: null }],
  });
  expect(last).toMatchObject({ recipient: person('grace'), passage: { round: 1, step: 2 }, sent_at: at(16) });
});

test('what was withheld is there with the reason, and what no step asked for has no passage', async () => {
  await house.passes(minutes(1));
  await house.resolve(incident, 'ada');
  await house.settles();
  house.mailbox.expect('ada', 'Resolved: ');
  expect(await told()).toMatchObject([
    { event: 'resolved', passage: null, status: 'sent' },
    { event: 'escalation_step', status: 'sent' },
  ]);
  const other = await house.elastic.fires('over at once');
  await house.elastic.recovers('over at once');
  await house.settles();
  const { items } = await house.api.ok<{ items: EscalationAnswer[] }>('GET', `/v1/incidents/${other}/escalations`);
  expect(items).toMatchObject([{ end_reason: 'recovered', passages: [{ status: 'resolved', reason: 'recovered' }] }]);
});

test('pages of either hold each item once', async () => {
  await house.passes(minutes(40));
  house.mailbox.takeTitles('ada');
  house.mailbox.takeTitles('grace');
  for (const what of ['notifications', 'escalations']) {
    const path = `/v1/incidents/${incident}/${what}`;
    const whole = await house.api.ok<{ items: { id: string }[] }>('GET', path);
    const seen: string[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const query: string = cursor === '' ? '' : `&cursor=${cursor}`;
      const page: { items: { id: string }[]; next_cursor: string | null } = await house.api.ok(
        'GET',
        `${path}?limit=1${query}`,
      );
      seen.push(...page.items.map(({ id }) => id));
      cursor = page.next_cursor;
    }
    expect(seen).toEqual(whole.items.map(({ id }) => id));
  }
});

test('an incident that does not exist has neither', async () => {
  for (const what of ['notifications', 'escalations']) {
    const path = `/v1/incidents/01890a5d-ac96-774b-bcce-b302099a8057/${what}`;
    expect((await house.api.call('GET', path)).status).toBe(404);
  }
});
