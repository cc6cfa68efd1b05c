import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { auditEntrySchema } from 'incident-core';
import { testDatabase, type TestDatabase } from '../../../test/harness/database.ts';
import { ManualClock } from '../../../test/harness/manual-clock.ts';
import { SYSTEM, type Actor } from '../timeline/timeline.ts';
import { auditTrailOn, auditSealsOf } from './audit-trail.fixture.ts';
import type { AuditTrail } from './audit-trail.ts';

const ADA: Actor = {
  type: 'user',
  id: '01a3c9de-5b70-7c3e-9d0b-0a6c1f2e4b11',
  name: 'Ada',
  via: { id: '01a3c9de-5b70-7c3e-9d0b-0a6c1f2e4b12', name: 'kibana' },
};

let place: TestDatabase;
let trail: AuditTrail;
beforeAll(async () => {
  place = await testDatabase();
});
beforeEach(async () => {
  await place.database('audit_entries').delete();
  await place.database('audit_head').delete();
  await place.database('audit_anchor').delete();
  await place.database('audit_head').insert({ number: 0, seal: '' });
  trail = trailWith(1);
});
afterAll(() => place.drop());

function trailWith(key: number): AuditTrail {
  return auditTrailOn(place.database, new ManualClock(), key);
}

const write = (name: string, actor: Actor = ADA) =>
  place.database.transaction((transaction) =>
    trail.append(transaction, actor, {
      action: 'team.renamed',
      subject: { type: 'team', id: name, name },
      before: { name: `${name} before` },
      after: { name, "it's": ['"quoted"', 1.5, null] },
    }),
  );
const writeThree = async () => {
  for (const name of ['a', 'b', 'c']) await write(name);
};
/** As `write` would one by one, twenty of them of a megabyte. */
async function writeMany(): Promise<number> {
  const [seals, at, count] = [auditSealsOf(1), new Date('2027-01-05T03:00:00.000Z'), 100_000];
  let before = '';
  for (let first = 1; first <= count; first += 1_000) {
    const rows = Array.from({ length: 1_000 }, (_, index) => {
      const number = first + index;
      const after = number > 500 && number <= 520 ? 'x'.repeat(1_000_000) : number;
      const subject = { type: 'team', id: null, name: null };
      const actor = { type: 'system', id: null, name: null, via: null };
      const content = JSON.stringify({ at, action: 'x', subject, actor, before: null, after });
      const seal = seals.ofEntry(number, content, before);
      before = seal;
      return { number, at, action: 'x', subjectType: 'team', subjectId: null, actorId: null, content, seal };
    });
    await place.database('audit_entries').insert(rows);
  }
  const seal = seals.ofHead(count, before);
  await place.database('audit_head').update({ number: count, seal });
  return count;
}
const sql = (text: string) => place.database.raw(text);
const list = (over: object = {}) => trail.page({ limit: 100, cursor: undefined, ...over });

test('who changed what is listed, the latest first, page by page', async () => {
  await writeThree();
  await write('d', SYSTEM);
  const { items, next_cursor } = await list();
  expect(items.map(({ number }) => number)).toEqual([4, 3, 2, 1]);
  expect(next_cursor).toBeNull();
  expect(items[0]?.actor).toEqual({ type: 'system', id: null, name: null, via: null });
  expect(auditEntrySchema.parse(items[3])).toEqual({
    number: 1,
    at: '2027-01-05T03:00:00.000Z',
    action: 'team.renamed',
    subject: { type: 'team', id: 'a', name: 'a' },
    actor: { type: 'user', id: ADA.id, name: 'Ada', via: 'kibana' },
    before: { name: 'a before' },
    after: { name: 'a', "it's": ['"quoted"', 1.5, null] },
  });
  const first = await list({ limit: 3 });
  const second = await list({ limit: 3, cursor: first.next_cursor });
  expect([...first.items, ...second.items].map(({ number }) => number)).toEqual([4, 3, 2, 1]);
  expect((await list({ subject_type: 'team', subject_id: 'b' })).items.map(({ number }) => number)).toEqual([2]);
  expect((await list({ actor_id: ADA.id })).items).toHaveLength(3);
  await expect(list({ cursor: '0 or 1=1' })).rejects.toMatchObject({ status: 400 });
});

test('what is rolled back is not in it, and leaves no gap', async () => {
  await write('a');
  const failing = place.database.transaction(async (transaction) => {
    await trail.append(transaction, ADA, {
      action: 'x',
      subject: { type: 'x', id: null, name: null },
      before: null,
      after: null,
    });
    throw new Error('not after all');
  });
  await expect(failing).rejects.toThrow('not after all');
  await write('b');
  expect(await trail.verify()).toEqual({ whole: true, entries: 2, pruned: 0, broken: null });
});

test('many at once are written one after another', async () => {
  await Promise.all(Array.from({ length: 20 }, (_, at) => write(`team ${at}`)));
  expect(await trail.verify()).toEqual({ whole: true, entries: 20, pruned: 0, broken: null });
});

describe('what was changed by hand shows', () => {
  test('nothing was: it is whole, also when it is empty', async () => {
    expect(await trail.verify()).toEqual({ whole: true, entries: 0, pruned: 0, broken: null });
    await writeThree();
    expect(await trail.verify()).toEqual({ whole: true, entries: 3, pruned: 0, broken: null });
  });

  test.each([
    [
      'the text of an entry',
      `update audit_entries set content = replace(content, 'b before', 'c before') where number = 2`,
      2,
      'edited',
    ],
    ['who it was, in a column', `update audit_entries set actor_id = null where number = 2`, 2, 'edited'],
    ['when it was', `update audit_entries set at = at + interval '1 ms' where number = 3`, 3, 'edited'],
    ['a seal', `update audit_entries set seal = 'x' where number = 1`, 1, 'edited'],
    ['an entry taken out', `delete from audit_entries where number = 2`, 2, 'missing'],
    ['the beginning taken out', `delete from audit_entries where number = 1`, 1, 'missing'],
    ['the end taken out', `delete from audit_entries where number = 3`, 3, 'missing'],
    ['everything taken out', `delete from audit_entries`, 1, 'missing'],
    [
      'everything taken out, and the head made new',
      `delete from audit_entries; update audit_head set number = 3, seal = ''`,
      1,
      'missing',
    ],
    [
      'an entry put between others, which make room for it',
      `update audit_entries set number = -number where number >= 2;
       update audit_entries set number = 1 - number where number < 0;
       insert into audit_entries (number, at, action, subject_type, subject_id, actor_id, content, seal)
         select 2, at, action, subject_type, subject_id, actor_id, content, seal from audit_entries where number = 1`,
      2,
      'edited',
    ],
    [
      'an entry put behind the last, with the seal of the last',
      `insert into audit_entries (number, at, action, subject_type, subject_id, actor_id, content, seal)
         select 4, at, action, subject_type, subject_id, actor_id, content, seal from audit_entries where number = 3`,
      4,
      'edited',
    ],
    [
      'an entry put behind the last, and the head after it',
      `insert into audit_entries (number, at, action, subject_type, subject_id, actor_id, content, seal)
         select 4, at, action, subject_type, subject_id, actor_id, content, seal from audit_entries where number = 3;
       update audit_head set number = 4`,
      4,
      'edited',
    ],
    ['the head lost', `delete from audit_head`, 4, 'missing'],
  ])('%s', async (_, statement, number, reason) => {
    await writeThree();
    await sql(statement);
    expect(await trail.verify()).toMatchObject({ whole: false, broken: { number, reason } });
  });

  test('a hundred thousand entries are read in pieces, small ones where they are large, and one edit in them shows', async () => {
    const count = await writeMany();
    const pieces: { readonly entries: number; readonly bytes: number }[] = [];
    const look = (answer?: { readonly rows?: readonly { readonly content?: string }[] }) => {
      const { rows = [] } = answer ?? {};
      const bytes = rows.reduce((sum, { content = '' }) => sum + content.length, 0);
      if (bytes > 0) pieces.push({ entries: rows.length, bytes });
    };
    place.database.on('query-response', look);
    try {
      expect(await trail.verify()).toMatchObject({ whole: true, entries: count, broken: null });
    } finally {
      place.database.removeListener('query-response', look);
    }
    expect(Math.max(...pieces.map(({ entries }) => entries))).toBe(1_000);
    expect(Math.max(...pieces.map(({ bytes }) => bytes))).toBeLessThan(5_500_000);
    await sql(`update audit_entries set content = replace(content, '"after":50000', '"after":1') where number = 50000`);
    expect(await trail.verify()).toMatchObject({ whole: false, broken: { number: 50_000, reason: 'edited' } });
  }, 120_000);

  test('an entry put in the place of another, with its seal', async () => {
    await writeThree();
    await sql(
      `update audit_entries e set (at, action, subject_type, subject_id, actor_id, content, seal) =
         (select at, action, subject_type, subject_id, actor_id, content, seal from audit_entries where number = 1)
        where number = 2`,
    );
    expect(await trail.verify()).toMatchObject({ broken: { number: 2, reason: 'edited' } });
  });

  test('an entry written by whoever has not the key', async () => {
    await writeThree();
    trail = trailWith(2);
    await write('forged');
    trail = trailWith(1);
    expect(await trail.verify()).toMatchObject({ whole: false, broken: { number: 4, reason: 'edited' } });
  });
});

describe('what is older than it is kept', () => {
  const prune = (before: Date, limit = 100) =>
    place.database.transaction((transaction) => trail.prune(transaction, before, limit));
  const after = new Date('2027-01-05T03:00:00.001Z');

  test('is thrown away, and the rest is still whole, and goes on; the last one stays', async () => {
    await writeThree();
    expect(await prune(new Date('2027-01-05T03:00:00.000Z'))).toBe(0);
    expect(await prune(after, 1)).toBe(1);
    expect(await trail.verify()).toEqual({ whole: true, entries: 2, pruned: 1, broken: null });
    expect(await prune(after)).toBe(1);
    expect(await prune(after)).toBe(0);
    expect(await trail.verify()).toEqual({ whole: true, entries: 1, pruned: 2, broken: null });
    await write('d');
    expect((await list()).items.map(({ number }) => number)).toEqual([4, 3]);
    expect(await trail.verify()).toEqual({ whole: true, entries: 2, pruned: 2, broken: null });
  });

  test('is kept when it was changed, for it shows that', async () => {
    await writeThree();
    await sql(`update audit_entries set content = replace(content, 'a before', 'c before') where number = 1`);
    await expect(prune(after)).rejects.toThrow('was changed');
    expect(await trail.verify()).toMatchObject({ whole: false, broken: { number: 1, reason: 'edited' } });
  });

  test.each([
    ['more than that', 'delete from audit_entries where number = 2', { number: 2, reason: 'missing' }],
    [
      'more than that, with the place moved',
      'delete from audit_entries where number = 2; update audit_anchor set number = 2',
      { number: 1, reason: 'edited' },
    ],
    ['the place where it begins now', 'delete from audit_anchor', { number: 1, reason: 'missing' }],
    ['everything', 'delete from audit_entries', { number: 2, reason: 'missing' }],
  ])('taken out by hand, it shows: %s', async (_, statement, broken) => {
    await writeThree();
    await prune(after, 1);
    await sql(statement);
    expect(await trail.verify()).toMatchObject({ whole: false, broken });
  });
});
