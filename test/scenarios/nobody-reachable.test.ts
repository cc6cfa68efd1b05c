import { afterEach, expect, test } from '@jest/globals';
import { FakeWebhook } from '../harness/fake-webhook.ts';
import { House, step } from '../harness/house.ts';
import { hours, minutes } from '../harness/manual-clock.ts';

let house: House;
afterEach(() => house.stop());

test('a step that reaches nobody is left at once and loudly: the fallback hears of it, and the next step is told', async () => {
  house = await House.start({
    policy: [step('ada').waits(minutes(15)), step('grace').after(minutes(5)).waits(hours(1))],
    unreachable: ['ada'],
    fallback: 'linus',
  });
  const incident = await house.elastic.fires('disk full');
  await house.settles();
  house.mailbox.expect('linus', 'NOBODY REACHED', 'disk full');
  house.mailbox.expect('grace', 'disk full', 'step 2 of 2');
  house.mailbox.expectNothingMore();
  expect(await house.minutesOf(incident, 'step_activated')).toEqual([0, 0]);
  expect(await house.entries(incident, 'nobody_notified')).toMatchObject([
    {
      data: {
        run: 1,
        step: 1,
        reason: 'no_target_reachable',
        unreachable: [{ target: { id: house.person('ada').id }, reason: 'no_verified_contact_method' }],
      },
    },
  ]);
  expect(await house.metric('incidents_nobody_notified_total')).toBe(1);
});

test('one who can be reached is enough for a step', async () => {
  house = await House.start({ policy: [step('ada', 'grace'), step('linus')], unreachable: ['ada'] });
  const incident = await house.elastic.fires('disk full');
  await house.passes(minutes(4));
  house.mailbox.expect('grace', 'disk full');
  house.mailbox.expectNothingMore();
  expect(await house.kinds(incident)).not.toContain('nobody_notified');
});

test('the fallback is told once a run, however many steps reach nobody; rounds keep their distance', async () => {
  house = await House.start({
    policy: [step('ada').waits(minutes(15)), step('grace').waits(minutes(10))],
    repeat: 1,
    unreachable: ['ada', 'grace'],
    fallback: 'linus',
  });
  const incident = await house.elastic.fires('disk full');
  await house.passes(minutes(80));
  house.mailbox.expect('linus', 'NOBODY REACHED', 'disk full');
  house.mailbox.expect('linus', 'NOBODY ACKNOWLEDGED', 'disk full');
  house.mailbox.expectNothingMore();
  expect(await house.minutesOf(incident, 'nobody_notified')).toEqual([0, 0, 25, 25]);
  expect(await house.minutesOf(incident, 'exhausted')).toEqual([25]);

  await house.passes(minutes(5));
  expect(await house.minutesOf(incident, 'escalation_started')).toEqual([0, 85]);
  house.mailbox.expect('linus', 'NOBODY REACHED', 'disk full');
  house.mailbox.expectNothingMore();
});

test('a step whose mails are all refused for good is one that reached nobody', async () => {
  const pager = await FakeWebhook.start();
  house = await House.start({ policy: null, fallback: 'linus' });
  const webhook = await house.addWebhook(pager.url);
  await house.setPolicy([step('ada', 'grace').waits(hours(1)), step(`webhook:${webhook.id}`).waits(hours(1))]);
  house.mailbox.server.refuseWith(550, 'no such mailbox');
  const incident = await house.elastic.fires('disk full');
  await house.settles();
  await pager.stop();

  house.mailbox.expectNothingMore();
  expect(await house.entries(incident, 'nobody_notified')).toMatchObject([
    { data: { step: 1, reason: 'all_deliveries_failed' } },
  ]);
  expect(await house.minutesOf(incident, 'step_activated')).toEqual([0, 0]);
  expect(pager.requests.map(({ body }) => JSON.parse(body))).toMatchObject([{ type: 'incident.escalation_step' }]);
  // Those of ada and grace, and the one that would have told linus.
  expect(await house.count(`deliveries where status = 'failed' and attempts = 1`)).toBe(3);
  expect(await house.metric('incidents_nobody_notified_total')).toBe(1);
  await house.passes(minutes(50));
  expect(await house.entries(incident, 'nobody_notified')).toHaveLength(1);
});

const fallsBackOn = (type: 'user' | 'schedule', id: string) =>
  house.api.ok('PATCH', `/v1/teams/${house.teamId}`, { fallback_target: { type, id } });
const reasons = async (incident: string) =>
  (await house.entries(incident, 'nobody_notified')).map(({ data }) => data['reason']);

test('a fallback of the team that can be reached hears of it alone', async () => {
  house = await House.start({ policy: [step('ada').waits(hours(1))], unreachable: ['ada'], fallback: 'grace' });
  await fallsBackOn('user', house.person('linus').id);
  const incident = await house.elastic.fires('disk full');
  await house.settles();
  house.mailbox.expect('linus', 'NOBODY REACHED');
  house.mailbox.expect('linus', 'NOBODY ACKNOWLEDGED');
  house.mailbox.expectNothingMore();
  expect(await reasons(incident)).toEqual(['no_target_reachable']);
});

test.each([
  ['has no address', async () => fallsBackOn('user', house.person('linus').id)],
  [
    'is a schedule in which nobody is on call',
    async () => fallsBackOn('schedule', await house.addSchedule('Nobody', [])),
  ],
])('where that of the team %s, that of the catch-all team hears of it', async (_, setFallback) => {
  house = await House.start({ policy: [step('ada')], unreachable: ['ada', 'linus'], fallback: 'grace' });
  await setFallback();
  const incident = await house.elastic.fires('disk full');
  await house.settles();
  house.mailbox.expect('grace', 'NOBODY REACHED', 'disk full');
  house.mailbox.expect('grace', 'NOBODY ACKNOWLEDGED', 'disk full');
  house.mailbox.expectNothingMore();
  expect(await reasons(incident)).toEqual(['no_target_reachable']);
});

test('that no fallback reaches anybody either is in the timeline, with whom and why', async () => {
  house = await House.start({ policy: [step('ada')], unreachable: ['ada', 'grace', 'linus'], fallback: 'grace' });
  const schedule = await house.addSchedule('Nobody', []);
  await fallsBackOn('schedule', schedule);
  const incident = await house.elastic.fires('disk full');
  await house.settles();
  const neither = {
    run: 1,
    step: 1,
    reason: 'fallback_unreachable',
    unreachable: [
      { target: { type: 'schedule', id: schedule, name: 'Nobody' }, reason: 'schedule_gap' },
      { target: { type: 'user', id: house.person('grace').id }, reason: 'no_verified_contact_method' },
    ],
  };
  expect(await house.entries(incident, 'nobody_notified')).toMatchObject([
    { data: { reason: 'no_target_reachable' } },
    { data: neither },
    { data: neither },
  ]);
  expect(await house.kinds(incident)).toContain('exhausted');
  house.mailbox.expectNothingMore();
  expect(await house.metric('incidents_nobody_notified_total')).toBe(1);
});

test('that there is no fallback is in the timeline too', async () => {
  house = await House.start({ policy: [step('ada'), step('grace').waits(hours(1))], unreachable: ['ada'] });
  const incident = await house.elastic.fires('disk full');
  await house.settles();
  house.mailbox.expect('grace', 'disk full');
  expect(await reasons(incident)).toEqual(['no_target_reachable', 'no_fallback']);
});
