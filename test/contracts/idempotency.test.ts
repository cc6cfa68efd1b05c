import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { House } from '../harness/house.ts';
import { hours, minutes } from '../harness/manual-clock.ts';
import { HandOpenedIncidents } from '../../backend/src/incident/hand-opened-incidents.ts';
import { IncidentReader } from '../../backend/src/incident/incident-reader.ts';
import { DATABASE, type Database } from '../../backend/src/platform/database.ts';
import { conflict } from '../../backend/src/platform/problem.ts';
import { Pruning } from '../../backend/src/platform/pruning.ts';

let house: House;
beforeEach(async () => {
  house = await House.start({ policy: null });
});
afterEach(() => house.stop());

const opens = (key: string, title: string, person = 'ada') =>
  house.as(person).call('POST', '/v1/incidents', { title }, { 'idempotency-key': key });
const count = () => house.count('incidents');

test('the same call again is given the first answer, and nothing is done twice', async () => {
  const first = await opens('a', 'customers cannot pay');
  const again = await opens('a', 'customers cannot pay');
  expect([first.status, again.status]).toEqual([201, 201]);
  expect(again.body).toEqual(first.body);
  expect(again.headers.get('idempotency-replayed')).toBe('true');
  expect(first.headers.get('idempotency-replayed')).toBeNull();
  expect(await count()).toBe(1);
  // It is the same while the key is, also at another backend.
  const other = house.as('ada').at((await house.another()).base);
  const headers = { 'idempotency-key': 'a' };
  const elsewhere = await other.call('POST', '/v1/incidents', { title: 'customers cannot pay' }, headers);
  expect(elsewhere.body).toEqual(first.body);
  expect(await count()).toBe(1);
});

test('the key of another call is refused; that of another caller is another key', async () => {
  await opens('a', 'customers cannot pay');
  expect(await opens('a', 'something else')).toMatchObject({
    status: 422,
    body: { type: 'urn:incidents:problem:idempotency-key-reused' },
  });
  expect((await opens('a', 'customers cannot pay', 'grace')).headers.get('idempotency-replayed')).toBeNull();
  expect(await count()).toBe(2);
  for (const key of ['two words', 'x'.repeat(201)]) {
    expect(await opens(key, 'x')).toMatchObject({
      status: 400,
      body: { errors: [{ path: '$.headers.idempotency-key' }] },
    });
  }
});

test('of many at once one is done; the others are told that it is under way, or what it came to', async () => {
  const second = await house.another();
  const headers = { 'idempotency-key': 'race' };
  const [here, there] = [house.as('ada'), house.as('ada').at(second.base)];
  const calls = Array.from({ length: 10 }, (_, index) =>
    (index % 2 === 0 ? here : there).call('POST', '/v1/incidents', { title: 'customers cannot pay' }, headers),
  );
  const statuses = (await Promise.all(calls)).map(({ status }) => status);
  expect(statuses.filter((status) => status !== 409)).toContain(201);
  expect(statuses.every((status) => status === 201 || status === 409)).toBe(true);
  expect(await count()).toBe(1);
});

test('what was refused is tried anew, and a call that never ended is made again after a minute', async () => {
  expect((await opens('a', '')).status).toBe(400);
  expect((await opens('a', 'customers cannot pay')).status).toBe(201);
  await house.rows(`update idempotency_keys set status = null, sealed_answer = null`);
  expect(await opens('a', 'customers cannot pay')).toMatchObject({
    status: 409,
    body: { type: 'urn:incidents:problem:idempotency-in-progress' },
  });
  await house.passes(minutes(2));
  expect((await opens('a', 'customers cannot pay')).status).toBe(201);
});

test('what took effect is not made again, also where its answer was lost', async () => {
  const reader = house.backend.app.get(IncidentReader, { strict: false });
  const before = await count();
  const away = () => Promise.reject(Object.assign(new Error('terminating connection'), { code: '57P01' }));
  const lost = jest.spyOn(reader, 'detail').mockImplementationOnce(away);
  expect((await opens('lost', 'nobody can pay')).status).toBe(503);
  lost.mockRestore();
  expect(await opens('lost', 'nobody can pay')).toMatchObject({
    status: 409,
    body: { type: 'urn:incidents:problem:idempotency-answer-lost' },
  });
  expect(await count()).toBe(before + 1);
});

test('what failed before it changed anything is tried anew', async () => {
  const incidents = house.backend.app.get(HandOpenedIncidents, { strict: false });
  const away = () => Promise.reject(Object.assign(new Error('terminating connection'), { code: '57P01' }));
  const failing = jest.spyOn(incidents, 'open').mockImplementationOnce(away);
  expect((await opens('anew', 'nobody can log in')).status).toBe(503);
  failing.mockRestore();
  expect((await opens('anew', 'nobody can log in')).status).toBe(201);
});

test('what was refused is tried anew also where something was committed on the way there', async () => {
  const incidents = house.backend.app.get(HandOpenedIncidents, { strict: false });
  const refusing = jest.spyOn(incidents, 'open').mockImplementationOnce(async () => {
    await house.backend.app.get<Database>(DATABASE).transaction((transaction) => transaction.raw('select 1'));
    throw conflict('name-taken', 'Taken');
  });
  expect((await opens('refused', 'nobody can search')).status).toBe(409);
  refusing.mockRestore();
  expect((await opens('refused', 'nobody can search')).status).toBe(201);
});

test('a secret that is shown once is shown again to the same call, and lies sealed meanwhile; after a day all is forgotten', async () => {
  const make = () => house.api.call('POST', `/v1/sources/${house.sourceId}/tokens`, {}, { 'idempotency-key': 'token' });
  const first = (await make()).body as { token: string };
  expect((await make()).body).toEqual(first);
  const [row] = await house.rows<{ sealed_answer: string }>('select sealed_answer from idempotency_keys');
  expect(JSON.stringify(row)).not.toContain(first.token);
  await house.passes(hours(25));
  expect(await house.backend.app.get(Pruning).prune()).toMatchObject({ idempotency_keys: 1 });
  expect(await house.count('idempotency_keys')).toBe(0);
});
