import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { testDatabase, type TestDatabase } from '../../../test/harness/database.ts';
import { ManualClock } from '../../../test/harness/manual-clock.ts';
import { Random } from '../platform/random.ts';
import { noSharedCache } from '../platform/shared-cache.fixture.ts';
import { auditTrailOn } from './audit-trail.fixture.ts';
import { SourceRepository } from './source.repository.ts';
import { SourceService } from './source.service.ts';
import { SourceTokenRepository } from './source-token.repository.ts';
import { SourceTokens } from './source-tokens.ts';

let place: TestDatabase;
let names = 0;
beforeAll(async () => {
  place = await testDatabase();
});
afterAll(() => place.drop());

/** A source with a token, one backend that keeps it, and another that only asks. */
async function given(expiresAt: string | null = null) {
  const clock = new ManualClock();
  const tokens = new SourceTokenRepository();
  const here = new SourceTokens(place.database, tokens, clock, noSharedCache());
  const elsewhere = new SourceTokens(place.database, tokens, clock, noSharedCache());
  const service = new SourceService(
    place.database,
    new SourceRepository(),
    tokens,
    here,
    auditTrailOn(place.database, clock),
    clock,
    new Random(clock),
  );
  names += 1;
  const source = await service.create({ name: `source ${names}` });
  const made = await service.createToken(source.id, { expires_at: expiresAt });
  const passes = (ms: number) => clock.set(new Date(clock.now().getTime() + ms));
  const shown = async () => (await service.tokenPage(source.id, { limit: 10 })).items.find(({ id }) => id === made.id);
  return { clock, here, elsewhere, service, source, made, passes, shown, bearer: `Bearer ${made.token}` };
}

describe('who posts', () => {
  test('a live token names its source, as Bearer and as password', async () => {
    const { here, source, made, bearer } = await given();
    const live = {
      kind: 'live',
      tokenId: made.id,
      source: { id: source.id, name: source.name, teamId: null, stormRate: 100 },
    };
    expect(made.token).toMatch(/^iks_[\w-]{43}$/);
    expect(await here.authenticate(bearer)).toEqual(live);
    expect(await here.authenticate(`Basic ${Buffer.from(`kibana:${made.token}`).toString('base64')}`)).toEqual(live);
  });

  test('nothing, and what nobody made, name nobody', async () => {
    const { here, made } = await given();
    expect(await here.authenticate(undefined)).toEqual({ kind: 'missing' });
    expect(await here.authenticate('Digest x')).toEqual({ kind: 'missing' });
    expect(await here.authenticate(`Bearer ${made.token}x`)).toEqual({ kind: 'unknown' });
    expect(await here.authenticate(`Bearer ${made.id}`)).toEqual({ kind: 'unknown' });
  });

  test('a revoked token is dead: here at once, elsewhere within five seconds', async () => {
    const { here, elsewhere, service, source, made, bearer, passes } = await given();
    expect((await elsewhere.authenticate(bearer)).kind).toBe('live');
    expect((await here.authenticate(bearer)).kind).toBe('live');
    await service.revokeToken(source.id, made.id);
    expect(await here.authenticate(bearer)).toMatchObject({
      kind: 'dead',
      reason: 'revoked',
      source: { id: source.id },
    });
    passes(5_000);
    expect(await elsewhere.authenticate(bearer)).toMatchObject({ kind: 'dead', reason: 'revoked' });
  });

  test('an expired token is dead from that instant on', async () => {
    const { here, bearer, passes, service, source } = await given('2027-01-05T03:00:02Z');
    expect((await here.authenticate(bearer)).kind).toBe('live');
    passes(1_999);
    expect((await here.authenticate(bearer)).kind).toBe('live');
    passes(1);
    expect(await here.authenticate(bearer)).toMatchObject({ kind: 'dead', reason: 'expired' });
    await expect(service.createToken(source.id, { expires_at: '2027-01-05T03:00:02Z' })).rejects.toMatchObject({
      details: { status: 400, errors: [{ path: '$.expires_at' }] },
    });
  });

  test('posts with a dead token are counted, at most once a second', async () => {
    const { here, service, source, made, bearer, passes, shown } = await given();
    await service.revokeToken(source.id, made.id);
    for (const ms of [0, 400, 599]) {
      passes(ms);
      await here.authenticate(bearer);
    }
    expect((await shown())?.refusedCount).toBe(1);
    passes(1);
    await here.authenticate(bearer);
    expect((await shown())?.refusedCount).toBe(2);
  });

  test('the last use is on record, to the minute', async () => {
    const { here, bearer, passes, shown, clock } = await given();
    const first = clock.now();
    await Promise.all([here.authenticate(bearer), here.authenticate(bearer)]);
    expect((await shown())?.lastUsedAt).toEqual(first);
    passes(59_999);
    await here.authenticate(bearer);
    expect((await shown())?.lastUsedAt).toEqual(first);
    passes(5_001);
    await here.authenticate(bearer);
    expect((await shown())?.lastUsedAt).toEqual(clock.now());
  });

  test('a source that is renamed or given to a team is known so at once', async () => {
    const { here, service, source, bearer } = await given();
    await here.authenticate(bearer);
    const [team] = await place.database('teams').select('id');
    await service.change(source.id, { name: `${source.name}, renamed`, team_id: team.id });
    expect(await here.authenticate(bearer)).toMatchObject({
      source: { name: `${source.name}, renamed`, teamId: team.id },
    });
  });
});

describe('the tokens of a source', () => {
  test('are two at most that live, also when several are made at once', async () => {
    const { service, source } = await given();
    const results = await Promise.allSettled(Array.from({ length: 5 }, () => service.createToken(source.id, {})));
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(results.filter(({ status }) => status === 'rejected')).toHaveLength(4);
    await expect(service.createToken(source.id, {})).rejects.toMatchObject({
      details: { status: 409, type: 'urn:incidents:problem:two-live-tokens' },
    });
  });

  test('that are dead make room', async () => {
    const { service, source, made, passes } = await given();
    await service.createToken(source.id, { expires_at: '2027-01-05T03:00:01Z' });
    passes(1_000);
    const third = await service.createToken(source.id, {});
    await service.revokeToken(source.id, made.id);
    await service.createToken(source.id, {});
    await expect(service.createToken(source.id, {})).rejects.toMatchObject({ details: { status: 409 } });
    expect(third.token).not.toBe(made.token);
  });

  test('are listed page by page, without the tokens', async () => {
    const { service, source, made, passes } = await given();
    passes(10);
    const second = await service.createToken(source.id, {});
    const page = await service.tokenPage(source.id, { limit: 1 });
    expect(page.items.map(({ id }) => id)).toEqual([second.id]);
    expect(JSON.stringify(page)).not.toContain(second.token);
    expect(Object.keys(page.items[0] ?? {})).not.toContain('tokenHash');
    expect((await service.tokenPage(source.id, { limit: 5 })).items.map(({ id }) => id)).toEqual([second.id, made.id]);
  });

  test('are revoked once, by their own source only', async () => {
    const { service, source, made, passes, shown } = await given();
    const other = await given();
    await expect(service.revokeToken(other.source.id, made.id)).rejects.toMatchObject({ details: { status: 404 } });
    await service.revokeToken(source.id, made.id);
    const { revokedAt } = (await shown()) ?? {};
    passes(1_000);
    await service.revokeToken(source.id, made.id);
    expect((await shown())?.revokedAt).toEqual(revokedAt);
  });
});

describe('a source', () => {
  test('goes only without live tokens', async () => {
    const { service, source, made, here, bearer } = await given();
    await expect(service.delete(source.id)).rejects.toMatchObject({ details: { status: 409 } });
    await service.revokeToken(source.id, made.id);
    await service.delete(source.id);
    await expect(service.get(source.id)).rejects.toMatchObject({ details: { status: 404 } });
    expect(await here.authenticate(bearer)).toEqual({ kind: 'unknown' });
  });

  test('either goes or gets a token, when both are asked at once', async () => {
    const { service, source, made } = await given();
    await service.revokeToken(source.id, made.id);
    const [deleted, token] = await Promise.allSettled([service.delete(source.id), service.createToken(source.id, {})]);
    expect(deleted.status === 'fulfilled').not.toBe(token.status === 'fulfilled');
  });

  test('has a name of its own, whatever the case, and a team that exists', async () => {
    const { service, source } = await given();
    await expect(service.create({ name: source.name.toUpperCase() })).rejects.toMatchObject({
      details: { status: 409, errors: [{ path: '$.name' }] },
    });
    await expect(service.create({ name: 'new', team_id: source.id })).rejects.toMatchObject({
      details: { status: 422, errors: [{ path: '$.team_id' }] },
    });
    await expect(service.change(source.id, { team_id: source.id })).rejects.toMatchObject({ details: { status: 422 } });
  });
});
