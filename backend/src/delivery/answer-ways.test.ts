import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { testDatabase, type TestDatabase } from '../../../test/harness/database.ts';
import { hours, ManualClock } from '../../../test/harness/manual-clock.ts';
import { addDelivery, addIncident, addUser } from '../../../test/harness/rows.ts';
import { readConfig } from '../platform/config.ts';
import { Random } from '../platform/random.ts';
import { SecretBox } from '../platform/secret-box.ts';
import { AnswerWaysRepository } from './answer-ways.repository.ts';
import { AnswerWays } from './answer-ways.ts';

const PUBLIC_URL = 'https://incidents.example.org';

let place: TestDatabase;
let clock: ManualClock;
let ways: AnswerWays;
let userId: string;
let incidentId: string;
beforeAll(async () => {
  place = await testDatabase();
  clock = new ManualClock();
  ways = open({ PUBLIC_URL });
  userId = await addUser(place.database, 'ada');
  incidentId = (await addIncident(place.database)).id;
});
afterAll(() => place.drop());

function open(env: Readonly<Record<string, string>>): AnswerWays {
  const SECRETS_KEY = Buffer.alloc(32, 7).toString('base64');
  const config = readConfig({ NODE_ENV: 'test', DATABASE_URL: place.url, SECRETS_KEY, ...env });
  const box = new SecretBox(config);
  return new AnswerWays(new AnswerWaysRepository(), box, clock, new Random(clock), config, place.database);
}

const linkFor = async (id: string, of = ways) => (await of.linksFor([{ id, userId, incidentId }])).get(id) ?? null;
const tokenIn = (link: string | null) => link?.slice(`${PUBLIC_URL}/ack/`.length) ?? '';

describe('a link', () => {
  test('is the same at each attempt, another for another delivery, and holds 32 bytes that nobody can guess', async () => {
    const link = await linkFor('delivery-1');
    expect(await linkFor('delivery-1')).toBe(link);
    expect(await linkFor('delivery-2')).not.toBe(link);
    expect(Buffer.from(tokenIn(link), 'base64url')).toHaveLength(32);
    const elsewhere = open({ PUBLIC_URL, SECRETS_KEY: Buffer.alloc(32, 8).toString('base64') });
    expect(await linkFor('delivery-1', elsewhere)).not.toBe(link);
  });

  test('leads to whom it was sent, of what, and remembers what was done with it', async () => {
    const token = tokenIn(await linkFor('delivery-3'));
    expect(await ways.findLink(token)).toMatchObject({ userId, incidentId, acted: [] });
    const marks = await Promise.all([ways.markActed(token, 'acknowledge'), ways.markActed(token, 'acknowledge')]);
    expect(marks.sort()).toEqual([false, true]);
    expect((await ways.findLink(token))?.acted).toEqual(['acknowledge']);
    expect(await ways.findLink(`${token}x`)).toBeNull();
  });

  test('is none where nobody outside can reach us', async () => {
    const closed = open({});
    expect(await linkFor('delivery-1', closed)).toBeNull();
    expect(await closed.codeFor({ userId, incidentId })).toBeNull();
  });
});

describe('a code', () => {
  test('is one for a person and an incident, and found only among the people who are asked for', async () => {
    const code = (await ways.codeFor({ userId, incidentId })) ?? '';
    expect(code).toMatch(/^[1-9]\d{3}$/);
    expect(await ways.codeFor({ userId, incidentId })).toBe(code);
    expect(await ways.findCode([userId], [code])).toEqual({ userId, incidentId });
    expect(await ways.findCode([await addUser(place.database, 'grace')], [code])).toBeNull();
    expect(await ways.findCode([], [code])).toBeNull();
  });

  test('of many incidents at once are all different', async () => {
    const incidents = await Promise.all(Array.from({ length: 30 }, () => addIncident(place.database)));
    const codes = await Promise.all(incidents.map(({ id }) => ways.codeFor({ userId, incidentId: id })));
    expect(new Set(codes).size).toBe(30);
  });

  test('ends after a day, and can then stand for another incident', async () => {
    const code = (await ways.codeFor({ userId, incidentId })) ?? '';
    clock.forward(hours(24));
    expect(await ways.findCode([userId], [code])).toBeNull();
    const other = (await addIncident(place.database)).id;
    const repository = new AnswerWaysRepository();
    const later = new Date(clock.now().getTime() + 1_000);
    expect(await repository.takeCode(place.database, { userId, incidentId: other }, code, clock.now(), later)).toBe(
      true,
    );
    expect(await repository.takeCode(place.database, { userId, incidentId }, code, clock.now(), later)).toBe(false);
  });
});

test('a callback is remembered for two days', async () => {
  expect(await ways.hasSeen('twilio:1')).toBe(false);
  await ways.remember('twilio:1');
  await ways.remember('twilio:1');
  clock.forward(hours(47));
  await ways.remember('twilio:2');
  expect(await ways.hasSeen('twilio:1')).toBe(true);
  clock.forward(hours(2));
  await ways.remember('twilio:3');
  expect(await ways.hasSeen('twilio:1')).toBe(false);
});

test('an SMS is told from the others of its incident: those that are there, and those of which nobody knows', async () => {
  const { database } = place;
  const add = (delivery: Readonly<Record<string, unknown>>) =>
    addDelivery(
      database,
      { id: incidentId },
      {
        delivery: { channel: 'sms', ...delivery },
        notification: { channel: 'sms', recipientId: userId },
      },
    );
  const mine = await add({ status: 'sending', attempts: 2 });
  await add({ status: 'sent', attempts: 1, providerId: 'SM1' });
  await add({ status: 'pending', attempts: 1 });
  await add({ status: 'sending', attempts: 1 });
  await add({ status: 'sending', attempts: 2, mergedInto: mine });
  await add({ status: 'pending', attempts: 0 });
  await add({ status: 'failed', attempts: 9 });
  expect(await ways.smsTo('+4915112345678', { userId, incidentId }, mine)).toMatchObject({ known: ['SM1'], rivals: 2 });
});
