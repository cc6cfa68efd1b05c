import { afterEach, expect, test } from '@jest/globals';
import { House, step } from '../harness/house.ts';
import { hours, minutes } from '../harness/manual-clock.ts';

let house: House;
afterEach(() => house.stop());

/** At work from 08:00 UTC on, which is five hours after the house opens: a Tuesday in January. */
const team = {
  urgencies: { info: 'low', warning: 'low', error: 'support_hours', critical: 'high' },
  support_hours: [
    {
      weekdays: ['monday', 'tuesday', 'wednesday', 'thursday', 'friday'],
      from: '09:00',
      until: '17:00',
      time_zone: 'Europe/Berlin',
    },
  ],
};
const policy = [step('ada').waits(minutes(10)), step('grace').waits(minutes(10))];

test('out of support hours an error is not urgent; when they begin and nobody has it, it is, and its step hears so once', async () => {
  house = await House.start({ policy, team });
  const incident = await house.elastic.fires('disk full');
  expect(await house.incident(incident)).toMatchObject({ urgency: 'low', urgency_due_at: '2027-01-05T08:00:00.000Z' });
  await house.passes(hours(4.9));
  house.mailbox.expect('ada', 'disk full');
  house.mailbox.expect('grace', 'disk full');
  house.mailbox.expectNothingMore();
  expect((await house.incident(incident)).urgency).toBe('low');

  await house.passes(minutes(10));
  house.mailbox.expect('ada', 'disk full');
  expect(await house.incident(incident)).toMatchObject({ urgency: 'high', urgency_due_at: null });
  expect(await house.entries(incident, 'urgency_changed')).toMatchObject([
    { at: '2027-01-05T08:00:00.000Z', data: { from: 'low', to: 'high', reason: 'support_hours_began' } },
  ]);
  await house.acknowledge(incident, 'ada');
  await house.passes(hours(4));
  house.mailbox.expectNothingMore();
});

test('what somebody has, what recovered, and what is always urgent, hear nothing of the hours', async () => {
  house = await House.start({ policy, team });
  const [held, gone, urgent] = [
    await house.elastic.fires('held'),
    await house.elastic.fires('gone'),
    await house.elastic.fires('urgent', { severity: 'critical' }),
  ];
  await house.settles();
  for (const name of ['held', 'gone', 'urgent']) house.mailbox.expect('ada', name);
  await house.acknowledge(held, 'ada');
  await house.acknowledge(urgent, 'ada');
  await house.elastic.recovers('gone');
  await house.settles();
  house.mailbox.expect('ada', 'gone', 'Resolved');
  expect((await house.incident(urgent)).urgency).toBe('high');
  await house.passes(hours(6));
  house.mailbox.expectNothingMore();
  expect(await house.incident(held)).toMatchObject({ urgency: 'low', urgency_due_at: null });
  for (const id of [held, gone, urgent]) expect(await house.entries(id, 'urgency_changed')).toEqual([]);
});

test('released in support hours it is urgent, and given to a team with another table it is as that one has it', async () => {
  house = await House.start({ policy, team });
  const incident = await house.elastic.fires('disk full');
  await house.settles();
  house.mailbox.expect('ada', 'disk full');
  await house.acknowledge(incident, 'ada');
  await house.passes(hours(6));
  await house.change(incident, 'release', 'ada');
  expect(await house.incident(incident)).toMatchObject({ urgency: 'high', urgency_due_at: null });
  const all = { info: 'low', warning: 'low', error: 'low', critical: 'low' };
  await house.api.ok('PATCH', `/v1/teams/${house.catchAllTeamId}`, { urgencies: all });
  await house.change(incident, 'assign', 'ada', { team_id: house.catchAllTeamId });
  expect(await house.incident(incident)).toMatchObject({ urgency: 'low', urgency_due_at: null });
});

test('hours and tables that make no sense are refused with their place', async () => {
  house = await House.start({ policy });
  const [hour] = team.support_hours;
  for (const [path, body] of [
    ['$.urgencies.error', { urgencies: { ...team.urgencies, error: 'sometimes' } }],
    ['$.urgencies.critical', { urgencies: { info: 'low', warning: 'low', error: 'low' } }],
    ['$.support_hours[0].time_zone', { support_hours: [{ ...hour, time_zone: 'Mars/Olympus' }] }],
    ['$.support_hours[0].from', { support_hours: [{ ...hour, from: '25:00' }] }],
  ] as const) {
    const answer = await house.api.call('PATCH', `/v1/teams/${house.teamId}`, body);
    expect(answer).toMatchObject({ status: 400, body: { errors: [{ path }] } });
  }
});
