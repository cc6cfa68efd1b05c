import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { AlertResult, IntakeAnswer } from 'incident-core';
import { House } from '../harness/house.ts';
import { countOf, lostEvents } from '../harness/kept.ts';

const LONE = '\ud800';
const HOSTILE = [
  `'; drop table incidents; --`,
  `"); delete from raw_events where ('1'='1`,
  '<script>alert(1)</script><img src=x onerror=alert(2)>',
  '${7*7} {{constructor.constructor("return 1")()}} %s %n',
  '../../../../etc/passwd',
  '\u202eevil\u202c \u0007\u001b[31m',
] as const;

let house: House;
beforeAll(async () => {
  house = await House.start();
});
afterAll(() => house.stop());

describe('what is unreadable says where, what was found and what was expected', () => {
  const cases: readonly (readonly [string, string, Partial<AlertResult>])[] = [
    ['no JSON', 'hello', { reason: 'not_json', path: 'line 1, column 1', found: 'hello', expected: 'a value' }],
    ['half of it', '{"rule":', { reason: 'not_json', found: 'the end of the text' }],
    ['a number', '42', { reason: 'not_an_alert', path: '$', found: '42' }],
    ['null', 'null', { reason: 'not_an_alert', path: '$', found: 'null' }],
    ['a text', '"fire"', { reason: 'not_an_alert', path: '$', found: '"fire"' }],
    ['an empty object', '{}', { reason: 'not_an_alert', path: '$.status', found: 'nothing' }],
    ['an unknown status', '{"status":"sideways","rule":{"id":"r"}}', { path: '$.status', found: '"sideways"' }],
    ['a status alone', '{"status":"active"}', { reason: 'not_an_alert', path: '$.rule.name', found: 'nothing' }],
    ['a list of numbers', '[1,2]', { reason: 'not_an_alert', path: '$[0]', found: '1' }],
    ['a summary without lists', '{"kind":"summary"}', { reason: 'summary_without_alerts' }],
    ['bytes that are no text', '\u0000\u0001\u0002', { reason: 'not_json' }],
  ];
  test.each(cases)('%s', async (_title, body, expected) => {
    const { results } = await posts(body);
    expect(results[0]).toMatchObject({ outcome: 'unreadable', ...expected });
    expect(results[0]?.expected).toMatch(/\w/);
    expect(results[0]?.incident_id).not.toBeNull();
  });

  test('one bad entry of a summary leaves the others readable', async () => {
    const alerts = [{ id: 'good-1', uuid: 'g1' }, 'bad', { id: 'good-2', uuid: 'g2' }];
    const { results } = await posts({
      kind: 'summary',
      rule: { id: 'mixed', name: 'Mixed' },
      alerts: { new: { data: alerts } },
    });
    expect(results.map(({ outcome }) => outcome)).toEqual(['opened', 'unreadable', 'opened']);
    expect(results[1]).toMatchObject({ path: '$.alerts.new.data[1]', found: '"bad"' });
  });
});

describe('shapes that break parsers', () => {
  test.each([
    ['arrays', '[', ']'],
    ['objects', '{"a":', '}'],
  ])('%s 100,000 levels deep and more', async (_title, open, close) => {
    const levels = Math.min(500_000, Math.floor(1_000_000 / (open.length + close.length)));
    const deep = `${open.repeat(levels)}1${close.repeat(levels)}`;
    expect((await posts(deep)).results[0]).toMatchObject({ outcome: 'unreadable' });
    expect((await posts(open.repeat(levels))).results[0]).toMatchObject({ outcome: 'unreadable' });
    const inside = text(house.elastic.active(`deep ${open}`)).replace(
      '"context":{}',
      `"context":{"deep":${deep.slice(0, 800_000)}`,
    );
    expect((await posts(inside)).results[0]?.outcome).toBe('unreadable');
    const alert = text(house.elastic.active(`deeper ${open}`)).slice(0, -1);
    const { results } = await posts(`${alert},"deep":${open.repeat(90_000)}1${close.repeat(90_000)}}`);
    expect(results).toMatchObject([{ outcome: 'opened' }]);
  });

  test('10,000 tags, keys by the thousand, and the same key many times', async () => {
    const tags = Array.from({ length: 10_000 }, (_, at) => `tag-${at}`);
    const incident = await house.elastic.fires('tags', { tags });
    const { alerts, ...detail } = await house.incident(incident);
    expect(detail.tags.length).toBeGreaterThan(0);
    expect(detail.tags.length).toBeLessThanOrEqual(100);
    expect(text(alerts[0]?.metadata).length).toBeLessThan(100_000);

    const keys = Object.fromEntries(tags.map((tag) => [tag, tag]));
    const { results } = await posts({ ...house.elastic.active('keys'), ...keys });
    expect(results).toMatchObject([{ outcome: 'opened' }]);
    const doubled = `{${'"status":"active","rule":{"id":"r","name":"Doubled"},'.repeat(5_000)}"alert":{"id":"a"}}`;
    expect((await posts(doubled)).results).toMatchObject([{ outcome: 'opened' }]);
  });

  test('values that JavaScript holds dear are no more than values', async () => {
    for (const dear of ['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'valueOf']) {
      const body = spoil(house.elastic.active('dear'), dear, ['status', 'kind', 'timestamp']);
      expect((await posts(body)).results).toMatchObject([{ outcome: 'opened' }]);
      expect((await posts(body)).results).toMatchObject([{ outcome: 'duplicate' }]);
      const recovered = { ...(body as object), status: 'recovered' };
      expect((await posts(recovered)).results).toMatchObject([{ outcome: 'resolved' }]);
    }
  });

  test('names that JavaScript holds dear are no more than names', async () => {
    const body = text(house.elastic.active('dear names')).slice(0, -1);
    const names = ['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty'];
    const { results } = await posts(`${body},${names.map((name) => `"${name}":{"status":"recovered","x":1}`).join()}}`);
    expect(results).toMatchObject([{ outcome: 'opened' }]);
    expect(Object.hasOwn(Object.prototype, 'x')).toBe(false);
  });
});

describe('texts that databases refuse', () => {
  test.each([
    ['NUL', '\0', '\\u0000'],
    ['a lone surrogate', LONE, '\\ud800'],
    ['a lone surrogate as bytes', '', '\u00ed'],
  ])('%s in every text and every key of a body is taken in', async (name, character, escaped) => {
    const alert = house.elastic.active(`texts with ${name}`);
    const spoilt = text(spoil(alert, `x${character}y`)).replaceAll(LONE, '\\ud800');
    expect((await posts(spoilt)).results[0]?.incident_id).not.toBeNull();
    const keyed = text(alert).slice(0, -1);
    const { results } = await posts(`${keyed},"k${escaped}k":"v${escaped}v","tags":["t${escaped}"]}`);
    expect(results[0]?.incident_id).not.toBeNull();
    const detail = await house.incident(String(results[0]?.incident_id));
    expect(text(detail)).not.toContain('\\u0000');
  });

  test('bytes that are no UTF-8 are replaced', async () => {
    const [head = '', tail = ''] = text(house.elastic.active('bytes', { reason: 'REASON' })).split('REASON');
    const body = Buffer.concat([
      Buffer.from(head),
      Buffer.from([0xff, 0xfe, 0xc0, 0x80, 0xed, 0xa0, 0x80]),
      Buffer.from(tail),
    ]);
    const { results } = await posts(body);
    expect(results).toMatchObject([{ outcome: 'opened' }]);
    const { description } = await house.incident(String(results[0]?.incident_id));
    expect(description).toMatch(/^\ufffd+$/);
  });
});

describe('dates', () => {
  const NOW = '2027-01-05T03:00:00.000Z';
  test.each([
    ['a year ahead', '2028-01-05T03:00:00Z', NOW],
    ['ten minutes ahead', '2027-01-05T03:10:00Z', NOW],
    ['one minute ahead', '2027-01-05T03:01:00Z', '2027-01-05T03:01:00.000Z'],
    ['a year ago', '2026-01-05T03:00:00Z', '2026-01-05T03:00:00.000Z'],
    ['before computers', '1815-12-10T00:00:00Z', NOW],
    ['the end of time', '+275760-09-13T00:00:00Z', NOW],
    ['a day that never was', '2026-02-30T00:00:00Z', NOW],
    ['no date', 'yesterday', NOW],
    ['an object', { year: 2026 }, NOW],
    ['epoch seconds', 1_790_000_000, '2026-09-21T14:13:20.000Z'],
    ['epoch milliseconds as text', '1790000000000', '2026-09-21T14:13:20.000Z'],
    ['a number beyond all dates', 1e300, NOW],
    ['a negative number', -1, NOW],
    ['none', undefined, NOW],
  ])('%s', async (title, timestamp, expected) => {
    house.clock.set(new Date(NOW));
    const { results } = await posts({ ...house.elastic.active(`dated ${title}`), timestamp });
    expect(results).toMatchObject([{ outcome: 'opened' }]);
    const [row] = await house.database.database('incident_alerts').where({ incidentId: results[0]?.incident_id });
    expect((row as { lastDate: Date }).lastDate.toISOString()).toBe(expected);
    const replaced = timestamp !== undefined && expected === NOW;
    expect(results[0]?.path).toBe(expected === NOW ? '$.timestamp' : null);
    if (replaced) expect(text(await house.timeline(String(results[0]?.incident_id)))).toContain('replaced_date');
  });
});

describe('ids and values', () => {
  test('unknown fields are kept with the alert', async () => {
    const { results } = await posts({ ...house.elastic.active('unknown'), on_fire: { since: 3, where: ['cellar'] } });
    const { alerts } = await house.incident(String(results[0]?.incident_id));
    expect(alerts[0]?.metadata).toMatchObject({ on_fire: { since: 3, where: ['cellar'] } });
  });

  test('numbers for texts and texts for numbers', async () => {
    const alert = house.elastic.active('typed');
    const first = await posts({
      ...alert,
      value: 42,
      threshold: 30.5,
      rule: { id: 7, name: 12 },
      alert: { id: 9, uuid: 5 },
    });
    const again = await posts({
      ...alert,
      value: '42',
      threshold: '30.5',
      rule: { id: '7', name: '12' },
      alert: { id: '9', uuid: '5' },
    });
    expect(again.results).toMatchObject([{ outcome: 'duplicate', incident_id: first.results[0]?.incident_id }]);
    const { alerts, title } = await house.incident(String(first.results[0]?.incident_id));
    expect(title).toBe('12 (checkout, production)');
    expect(alerts[0]).toMatchObject({ value: '42', threshold: '30.5', rule: { id: '7' }, alert_id: '9', episode: '5' });
  });

  test.each([
    ['4,000 letters', 'a'.repeat(4_000)],
    ['4,000 characters of three bytes', '警'.repeat(4_000)],
    ['4,000 characters of four bytes', '🔥'.repeat(2_000)],
    // Beside the recipe, the source's id and the space, as much as fits unhashed into 512.
    ['as many characters of three bytes as a key holds', '警'.repeat(512 - `v1:${'x'.repeat(36)}:default:r:`.length)],
    ['as many pairs as a key holds', '🔥'.repeat((512 - `v1:${'x'.repeat(36)}:default:r:`.length) / 2)],
  ])('an alert id of %s fits all indexes, with an episode of the same kind', async (_title, id) => {
    const uuid = [...id].slice(0, 200).join('').slice(0, 200);
    const alert = { ...house.elastic.active('long ids'), rule: { id: 'r', name: 'Long' }, alert: { id, uuid } };
    const [first] = (await posts(alert)).results;
    expect(first?.outcome).toBe('opened');
    expect((await posts(alert)).results).toMatchObject([{ outcome: 'duplicate', incident_id: first?.incident_id }]);
    expect(first?.dedup_key?.length).toBeLessThanOrEqual(512);
    expect((await house.incident(String(first?.incident_id))).alerts[0]?.alert_id).toBe(id);
  });
});

describe('summaries', () => {
  test('1,000 alerts open 1,000 incidents; of 1,001 the last is not read, and that is said', async () => {
    const { results } = await posts(summary('thousand', 1_001));
    expect(results).toHaveLength(1_001);
    const opened = results.filter(({ outcome }) => outcome === 'opened');
    expect(new Set(opened.map(({ incident_id }) => incident_id)).size).toBe(1_000);
    expect(results[1_000]).toMatchObject({
      outcome: 'unreadable',
      reason: 'too_many_alerts',
      path: '$.alerts.new.data[1000]',
    });
  });

  test('several of them at the same time are all taken in', async () => {
    const posted = Array.from({ length: 3 }, (_, at) => house.elastic.tries(summary(`together ${at}`, 400)));
    const answers = await Promise.all(posted);
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 202));
    const outcomes = answers.flatMap(({ body }) => (body as IntakeAnswer).results.map(({ outcome }) => outcome));
    expect(outcomes.filter((outcome) => outcome === 'opened')).toHaveLength(3 * 400);
  });
});

test('no mutation of any rendered payload is answered with a 5xx, and none is lost', async () => {
  const folder = join(__dirname, '../fixtures/payloads');
  const bodies = readdirSync(folder)
    .filter((name) => name.endsWith('.body.txt'))
    .map((name) => readFileSync(join(folder, name)));
  const piece = fc.oneof(
    fc.constantFrom(
      '\0',
      '"',
      '{',
      ']',
      ',',
      '\\',
      '\\u0000',
      '\\ud800',
      ':null',
      ',"status":"recovered"',
      '"uuid":[],',
      '1e999',
    ),
    fc.uint8Array({ maxLength: 8 }),
    fc.constantFrom(...HOSTILE),
  );
  const cut = fc.record({ at: fc.double({ min: 0, max: 1, noNaN: true }), length: fc.nat({ max: 40 }), piece });
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...bodies), fc.array(cut, { minLength: 1, maxLength: 4 }), async (body, cuts) => {
      const mutated = cuts.reduce<Buffer>((bytes, { at, length, piece: inserted }) => {
        const from = Math.floor(at * bytes.length);
        return Buffer.concat([bytes.subarray(0, from), Buffer.from(inserted), bytes.subarray(from + length)]);
      }, body);
      const { status, body: answer } = await house.elastic.tries(mutated);
      expect(status).toBe(mutated.length === 0 ? 400 : 202);
      expect((answer as IntakeAnswer).results.length).toBeGreaterThan(0);
    }),
    { numRuns: 200, seed: 4417 },
  );
  expect(await lostEvents(house.database.database)).toEqual([]);
});

test('SQL, HTML and escapes in every field are kept word for word, and escaped in the mail', async () => {
  const other = await House.start();
  try {
    for (const [at, hostile] of HOSTILE.entries()) {
      const alert = other.elastic.active(`hostile ${at}`);
      const { results } = await other.elastic.posts(spoil(alert, hostile, ['status', 'kind', 'timestamp']));
      const incident = await other.incident(String(results[0]?.incident_id));
      expect(incident.description).toBe(hostile);
      expect(incident.title.startsWith(hostile.replace(/\s+/g, ' '))).toBe(true);
      // One at a time, or they come as one mail.
      await other.settles();
    }
    const mails = other.mailbox.unseen();
    expect(mails).toHaveLength(HOSTILE.length);
    for (const { html, subject } of mails) {
      expect(html).not.toMatch(/<script|<img/i);
      expect(subject).not.toMatch(/\p{Cc}/u);
    }
    expect(await countOf(other.database.database, 'incidents')).toBe(HOSTILE.length);
  } finally {
    await other.stop();
  }
});

function posts(body: unknown): Promise<IntakeAnswer> {
  return house.elastic.posts(body);
}

function text(value: unknown): string {
  return JSON.stringify(value);
}

function summary(name: string, count: number): unknown {
  const data = Array.from({ length: count }, (_, at) => ({ id: `${name}-${at}`, uuid: `u-${name}-${at}` }));
  return { kind: 'summary', rule: { id: name, name }, alerts: { new: { count, data } } };
}

/** Puts the text into the place of every text, but for the fields named. */
function spoil(value: unknown, by: string, but: readonly string[] = ['status']): unknown {
  if (typeof value === 'string') return by;
  if (Array.isArray(value)) return value.map((item) => spoil(item, by, but));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, but.includes(key) ? (item as unknown) : spoil(item, by, but)]),
  );
}
