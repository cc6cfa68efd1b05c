import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { preferencesAnswerSchema } from 'incident-core';
import { Api } from '../harness/api.ts';
import { KIBANA_TOKEN } from '../harness/backend.ts';
import { House } from '../harness/house.ts';
import { list, prefers } from '../harness/preferences.ts';

let house: House;
beforeAll(async () => {
  house = await House.start({ policy: null });
});
afterAll(() => house.stop());

const path = (name: string) => `/v1/users/${house.person(name).id}/preferences`;

const GIVEN = {
  high: list('email 0', 'sms 120', 'voice 300'),
  low: list('email 0'),
  quiet_hours: { from: '22:00', until: '07:00' },
  working_days: null,
  status_updates: true,
};

test('who has said nothing is told as everybody was before', async () => {
  const { id } = await house.api.ok<{ id: string }>('POST', '/v1/users', { name: 'new', username: 'new' });
  const answer = preferencesAnswerSchema.parse(await house.api.ok('GET', `/v1/users/${id}/preferences`));
  expect(answer).toMatchObject({
    is_default: true,
    high: list('slack 0', 'email 0', 'sms 0'),
    low: list('slack 0', 'email 0'),
    quiet_hours: null,
    working_days: null,
    status_updates: false,
    time_zone: 'UTC',
    problems: [{ path: '$', reason: 'unreachable' }],
  });
});

test('who has said nothing is not warned of channels of the defaults that they do not have', async () => {
  const given = { name: 'by mail', username: 'by-mail' };
  const { id } = await house.api.ok<{ id: string }>('POST', '/v1/users', given);
  const method = { channel: 'email', address: 'by-mail@example.com', verified: true };
  await house.api.ok('POST', `/v1/users/${id}/contact-methods`, method);
  expect(await house.api.ok('GET', `/v1/users/${id}/preferences`)).toMatchObject({ is_default: true, problems: [] });
});

test('what can never be reached is said, and is saved all the same', async () => {
  const high = list('sms 60', 'slack 120');
  const answer = preferencesAnswerSchema.parse(await prefers(house, 'ada', { high, low: list('voice 0') }));
  expect(answer).toMatchObject({ is_default: false, high });
  expect(answer.problems).toEqual([
    { path: '$.low[0].channel', reason: 'never_rings', found: 'voice', expected: expect.any(String) },
    { path: '$.high[0].channel', reason: 'no_verified_contact_method', found: 'sms', expected: expect.any(String) },
    { path: '$.high[1].channel', reason: 'no_verified_contact_method', found: 'slack', expected: expect.any(String) },
  ]);
  await house.addContact('ada', 'sms', '+4915112345678');
  const { problems } = preferencesAnswerSchema.parse(await house.api.ok('GET', path('ada')));
  expect(problems.map(({ path: place, found }) => [place, found])).toEqual([
    ['$.low[0].channel', 'voice'],
    ['$.high[1].channel', 'slack'],
    ['$.high', 'sms, slack'],
    ['$.high', '60 seconds'],
  ]);
});

test('a Kibana user who may only look learns who they are, and says how they want to be told, and nobody else', async () => {
  const acting = (method: string, at: string, body?: object) =>
    new Api(house.api.base, KIBANA_TOKEN).call(method, at, body, {
      'x-incidents-act-as': 'grace',
      'x-incidents-act-as-role': 'viewer',
    });
  const { user } = (await acting('GET', '/v1/status')).body as { user: { id: string } };
  expect(user.id).toBe(house.person('grace').id);
  expect(await acting('PUT', path('grace'), GIVEN)).toMatchObject({ status: 200, body: GIVEN });
  expect(await acting('PUT', path('ada'), GIVEN)).toMatchObject({
    status: 403,
    body: { needs: { role: 'manager', teams: 'all', own: 'user' } },
  });
  expect((await acting('GET', path('ada'))).status).toBe(200);
});

test('what is wrong is refused with its place, what was found and what was expected, and changes nothing', async () => {
  await prefers(house, 'linus', GIVEN);
  const wrong = { ...GIVEN, high: list('email 0', 'voice 60', 'sms 90000'), time_zone: 'Europe/Atlantis' };
  expect(await house.api.call('PUT', path('linus'), wrong)).toMatchObject({
    status: 400,
    body: {
      errors: [
        { path: '$.high[2].delay_seconds', found: '90000', expected: expect.stringContaining('86400') },
        { path: '$.time_zone', found: '"Europe/Atlantis"', expected: expect.stringContaining('IANA time zone') },
      ],
    },
  });
  expect(await house.api.call('PUT', path('linus'), { ...GIVEN, high: list('email 0', 'email 60') })).toMatchObject({
    status: 400,
    body: { errors: [{ path: '$.high[1].channel', found: '"email"', expected: 'expected each channel once' }] },
  });
  expect(await house.api.ok('GET', path('linus'))).toMatchObject({ ...GIVEN, time_zone: 'Europe/Berlin' });
});
