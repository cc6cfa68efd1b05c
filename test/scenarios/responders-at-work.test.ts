import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { House, step } from '../harness/house.ts';
import { hours, minutes } from '../harness/manual-clock.ts';

let house: House;
let incident: string;
beforeEach(async () => {
  house = await House.start({ policy: [step('ada').waits(minutes(15)), step('grace')] });
  incident = await house.elastic.fires('disk full');
  await house.settles();
  house.mailbox.expect('ada', 'disk full');
});
afterEach(() => house.stop());

test('starting work acknowledges: nobody else is told', async () => {
  const started = await house.startWork(incident, 'ada');
  expect(started).toMatchObject({ status: 'in_progress', assignee: { name: 'ada' } });
  expect(started.acknowledged_at).toBe(started.started_at);
  await house.passes(hours(2));
  house.mailbox.expectNothingMore();
  expect(await house.kinds(incident)).toContain('started');
});

test('acknowledging what another holds takes it over, and the timeline says from whom', async () => {
  await house.acknowledge(incident, 'ada');
  await house.passes(minutes(3));
  expect(await house.acknowledge(incident, 'grace')).toMatchObject({
    status: 'acknowledged',
    assignee: { name: 'grace' },
  });
  expect(await house.entries(incident, 'taken_over')).toMatchObject([
    { actor: { type: 'user', name: 'grace' }, data: { from: house.person('ada').id } },
  ]);
  await house.passes(hours(2));
  house.mailbox.expectNothingMore();
});

test('the same move again is answered with the present state and leaves no trace', async () => {
  for (const move of ['acknowledge', 'start', 'resolve']) {
    const path = `/v1/incidents/${incident}/${move}`;
    const first = await house.as('ada').call('POST', path);
    await house.settles();
    const kinds = await house.kinds(incident);
    await house.passes(minutes(1));
    const again = await house.as('ada').call('POST', path);
    expect([first.status, again.status]).toEqual([200, 200]);
    expect(again.body).toEqual(first.body);
    expect(await house.kinds(incident)).toEqual(kinds);
  }
  house.mailbox.expect('ada', 'Resolved: ');
  house.mailbox.expectNothingMore();
});

test('moves at the same time leave one holder, one end of the escalation and no error', async () => {
  const people = ['ada', 'grace', 'linus'];
  await Promise.all(people.map((person) => house.acknowledge(incident, person)));
  const kinds = await house.kinds(incident);
  expect(kinds.filter((kind) => kind === 'escalation_ended')).toHaveLength(1);
  expect(kinds.filter((kind) => kind === 'acknowledged')).toHaveLength(1);
  expect(kinds.filter((kind) => kind === 'taken_over')).toHaveLength(2);
  expect(await house.incident(incident)).toMatchObject({ status: 'acknowledged' });
});

test('acknowledging or starting a resolved incident is refused with 409 that says how it ended', async () => {
  await house.elastic.recovers('disk full', { at: house.clock.now() });
  for (const move of ['acknowledge', 'start']) {
    const answer = await house.as('ada').call('POST', `/v1/incidents/${incident}/${move}`);
    expect(answer).toMatchObject({ status: 409, body: { resolution: 'recovery' } });
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
  }
  expect(await house.incident(incident)).toMatchObject({ status: 'resolved', assignee: null });
});

test('a note stands in the timeline with its author, also on a resolved incident', async () => {
  await house.resolve(incident, 'ada');
  const note = { text: 'It was the <b>log</b> rotation.' };
  const answer = await house.as('grace').call('POST', `/v1/incidents/${incident}/notes`, note);
  expect(answer).toMatchObject({ status: 201, body: { kind: 'note' } });
  expect(await house.entries(incident, 'note')).toMatchObject([
    { actor: { type: 'user', name: 'grace' }, data: { text: 'It was the <b>log</b> rotation.' } },
  ]);
});
