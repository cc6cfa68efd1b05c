import { expect, test } from '@jest/globals';
import { simulation, ada } from './simulation.fixture';
import { toPicture } from './picture';

test('passages stand beside each other, and last until the next one or the end', () => {
  const { bands } = toPicture(simulation());
  expect(bands.map(({ from, until }) => (until - from) / 60_000)).toEqual([10, 15]);
  expect((bands[1]?.weight ?? 0) > (bands[0]?.weight ?? 0)).toBe(true);
});

test('each recipient has one row with all that they get, where it falls', () => {
  const { rows } = toPicture(simulation());
  expect(rows.map(({ recipient, marks }) => [recipient.name, marks.length])).toEqual([
    ['Ada', 2],
    ['Grace', 1],
  ]);
  const [mail, sms] = rows.find(({ recipient }) => recipient.id === ada)?.marks ?? [];
  expect(mail).toMatchObject({ band: 0, offset: 0, delay: 0 });
  // Twelve minutes after the first step: the second one's time.
  expect(sms).toMatchObject({ band: 1, delay: 12 * 60_000 });
  expect(sms?.offset).toBeCloseTo(2 / 15);
});

test('what is held is drawn where its hold ends', () => {
  const [grace] = toPicture(simulation()).rows.slice(-1);
  expect(grace?.marks[0]?.at).toBe(Date.parse('2027-01-05T03:20:00.000Z'));
});

test('nothing told is an empty picture', () =>
  expect(toPicture({ passages: [], ends: null })).toEqual({ bands: [], rows: [] }));
