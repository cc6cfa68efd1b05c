import { afterEach, expect, test } from '@jest/globals';
import type { SelfCheckAnswer } from 'incident-core';
import { minutes } from '../harness/manual-clock.ts';
import { startPulledHouse, type PulledHouse } from '../harness/pulled-house.ts';

let place: PulledHouse;
afterEach(() => place.stop());

const audited = async () => {
  await place.house.backend.workers.makeRound('audit');
  return place.house.api.ok<SelfCheckAnswer>('GET', '/v1/self-check');
};

test('a source that nobody polls is found, its worker woken, and all is well once it is polled', async () => {
  place = await startPulledHouse();
  const { house } = place;
  // Somebody set it aside by hand.
  await house.database.database('source_pulls').update({ dueAt: new Date('2037-01-01T00:00:00Z') });
  house.clock.forward(minutes(4));
  expect(await audited()).toMatchObject({ open: [] });
  house.clock.forward(minutes(2));
  expect(await audited()).toMatchObject({ well: false, open: [{ kind: 'pull_overdue', subject: house.sourceId }] });
  expect(await place.source()).toMatchObject({ health: { status: 'missing' } });
  await house.passes(minutes(1));
  expect(await audited()).toMatchObject({ well: true, open: [] });
  expect(await place.source()).toMatchObject({ health: { status: 'active' } });
});

test('one that fails is no finding of the auditor: people are told of it as what it is', async () => {
  place = await startPulledHouse();
  const { house, elasticsearch } = place;
  elasticsearch.revokesKey();
  await house.passes(minutes(10));
  expect(await audited()).toMatchObject({ open: [] });
  expect(await place.source()).toMatchObject({ health: { status: 'degraded' } });
});
