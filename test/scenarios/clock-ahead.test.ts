import { afterEach, expect, test } from '@jest/globals';
import { House, step } from '../harness/house.ts';
import { hours, minutes } from '../harness/manual-clock.ts';

let house: House;
afterEach(() => house.stop());

test('what a clock planned that was an hour ahead is told once it goes right again, and nothing twice', async () => {
  house = await House.start({ policy: [step('ada').waits(minutes(2)), step('grace').waits(hours(1))] });
  await house.audits();
  const right = house.clock.now();
  house.clock.forward(hours(1));
  await house.backend.workers.makeRound('audit');
  const told = await house.elastic.fires('told ahead');
  await house.settles();
  house.mailbox.expect('ada', 'told ahead');
  house.mailbox.server.refuseWith(451, 'try later');
  const untold = await house.elastic.fires('not told ahead');
  await house.settles();
  const unsent = await house.elastic.fires('not even tried ahead');
  house.mailbox.server.accept();

  house.clock.set(right);
  await house.settles();
  expect(house.mailbox.unseen()).toEqual([]);
  await house.audits();
  await house.passes(minutes(1));
  house.mailbox.expect('ada', 'not told ahead');
  house.mailbox.expect('ada', 'not even tried ahead');
  expect(house.mailbox.unseen()).toEqual([]);
  await house.passes(minutes(4));
  for (const name of ['told ahead', 'not told ahead', 'not even tried ahead']) house.mailbox.expect('grace', name);
  expect(house.mailbox.unseen()).toEqual([]);
  for (const id of [told, untold, unsent]) expect((await house.incident(id)).status).toBe('triggered');
  await house.audits();
  expect(await house.api.ok('GET', '/v1/self-check')).toMatchObject({ well: true, open: [] });
});

test('an incident that is open recovers, also where a clock that was ahead has seen the one before it later', async () => {
  house = await House.start({ policy: null, team: { reopen_window_seconds: 0 } });
  const right = house.clock.now();
  const first = await house.elastic.fires('disk full');
  house.clock.forward(2);
  await house.elastic.recovers('disk full');
  house.clock.set(right);
  const second = await house.elastic.fires('disk full', { at: new Date(right.getTime() + 3_000) });
  expect(second).not.toBe(first);
  house.clock.forward(minutes(1));
  expect((await house.elastic.recovers('disk full')).results).toMatchObject([
    { outcome: 'resolved', incident_id: second },
  ]);
  expect(await house.count('incident_alerts where unresolved')).toBe(0);
});
