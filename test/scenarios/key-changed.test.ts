import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import type { AuditVerification, ReadyAnswer } from 'incident-core';
import { Resealing } from '../../backend/src/platform/resealing.ts';
import { Api } from '../harness/api.ts';
import { ADMIN_TOKEN, SECRETS_KEY as OLD, startBackend, type RunningBackend } from '../harness/backend.ts';
import { eventually } from '../harness/backend-process.ts';
import { FakeWebhook, isSignedWith } from '../harness/fake-webhook.ts';
import { hours } from '../harness/manual-clock.ts';
import { step, type House } from '../harness/house.ts';
import { startPulledHouse, type PulledHouse } from '../harness/pulled-house.ts';

const NEW = randomBytes(32).toString('base64');

let place: PulledHouse;
let house: House;
let pager: FakeWebhook;
let webhook: { readonly id: string; readonly secret: string };
const stopped: RunningBackend[] = [];
/** All backends know both keys before one of them seals with the new one. */
beforeEach(async () => {
  pager = await FakeWebhook.start();
  place = await startPulledHouse({ policy: null, env: { SECRETS_KEY_NEXT: NEW } });
  ({ house } = place);
  webhook = await house.addWebhook(pager.url);
  await house.setPolicy([step(`webhook:${webhook.id}`).waits(hours(1))]);
});
afterEach(async () => {
  for (const backend of stopped.splice(0)) await backend.stop();
  await place.stop();
  await pager.stop();
});

async function backendWith(env: Readonly<Record<string, string>>): Promise<RunningBackend> {
  const { url: databaseUrl } = house.database;
  const { smtpPort } = house.mailbox.server;
  const backend = await startBackend({ databaseUrl, smtpPort, clock: house.clock, role: 'all', env });
  stopped.push(backend);
  return backend;
}
const apiOf = ({ base }: RunningBackend) => new Api(base, ADMIN_TOKEN);
const reseals = ({ app }: RunningBackend) => app.get(Resealing).reseal();
const verify = (backend: RunningBackend) => apiOf(backend).ok<AuditVerification>('GET', '/v1/audit/verify');
const ready = (backend: RunningBackend) => apiOf(backend).ok<ReadyAnswer>('GET', '/readyz');
const sealed = async () => {
  const rows = await house.rows<{ sealed: string }>(
    `select unnest(sealed_secrets) as sealed from webhooks union all select sealed_api_key from source_pulls`,
  );
  return rows.map(({ sealed: text }) => text.split('.').at(-1));
};
/** One alert, and what its webhook was told with a signature that holds. */
async function isTold(name: string, tells: RunningBackend): Promise<boolean> {
  const before = pager.requests.length;
  await house.elastic.fires(name);
  await tells.workers.runUntilQuiet();
  // Another one that works by itself may have been faster.
  await eventually(() => pager.requests.length > before);
  const told = pager.requests.slice(before);
  return told.length === 1 && told.every((request) => isSignedWith(request, webhook.secret, house.clock.now()));
}

test('a key gives way to another without a gap: what is sealed opens at every turn, and nothing needs the old one at the end', async () => {
  const [oldId] = await sealed();
  expect(new Set(await sealed())).toEqual(new Set([oldId]));
  expect(await isTold('before', house.backend)).toBe(true);

  const late = await backendWith({ SECRETS_KEY: NEW, SECRETS_KEY_PREVIOUS: OLD });
  await reseals(late);
  const [newId] = await sealed();
  expect(new Set(await sealed())).toEqual(new Set([newId]));
  expect(newId).not.toBe(oldId);
  expect(await ready(late)).toEqual({ status: 'ready', secrets_under_previous_key: 0 });

  // One that has the old key as its own opens all of it, seals with it, and takes nothing back.
  await reseals(house.backend);
  expect(new Set(await sealed())).toEqual(new Set([newId]));
  expect(await isTold('meanwhile', house.backend)).toBe(true);
  const { id } = await house.addWebhook(pager.url);
  await apiOf(late).ok('POST', '/v1/teams', { name: 'Made by the new one' });
  await house.api.ok('POST', '/v1/teams', { name: 'Made by the old one' });
  expect(new Set(await sealed())).toEqual(new Set([newId, oldId]));
  await apiOf(late).ok('POST', `/v1/webhooks/${id}/rotate-secret`);
  for (const backend of [house.backend, late]) expect(await verify(backend)).toMatchObject({ whole: true });

  await reseals(late);
  expect(await ready(late)).toMatchObject({ secrets_under_previous_key: 0 });
  const last = await backendWith({ SECRETS_KEY: NEW });
  await reseals(last);
  expect(await isTold('after', last)).toBe(true);
  expect(await verify(last)).toMatchObject({ whole: true });
  expect(await place.pull()).toMatchObject({ fault: null });
  await apiOf(last).ok('POST', '/v1/teams', { name: 'Made at last' });
  expect(await verify(last)).toMatchObject({ whole: true });
  // A second change keeps what the first one kept.
  const third = randomBytes(32).toString('base64');
  const next = await backendWith({ SECRETS_KEY: third, SECRETS_KEY_PREVIOUS: NEW });
  await reseals(next);
  expect(await verify(await backendWith({ SECRETS_KEY: third }))).toMatchObject({ whole: true });
});

test('whoever has the old key only changes nothing unseen once it is gone', async () => {
  const late = await backendWith({ SECRETS_KEY: NEW, SECRETS_KEY_PREVIOUS: OLD });
  await reseals(late);
  await apiOf(late).ok('POST', '/v1/teams', { name: 'Made by the new one' });
  const last = await backendWith({ SECRETS_KEY: NEW });
  const before = await verify(last);
  expect(before).toMatchObject({ whole: true });
  // As the old key alone would write it.
  const forger = await backendWith({ SECRETS_KEY: OLD });
  await apiOf(forger).ok('POST', '/v1/teams', { name: 'Forged' });
  expect(await verify(last)).toMatchObject({ whole: false, broken: { number: before.entries + 1, reason: 'edited' } });
});

test('a key that was changed without the one before says so, and does what it still can', async () => {
  const only = await backendWith({ SECRETS_KEY: NEW });
  await reseals(only);
  const figures = String((await apiOf(only).call('GET', '/metrics')).body);
  expect(figures).toMatch(/^incidents_secrets_unreadable\{rows="webhooks"\} 1$/m);
  expect(figures).toMatch(/^incidents_secrets_under_previous_key\{rows="webhooks"\} 0$/m);
  const [id] = await sealed();
  // With the key back all of it is there.
  await only.stop();
  stopped.length = 0;
  await reseals(house.backend);
  expect(new Set(await sealed())).toEqual(new Set([id]));
  expect(await isTold('with the key back', house.backend)).toBe(true);
});
