import { expect, test } from '@jest/globals';
import { toAlerts } from 'incident-core';
import { samplesAt } from './samples';

const now = Date.parse('2027-01-05T03:12:00.000Z');
const readings = (id: string) => {
  const body = samplesAt(now).find((sample) => sample.id === id)?.body ?? '';
  return toAlerts({ body: Buffer.from(body), truncated: false, receivedAt: new Date(now), sourceId: 'kibana' });
};

test.each([
  ['active', ['alert'], { status: 'active', service: 'checkout', environment: 'production' }],
  ['critical', ['alert'], { status: 'active', severity: 'critical' }],
  ['recovered', ['alert'], { status: 'recovered', service: 'checkout' }],
  ['two', ['alert', 'alert'], { status: 'active', service: 'checkout' }],
  ['unreadable', ['unreadable'], undefined],
])('the sample %s is read as what it says', (id, kinds, first) => {
  const all = readings(id);
  expect(all.map(({ kind }) => kind)).toEqual(kinds);
  if (first) expect(all[0]).toMatchObject({ alert: first });
});

test('a recovery is of the alert that the sample before it was of', () => {
  const [[active], [recovered]] = [readings('active'), readings('recovered')];
  if (active?.kind !== 'alert' || recovered?.kind !== 'alert') throw new Error('a sample was not read');
  expect(recovered.alert.dedupKey).toBe(active.alert.dedupKey);
});
