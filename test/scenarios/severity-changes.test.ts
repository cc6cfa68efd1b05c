import { afterEach, expect, test } from '@jest/globals';
import { House, step } from '../harness/house.ts';
import { hours, minutes } from '../harness/manual-clock.ts';

let house: House;
afterEach(() => house.stop());

test('a rise and a fall in severity are noted; reason, links and count follow, title and team stay', async () => {
  house = await House.start({ policy: [step('ada').waits(hours(5))] });
  const uuid = 'e1';
  const incident = await house.elastic.fires('disk full', { uuid, severity: 'warning', reason: '81% full' });
  expect(await house.incident(incident)).toMatchObject({ severity: 'warning', urgency: 'low', alert_count: 1 });

  await house.passes(minutes(5));
  const worse = house.elastic.active('disk full', { uuid, severity: 'critical', reason: '99% full' });
  const alertUrl = 'https://kibana.example.com/app/observability/alerts/another';
  await house.elastic.posts({ ...worse, alert_url: alertUrl });
  const risen = await house.incident(incident);
  expect(risen).toMatchObject({
    title: 'disk full (checkout, production)',
    team: { name: 'Payments' },
    severity: 'critical',
    urgency: 'high',
    description: '99% full',
    links: { alert: alertUrl },
    alert_count: 2,
    last_seen_at: house.clock.now().toISOString(),
  });

  await house.passes(minutes(5));
  await house.elastic.fires('disk full', { uuid, severity: 'info', reason: '70% full' });
  expect(await house.incident(incident)).toMatchObject({ severity: 'info', urgency: 'low', alert_count: 3 });
  expect((await house.entries(incident, 'severity_changed')).map(({ data }) => data)).toEqual([
    { from: 'warning', to: 'critical' },
    { from: 'critical', to: 'info' },
  ]);
  expect((await house.incident(incident)).alerts).toMatchObject([{ count: 3, reason: '70% full', severity: 'info' }]);
  house.mailbox.expect('ada', '[warning]', '81% full');
  house.mailbox.expect('ada', 'Worse: [critical]', '99% full');
  house.mailbox.expectNothingMore();
});

test('a mail says what is true when it is sent, not what was true when it was planned', async () => {
  house = await House.start({ policy: [step('ada').waits(hours(5))] });
  house.mailbox.server.refuseWith(451, 'try later');
  await house.elastic.fires('disk full', { uuid: 'e1', severity: 'warning', reason: '81% full' });
  await house.passes(minutes(5));
  await house.elastic.fires('disk full', { uuid: 'e1', severity: 'critical', reason: '99% full' });
  house.mailbox.server.accept();
  await house.passes(minutes(10));
  const mails = [1, 2].map(() => house.mailbox.expect('ada', '[critical]', '99% full', '2 alerts'));
  expect(mails.filter(({ subject }) => subject.startsWith('Worse: '))).toHaveLength(1);
  for (const { text } of mails) expect(text).not.toContain('81% full');
  house.mailbox.expectNothingMore();
});

test('a recovery lowers nothing', async () => {
  house = await House.start();
  const incident = await house.elastic.fires('disk full', { severity: 'critical' });
  await house.passes(minutes(1));
  await house.elastic.recovers('disk full', { severity: 'info' });
  expect(await house.incident(incident)).toMatchObject({ status: 'resolved', severity: 'critical' });
  expect(await house.kinds(incident)).not.toContain('severity_changed');
});
