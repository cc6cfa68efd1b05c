import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { testDatabase, type TestDatabase } from '../../../test/harness/database.ts';
import { ManualClock } from '../../../test/harness/manual-clock.ts';
import { Random } from '../platform/random.ts';
import { noSharedCache } from '../platform/shared-cache.fixture.ts';
import { auditTrailOn } from './audit-trail.fixture.ts';
import { ApiTokenRepository } from './api-token.repository.ts';
import { ApiTokenService } from './api-token.service.ts';
import { ApiTokens } from './api-tokens.ts';
import { RoleRepository } from './role.repository.ts';

const FIRST = 'the first admin of this house, with 32 characters';

let place: TestDatabase;
beforeAll(async () => {
  place = await testDatabase();
});
beforeEach(async () => {
  for (const table of ['api_tokens', 'users']) await place.database(table).delete();
});
afterAll(() => place.drop());

/** One backend; several may share a clock and the database. */
function backend(clock = new ManualClock()) {
  const repository = new ApiTokenRepository();
  const callers = new ApiTokens(place.database, repository, new RoleRepository(), clock, noSharedCache());
  const service = new ApiTokenService(
    place.database,
    repository,
    callers,
    auditTrailOn(place.database, clock),
    clock,
    new Random(clock),
  );
  const passes = (ms: number) => clock.set(new Date(clock.now().getTime() + ms));
  return { clock, callers, service, passes };
}

const admin = (name: string) => ({ name, scopes: ['admin' as const] });

describe('a caller', () => {
  test('is the token itself, or the responder whom it belongs to', async () => {
    const { service, callers } = backend();
    const [user] = await place
      .database('users')
      .insert({ id: '01a3c9de-5b70-7c3e-9d0b-0a6c1f2e4b11', name: 'Ada', username: 'ada' })
      .returning('id');
    const program = await service.create(admin('deploy'));
    const person = await service.create({ ...admin('phone'), user_id: user.id });
    expect(program.token).toMatch(/^ika_[\w-]{43}$/);
    expect(await callers.authenticate(`Bearer ${program.token}`)).toEqual({
      actor: { type: 'token', id: program.id, name: 'deploy' },
      userId: null,
      teamIds: [],
      grants: [{ role: 'admin', teamId: null }],
      scopes: ['admin'],
    });
    expect(await callers.authenticate(`Bearer ${person.token}`)).toEqual({
      actor: { type: 'user', id: user.id, name: 'Ada' },
      userId: user.id,
      teamIds: [],
      grants: [{ role: 'admin', teamId: null }],
      scopes: ['admin'],
    });
  });

  test('is nobody without a live token, nor with a password', async () => {
    const { service, callers, passes } = backend();
    const { token } = await service.create({ ...admin('short'), expires_at: '2027-01-05T03:00:10Z' });
    expect(await callers.authenticate(undefined)).toBeNull();
    expect(await callers.authenticate('Bearer unknown')).toBeNull();
    expect(await callers.authenticate(`Basic ${Buffer.from(`x:${token}`).toString('base64')}`)).toBeNull();
    expect(await callers.authenticate(`Bearer ${token}`)).not.toBeNull();
    passes(10_000);
    expect(await callers.authenticate(`Bearer ${token}`)).toBeNull();
  });

  test('is refused after revocation: here at once, elsewhere within five seconds', async () => {
    const here = backend();
    const elsewhere = backend(here.clock);
    await here.service.create(admin('stays'));
    const { id, token } = await here.service.create(admin('goes'));
    for (const { callers } of [here, elsewhere]) expect(await callers.authenticate(`Bearer ${token}`)).not.toBeNull();
    await here.service.revoke(id);
    expect(await here.callers.authenticate(`Bearer ${token}`)).toBeNull();
    here.passes(5_000);
    expect(await elsewhere.callers.authenticate(`Bearer ${token}`)).toBeNull();
  });

  test('leaves the time of the last use', async () => {
    const { service, callers, clock } = backend();
    const { id, token } = await service.create(admin('deploy'));
    await callers.authenticate(`Bearer ${token}`);
    expect((await service.get(id)).lastUsedAt).toEqual(clock.now());
  });
});

describe('the last live admin token', () => {
  test('cannot be revoked', async () => {
    const { service } = backend();
    const first = await service.create(admin('first'));
    await expect(service.revoke(first.id)).rejects.toMatchObject({ details: { status: 409 } });
    const second = await service.create(admin('second'));
    await service.revoke(first.id);
    await expect(service.revoke(second.id)).rejects.toMatchObject({ details: { status: 409 } });
    await service.revoke(first.id);
  });

  test('is left over when the last two are revoked at once', async () => {
    const { service } = backend();
    const tokens = [await service.create(admin('one')), await service.create(admin('two'))];
    const results = await Promise.allSettled(tokens.map(({ id }) => service.revoke(id)));
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  });
});

describe('the first admin', () => {
  test('is let in once, however many backends start at once', async () => {
    const { clock } = backend();
    const outcomes = await Promise.all(Array.from({ length: 4 }, () => backend(clock).service.ensureFirstAdmin(FIRST)));
    expect(outcomes.sort()).toEqual(['known', 'known', 'known', 'made']);
    expect(await backend(clock).callers.authenticate(`Bearer ${FIRST}`)).toMatchObject({ scopes: ['admin'] });
    expect((await backend(clock).service.page({ limit: 10 })).items).toHaveLength(1);
  });

  test('is one only, when backends that start at once name different tokens', async () => {
    const { clock } = backend();
    const outcomes = await Promise.all(['a', 'b'].map((name) => backend(clock).service.ensureFirstAdmin(FIRST + name)));
    expect(outcomes.sort()).toEqual(['made', 'others_live']);
  });

  test('is not let in beside other live admins', async () => {
    const { service, callers } = backend();
    await service.create(admin('somebody'));
    expect(await service.ensureFirstAdmin(FIRST)).toBe('others_live');
    expect(await callers.authenticate(`Bearer ${FIRST}`)).toBeNull();
  });

  test('does not come back with a token that was revoked', async () => {
    const { service, callers, passes } = backend();
    await service.ensureFirstAdmin(FIRST);
    await service.create({ ...admin('short'), expires_at: '2027-01-05T03:00:10Z' });
    const [first] = (await service.page({ limit: 1 })).items;
    await service.revoke(first?.id ?? '');
    expect(await service.ensureFirstAdmin(FIRST)).toBe('others_live');
    passes(10_000);
    expect(await service.ensureFirstAdmin(FIRST)).toBe('dead');
    expect(await service.ensureFirstAdmin(`${FIRST}, anew`)).toBe('made');
    expect(await callers.authenticate(`Bearer ${FIRST}`)).toBeNull();
  });
});

test('tokens are listed by name, page by page, without the tokens themselves', async () => {
  const { service } = backend();
  for (const name of ['c', 'A', 'b']) await service.create(admin(name));
  const first = await service.page({ limit: 2 });
  expect(first.items.map(({ name }) => name)).toEqual(['A', 'b']);
  expect(Object.keys(first.items[0] ?? {})).not.toContain('tokenHash');
  const cursor = Buffer.from(JSON.stringify([first.next?.key, first.next?.id])).toString('base64url');
  const second = await service.page({ limit: 2, cursor });
  expect(second).toMatchObject({ items: [{ name: 'c' }], next: null });
});

test('a token for a responder who does not exist is refused', async () => {
  const { service } = backend();
  await expect(
    service.create({ ...admin('x'), user_id: '01a3c9de-5b70-7c3e-9d0b-0a6c1f2e4b11' }),
  ).rejects.toMatchObject({ details: { status: 422, errors: [{ path: '$.user_id' }] } });
  await expect(service.get('01a3c9de-5b70-7c3e-9d0b-0a6c1f2e4b11')).rejects.toMatchObject({ details: { status: 404 } });
});
