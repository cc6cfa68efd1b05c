import { afterEach, expect, test } from '@jest/globals';
import type { FiguresAnswer, ServiceLevelAnswer } from 'incident-core';
import { House, step } from '../harness/house.ts';
import { hours, minutes, OPENED } from '../harness/manual-clock.ts';

let house: House;
afterEach(() => house.stop());

const at = (seconds: number) => new Date(OPENED.getTime() + seconds * 1000).toISOString();

async function figures(query: Readonly<Record<string, string>>): Promise<FiguresAnswer> {
  return house.api.ok('GET', `/v1/metrics/summary?${new URLSearchParams(query).toString()}`);
}

test('the figures of a day are those that were counted by hand', async () => {
  house = await House.start({ policy: [step('ada').waits(minutes(10)), step('grace').waits(hours(12))] });
  const { elastic } = house;
  // 0:00 checkout fails, and is acknowledged after 4 minutes, released and taken again after 30, over after 60.
  const first = await elastic.fires('first', { service: 'checkout', severity: 'critical' });
  await house.passes(minutes(4));
  await house.acknowledge(first, 'ada');
  await house.passes(minutes(1));
  await house.change(first, 'release', 'ada');
  await house.passes(minutes(25));
  await house.acknowledge(first, 'grace');
  await house.passes(minutes(30));
  await elastic.recovers('first', { service: 'checkout' });
  // 1:00 cart fails, nobody acknowledges, it goes on to grace and recovers by itself after 20 minutes.
  await elastic.fires('second', { service: 'cart', severity: 'warning' });
  await house.passes(minutes(20));
  await elastic.recovers('second', { service: 'cart' });
  // 1:20 checkout again: posted twice, taken after 6 minutes, a second episode, and still open.
  const third = elastic.active('third', { service: 'checkout', severity: 'error' });
  const { results } = await elastic.posts(third);
  await elastic.posts(third);
  await house.passes(minutes(6));
  await house.acknowledge(results[0]?.incident_id ?? '', 'ada');
  await elastic.fires('third', { service: 'checkout', severity: 'error' });

  const query = { from: at(0), to: at(hours(3)), bucket: 'hour' };
  const {
    total,
    buckets,
    by_service: services,
    by_severity: severities,
    by_team: teams,
    by_source: sources,
  } = await figures(query);
  expect(total).toMatchObject({
    incidents: 3,
    incidents_per_hour: 1,
    // The first was released: its second run began where the first one stood, and went on.
    escalated: 2,
    escalation_rate: 2 / 3,
    acknowledged: 2,
    mean_acknowledge_seconds: minutes(5),
    median_acknowledge_seconds: minutes(5),
    resolved: 2,
    mean_resolve_seconds: minutes(40),
    median_resolve_seconds: minutes(40),
    unattended: 1,
    noise_rate: 1 / 2,
    alerts: 4,
    alerts_per_hour: 4 / 3,
    alerts_received: 7,
    ...{ accepted: 7, refused: 0, found_by_pull: 0, webhook_success_rate: 1 },
  });
  expect(
    buckets.map(({ from, incidents, alerts, mean_resolve_seconds: mttr }) => [from, incidents, alerts, mttr]),
  ).toEqual([
    [at(0), 1, 1, minutes(60)],
    [at(hours(1)), 2, 3, minutes(20)],
    [at(hours(2)), 0, 0, null],
  ]);
  expect(services.map(({ service, incidents, mean_acknowledge_seconds: mtta }) => [service, incidents, mtta])).toEqual([
    ['checkout', 2, minutes(5)],
    ['cart', 1, null],
  ]);
  expect(Object.fromEntries(severities.map(({ severity, unattended }) => [severity, unattended]))).toEqual({
    ...{ critical: 0, error: 0, warning: 1 },
  });
  expect(teams).toMatchObject([{ team: { id: house.teamId, name: 'Payments' }, incidents: 3 }]);
  expect(sources).toMatchObject([{ source: { name: 'kibana' }, accepted: 7, webhook_success_rate: 1 }]);

  expect((await figures({ ...query, service: 'cart' })).total).toMatchObject({
    incidents: 1,
    alerts: 1,
    noise_rate: 1,
  });
  expect((await figures({ ...query, severity: 'info' })).total).toMatchObject({ incidents: 0, noise_rate: null });
  expect((await figures({ ...query, team_id: house.catchAllTeamId })).total).toMatchObject({ incidents: 0, alerts: 0 });
});

test('a page that was sent in time keeps the promise; one that reached nobody breaks it; one that was over is excused', async () => {
  house = await House.start({ policy: [step('ada'), step('grace')] });
  const level = () => house.api.ok<ServiceLevelAnswer>('GET', '/v1/metrics/service-level');
  expect(await level()).toMatchObject({ good: 0, bad: 0, total: 0, share: null, budget_left_share: null });
  await house.elastic.fires('in time');
  await house.settles();
  await house.elastic.fires('over at once');
  await house.elastic.recovers('over at once');
  await house.settles();
  expect(await level()).toMatchObject({ good: 1, bad: 0, excused: 1, total: 1, share: 1, budget: 0.01 });
  expect(await house.metric('incidents_intake_to_first_send_seconds_count')).toBe(1);

  // Three minutes without a mail server are too long.
  house.mailbox.server.refuseWith(451, 'try later');
  const late = await house.elastic.fires('late');
  await house.settles();
  expect(await level()).toMatchObject({ good: 1, bad: 0, pending: 1 });
  await house.passes(minutes(1));
  expect(await level()).toMatchObject({
    good: 1,
    bad: 1,
    pending: 0,
    worst: [{ incident: { id: late }, sent_at: null }],
  });
  house.mailbox.server.accept();
  await house.passes(minutes(4));
  const after = await level();
  expect(after).toMatchObject({ good: 1, bad: 1, total: 2, share: 0.5, budget: 0.02, budget_left: -0.98 });
  expect(after.worst[0]?.sent_at).not.toBeNull();
  expect(after.burn.map(({ hours: last, burn_rate }) => [last, burn_rate])).toEqual([
    [1, 50],
    [6, 50],
    [72, 50],
    [720, 50],
  ]);
});

test('a step that reaches nobody is bad, however soon the next one is told; a delay that was asked for is none of it', async () => {
  house = await House.start({ policy: [step('ada'), step('grace')], unreachable: ['ada'] });
  const level = () => house.api.ok<ServiceLevelAnswer>('GET', '/v1/metrics/service-level');
  await house.elastic.fires('nobody there');
  await house.settles();
  house.mailbox.expect('grace', 'nobody there');
  expect(await level()).toMatchObject({ good: 0, bad: 1, worst: [{ nobody_notified: true }] });
  await house.setPolicy([step('grace').after(minutes(5))]);
  await house.elastic.fires('after five minutes');
  await house.passes(minutes(5) - 1);
  expect(await level()).toMatchObject({ good: 0, bad: 1, pending: 1 });
  await house.passes(1);
  expect(await level()).toMatchObject({ good: 1, bad: 1, pending: 0 });
});
