import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Json } from '../model/alert.ts';
import { MAX_DEDUP_KEY } from './dedup-key.ts';
import { read, readBytes, RECEIVED_AT, renderedObject } from './payload.fixture.ts';
import type { AlertReading } from './to-alerts.ts';

const MIB = 1024 * 1024;
const bodies = ['01', '08', '11', '14', '17', '18', '19'].map(renderedObject);

describe('whatever is posted, reading it keeps its promises', () => {
  test('any bytes', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 500 }), (bytes) => keepsPromises(readBytes(bytes))));
  });

  test('any JSON', () => {
    fc.assert(fc.property(fc.json({ stringUnit: 'binary' }), (text) => keepsPromises(read(text))));
  });

  test('any values under the names that we know', () => {
    const names = fc.constantFrom(
      ...'status rule alert name title id uuid tags timestamp severity service env kibana context new all alerts recovered counts kind reason value url action_group'.split(
        ' ',
      ),
    );
    const { body } = fc.letrec<{ body: Json; leaf: Json }>((tie) => ({
      body: fc.oneof(
        { maxDepth: 4 },
        tie('leaf'),
        fc.dictionary(names, tie('body'), { maxKeys: 8 }),
        fc.array(tie('body'), { maxLength: 3 }),
      ),
      leaf: fc.oneof(
        fc.constantFrom<Json>('active', 'recovered', 'summary', 'default', '', null, 1789898400, true),
        fc.string({ unit: 'binary' }),
        fc.double(),
      ),
    }));
    fc.assert(
      fc.property(body, (given) => keepsPromises(read(JSON.stringify(given) ?? ''))),
      { numRuns: 500 },
    );
  });

  test('rendered bodies with parts deleted, retyped or nested', () => {
    const change = fc.record({
      at: fc.nat(),
      kind: fc.constantFrom('delete', 'retype', 'nest'),
      value: fc.oneof(fc.jsonValue(), fc.constantFrom('a\u0000', '\ud800', '__proto__', 'x'.repeat(3_000))),
    });
    fc.assert(
      fc.property(fc.constantFrom(...bodies), fc.array(change, { minLength: 1, maxLength: 6 }), (body, changes) => {
        const changed = changes.reduce<Json>((json, one) => mutated(json, one), body);
        keepsPromises(read(JSON.stringify(changed)));
      }),
      { numRuns: 500 },
    );
  });

  test('rendered bodies cut off or with bytes changed', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...bodies),
        fc.nat(),
        fc.nat({ max: 255 }),
        fc.boolean(),
        (body, place, byte, cut) => {
          const bytes = new TextEncoder().encode(JSON.stringify(body));
          const at = place % bytes.length;
          bytes[at] = byte;
          keepsPromises(readBytes(cut ? bytes.slice(0, at) : bytes));
        },
      ),
    );
  });
});

describe('bodies of 1 MiB made to hurt', () => {
  const alert = '"status":"active","title":"x"';
  test.each([
    ['only opening brackets', '['.repeat(MIB)],
    ['only nested objects', '{"a":'.repeat(MIB / 5)],
    ['balanced brackets', '['.repeat(MIB / 2) + ']'.repeat(MIB / 2)],
    ['balanced objects', `{${alert},"b":${'{"a":'.repeat(MIB / 8)}1${'}'.repeat(MIB / 8)}}`],
    ['10,000 tags', `{${alert},"tags":${JSON.stringify(Array.from({ length: 10_000 }, (_, at) => `tag ${at}`))}}`],
    ['many keys', `{${alert},${Array.from({ length: 60_000 }, (_, at) => `"key${at}":""`).join()}}`],
    [
      'a long key over many',
      `{${alert},"${'k'.repeat(MIB / 2)}":{${Array.from({ length: 40_000 }, (_, at) => `"k${at}":1`).join()}}}`,
    ],
    ['one long text', `{${alert},"reason":"${'\\u0000'.repeat(MIB / 6)}"}`],
    ['one long number', `{${alert},"value":${'9'.repeat(MIB)}}`],
    ['one long broken number', `{${alert},"value":${'9'.repeat(MIB)}x}`],
    ['backslashes', `{${alert},"value":"${'\\\\'.repeat(MIB / 2)}`],
    ['spaces', `{${alert}${' '.repeat(MIB)}`],
    ['blanks in a title', `{"status":"active","title":"x${' '.repeat(MIB)}y"}`],
    ['commas as tags', `{${alert},"tags":"${','.repeat(MIB)}"}`],
    ['JSON in a text in a text', JSON.stringify(JSON.stringify('['.repeat(MIB / 4) + ']'.repeat(MIB / 4)))],
    ['nested JSON as a value', `{${alert},"value":${JSON.stringify('['.repeat(MIB / 2) + ']'.repeat(MIB / 2))}}`],
    ['100,000 empty entries', `[${'{},'.repeat(100_000)}null]`],
    ['a link', `{${alert},"url":"https://a.example/${'<'.repeat(MIB)}"}`],
    ["Mustache's error", `error rendering mustache template "${' at 1'.repeat(MIB / 5)}`],
  ])('%s', (_title, body) => {
    keepsPromises(read(body));
  });
});

function keepsPromises(readings: readonly AlertReading[]): void {
  expect(readings.length).toBeGreaterThan(0);
  const text = JSON.stringify(readings);
  // JSON.stringify writes a lone surrogate, and NUL, as an escape.
  expect(text).not.toMatch(/(?<!\\)(\\\\)*\\u(0000|d[89a-f])/);
  for (const reading of readings) {
    if (reading.kind === 'alert') {
      const { alert } = reading;
      expect(alert.dedupKey.length).toBeLessThanOrEqual(MAX_DEDUP_KEY);
      expect(alert.name).not.toBe('');
      expect(alert.name.length).toBeLessThanOrEqual(300);
      expect(alert.reason?.length ?? 0).toBeLessThanOrEqual(2_000);
      expect(alert.tags.length).toBeLessThanOrEqual(100);
      expect(alert.date.getTime()).toBeLessThanOrEqual(RECEIVED_AT.getTime() + 300_000);
      expect(Buffer.byteLength(JSON.stringify(alert.metadata))).toBeLessThanOrEqual(64 * 1024);
    } else if (reading.kind === 'unreadable') {
      expect(reading.problem.found.length).toBeLessThanOrEqual(200);
      expect(reading.problem.rawText.length).toBeLessThanOrEqual(2_000);
      expect(reading.problem.path).not.toBe('');
    }
  }
}

/** Changes the `at`th value of the tree: deletes it, puts another in its place, or wraps it. */
function mutated(json: Json, change: { at: number; kind: string; value: unknown }): Json {
  const places: { holder: { [key: string]: unknown }; key: string }[] = [];
  const copy = JSON.parse(JSON.stringify(json));
  const walk = (holder: { [key: string]: unknown }) => {
    for (const [key, value] of Object.entries(holder)) {
      places.push({ holder, key });
      if (typeof value === 'object' && value !== null) walk(Object.assign(value));
    }
  };
  if (typeof copy === 'object' && copy !== null) walk(copy);
  const place = places[change.at % Math.max(1, places.length)];
  if (place === undefined) return copy;
  if (change.kind === 'delete') delete place.holder[place.key];
  else place.holder[place.key] = change.kind === 'retype' ? change.value : { [place.key]: [place.holder[place.key]] };
  return copy;
}
