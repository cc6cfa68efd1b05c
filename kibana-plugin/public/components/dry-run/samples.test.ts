import { expect, test } from '@jest/globals';
import { samplesAt } from './samples';

const now = Date.parse('2027-01-05T03:12:00.000Z');
const bodyOf = (id: string, at = now) => {
  const body = samplesAt(at).find((sample) => sample.id === id)?.body ?? '';
  return JSON.parse(body) as { readonly rule: object; readonly alert: { readonly id: string; readonly uuid: string } };
};

test('a recovery is of the alert that the sample before it was of', () => {
  const [active, recovered] = [bodyOf('active'), bodyOf('recovered')];
  expect(recovered).toEqual({ ...active, status: 'recovered' });
});

test('each time it is another episode of the same alert', () => {
  const [once, again] = [bodyOf('active'), bodyOf('active', now + 60_000)];
  expect(again.alert.id).toBe(once.alert.id);
  expect(again.alert.uuid).not.toBe(once.alert.uuid);
});
