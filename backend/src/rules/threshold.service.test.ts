import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { newThresholdSchema, type ThresholdOverrides } from 'incident-core';
import { testDatabase, type TestDatabase } from '../../../test/harness/database.ts';
import { ManualClock } from '../../../test/harness/manual-clock.ts';
import { auditTrailOn } from '../access/audit-trail.fixture.ts';
import type { AuditTrail } from '../access/audit-trail.ts';
import { writeCursor } from '../access/cursor.ts';
import { Random } from '../platform/random.ts';
import { SYSTEM, type Actor } from '../timeline/timeline.ts';
import { ThresholdRepository } from './threshold.repository.ts';
import { ThresholdService } from './threshold.service.ts';

const NOBODY = '01a3c9de-5b70-7c3e-9d0b-0a6c1f2e4b11';
const ADA: Actor = { type: 'user', id: NOBODY, name: 'Ada' };
const FILE = { managedBy: 'file', file: 'config/thresholds.json', fileHash: 'a'.repeat(64) } as const;
const slow = (threshold_ms: number): ThresholdOverrides => ({ latency: { threshold_ms } });

let place: TestDatabase;
let trail: AuditTrail;
let thresholds: ThresholdService;
beforeAll(async () => {
  place = await testDatabase();
});
beforeEach(async () => {
  await place.database('thresholds').delete();
  await place.database('audit_entries').delete();
  await place.database('audit_head').update({ number: 0, seal: '' });
  const clock = new ManualClock();
  trail = auditTrailOn(place.database, clock);
  thresholds = new ThresholdService(place.database, new ThresholdRepository(), trail, clock, new Random(clock));
});
afterAll(() => place.drop());

const make = (given: object, actor: Actor = SYSTEM) => thresholds.create(newThresholdSchema.parse(given), actor);
const giveToFile = (id: string) => place.database('thresholds').where({ id }).update(FILE);

test('layers are listed in the order in which they are laid over each other, whatever the order they were made in', async () => {
  const scopes = [
    { service: 'search', environment: 'staging' },
    { environment: 'staging' },
    { service: 'payment*' },
    { service: 'checkout' },
    {},
    { service: 'pay*' },
  ];
  for (const scope of scopes) await make({ ...scope, overrides: {} });
  const first = await thresholds.page({ limit: 4 });
  const second = await thresholds.page({ limit: 4, cursor: writeCursor(first.next) ?? '' });
  const all = [...first.items, ...second.items];
  expect(all.map(({ service, environment }) => [service, environment])).toEqual([
    [null, null],
    ['pay*', null],
    ['payment*', null],
    ['checkout', null],
    [null, 'staging'],
    ['search', 'staging'],
  ]);
  expect(all.map(({ position }) => position)).toEqual([1, 2, 3, 4, 5, 6]);
  expect(second.next).toBeNull();
});

test('a service in an environment has one layer, however its name is written, also when many are made at once', async () => {
  const made = await Promise.allSettled(
    ['Checkout', 'checkout', 'CHECKOUT'].map((service) => make({ service, environment: 'production', overrides: {} })),
  );
  expect(made.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected', 'rejected']);
  await expect(make({ service: 'checkouT', environment: 'Production', overrides: {} })).rejects.toMatchObject({
    details: { status: 409, type: 'urn:incidents:problem:threshold-exists' },
  });
  // Neither is the same scope, though the names read alike one after the other.
  await make({ service: 'checkout', overrides: {} });
  await make({ environment: 'checkout', overrides: {} });
});

test('what holds says where it is from and what it overrode', async () => {
  const { id } = await make({ overrides: { latency: { threshold_ms: 1000, severity: 'critical' } } });
  await giveToFile(id);
  await make({ service: 'pay*', overrides: slow(900) });
  const { latency } = await thresholds.final('PAYMENTS', 'staging');
  expect(latency.threshold_ms).toMatchObject({
    value: 900,
    origin: { layer: 'service_pattern', service: 'pay*', managedBy: 'ui', file: null },
    overrode: [
      { value: 1000, origin: { layer: 'global', managedBy: 'file', file: FILE.file } },
      { value: 1500, origin: { layer: 'built_in' } },
    ],
  });
  expect(latency.severity).toMatchObject({ value: 'critical', origin: { layer: 'global' } });
  expect((await thresholds.final('search', null)).latency.threshold_ms.value).toBe(1000);
});

describe('a layer that a file looks after', () => {
  test('is neither replaced nor deleted by hand, and the file is named', async () => {
    const { id } = await make({ service: 'checkout', overrides: slow(800) });
    await giveToFile(id);
    const refused = {
      details: { status: 409, title: expect.stringContaining(FILE.file), file: FILE.file },
    };
    await expect(thresholds.replace(id, { overrides: slow(1) }, ADA)).rejects.toMatchObject(refused);
    await expect(thresholds.delete(id, ADA)).rejects.toMatchObject(refused);
    await expect(make({ service: 'checkout', overrides: {} })).rejects.toMatchObject(refused);
    expect(await thresholds.get(id)).toMatchObject({ overrides: slow(800), ...FILE });
  });
});

test('what is not there is neither shown nor changed', async () => {
  const gone = { details: { status: 404 } };
  await expect(thresholds.get(NOBODY)).rejects.toMatchObject(gone);
  await expect(thresholds.replace(NOBODY, { overrides: {} }, ADA)).rejects.toMatchObject(gone);
  await expect(thresholds.delete(NOBODY, ADA)).rejects.toMatchObject(gone);
});

test('each change stands in the audit trail, with who made it, before and after', async () => {
  const { id } = await make({ service: 'checkout', environment: 'staging', overrides: slow(800) }, ADA);
  await thresholds.replace(id, { overrides: slow(700) }, ADA);
  await thresholds.delete(id, ADA);
  const scope = { service: 'checkout', environment: 'staging' };
  const { items } = await trail.page({ limit: 10, cursor: undefined });
  expect(items.map(({ action, before, after }) => ({ action, before, after }))).toEqual([
    { action: 'threshold.deleted', before: { ...scope, overrides: slow(700) }, after: null },
    {
      action: 'threshold.replaced',
      before: { ...scope, overrides: slow(800) },
      after: { ...scope, overrides: slow(700) },
    },
    { action: 'threshold.created', before: null, after: { ...scope, overrides: slow(800) } },
  ]);
  expect(items[0]).toMatchObject({
    actor: { type: 'user', name: 'Ada' },
    subject: { type: 'threshold', id, name: 'checkout in staging' },
  });
  expect(await thresholds.page({ limit: 10 })).toEqual({ items: [], next: null });
});
