import { expect, test } from '@jest/globals';
import { draftOf, fieldName, isWhole, newLayer, ofType, toGiven } from './draft';
import { ada, schedule } from './schedule.fixture';

test('a schedule that is opened and saved is as it was', () => {
  const { id: _id, created_at: _at, ready: _ready, problems: _problems, ...given } = schedule();
  expect(toGiven(draftOf(schedule(), '', 0))).toEqual(given);
});

test('a new one has a layer of weeks, and is not whole without a name and somebody in it', () => {
  const draft = draftOf(undefined, 'team', Date.parse('2027-01-05T12:00:00Z'));
  expect(draft.layers).toMatchObject([
    { name: 'Layer 1', rotation: { type: 'weekly', every: 1, starts_on: '2027-01-05' } },
  ]);
  expect(isWhole(draft)).toBe(false);
  const layers = draft.layers.map((layer) => ({ ...layer, participant_ids: [ada] }));
  expect(isWhole({ ...draft, name: ' ', layers })).toBe(false);
  expect(isWhole({ ...draft, name: 'Nights', layers })).toBe(true);
});

test('another kind of turns keeps when they begin', () => {
  const anchor = { starts_on: '2027-01-04', handoff_time: '08:00' };
  const custom = ofType({ type: 'weekly', every: 2, ...anchor }, 'custom');
  expect(custom).toEqual({ type: 'custom', shifts: [{ every: 12, unit: 'hour' }], ...anchor });
  expect(ofType(custom, 'daily')).toEqual({ type: 'daily', every: 1, ...anchor });
});

test('a refused field is called as the form calls it', () => {
  const draft = { ...draftOf(schedule(), '', 0), layers: [newLayer(1, 'UTC', 0), newLayer(2, 'UTC', 0)] };
  expect(fieldName('$.layers[1].rotation.starts_on', draft)).toBe('Layer 2, starts on');
  expect(fieldName('$.name', draft)).toBe('name');
});
