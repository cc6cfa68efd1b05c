import { afterEach, expect, test } from '@jest/globals';
import { minutes } from '../harness/manual-clock.ts';
import { startPulledHouse, type PulledHouse } from '../harness/pulled-house.ts';

let place: PulledHouse;
afterEach(() => place.stop());

async function opens(writeBack: boolean): Promise<string> {
  place = await startPulledHouse({}, { write_back: writeBack });
  const { house, elasticsearch } = place;
  const posted = house.elastic.active('disk full', { uuid: 'u-1' });
  elasticsearch.shows(posted);
  const { results } = await house.elastic.posts(posted);
  return results[0]?.incident_id ?? '';
}

const updates = () => place.elasticsearch.requests.filter(({ path }) => path.includes('_update_by_query')).length;

test('an acknowledgement, and its end, are written into the alert, once each', async () => {
  const id = await opens(true);
  const { house, elasticsearch } = place;
  await house.passes(minutes(1));
  expect(elasticsearch.workflowStatus('u-1')).toBe('open');
  await house.acknowledge(id, 'ada');
  await house.passes(30);
  expect(elasticsearch.workflowStatus('u-1')).toBe('acknowledged');
  await house.passes(minutes(10));
  expect(updates()).toBe(1);
  await house.change(id, 'release', 'ada');
  await house.passes(30);
  expect(elasticsearch.workflowStatus('u-1')).toBe('open');
  await house.passes(minutes(10));
  expect(updates()).toBe(2);
});

test('a conflict with a run of the rule is tried again with the next poll', async () => {
  const id = await opens(true);
  const { house, elasticsearch } = place;
  elasticsearch.conflictsWith(1);
  await house.acknowledge(id, 'ada');
  await house.passes(30);
  expect(elasticsearch.workflowStatus('u-1')).toBe('open');
  await house.passes(30);
  expect(elasticsearch.workflowStatus('u-1')).toBe('acknowledged');
});

test('a key that may not write degrades the source, and alerts are pulled all the same', async () => {
  const id = await opens(true);
  const { house, elasticsearch } = place;
  elasticsearch.forbidsWriting();
  await house.acknowledge(id, 'ada');
  await house.passes(30);
  expect(await place.source()).toMatchObject({
    health: { status: 'degraded', reason: expect.stringMatching(/writing acknowledgements back/) },
  });
  elasticsearch.shows(house.elastic.recovery('disk full'));
  await house.passes(30);
  expect(await house.incident(id)).toMatchObject({ status: 'resolved' });
});

test('nothing is written unless the source allows it', async () => {
  const id = await opens(false);
  const { house, elasticsearch } = place;
  await house.acknowledge(id, 'ada');
  await house.passes(minutes(5));
  expect(elasticsearch.workflowStatus('u-1')).toBe('open');
  expect(updates()).toBe(0);
});
