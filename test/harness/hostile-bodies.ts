import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';

const FOLDER = join(__dirname, '../fixtures/payloads');
const PIECES = [
  ...[
    '\0',
    '"',
    '{',
    '}',
    '[',
    ']',
    ',',
    ':',
    '\\',
    '\\u0000',
    '\\ud800',
    '\ufeff',
    '\r\n',
    '1e999',
    '-0',
    '{{{',
    '}}',
  ],
  ...[
    ':null',
    ',"status":"recovered"',
    '"uuid":[],',
    '"kind":"summary",',
    '"__proto__":{"status":"active"},',
    '"date":',
  ],
  ...[
    `'; drop table incidents; --`,
    '<script>alert(1)</script>',
    '../../etc/passwd',
    '\u202e',
    '🔥',
    'x'.repeat(3_000),
  ],
];
const NAMES = [
  ...[
    'status',
    'kind',
    'rule',
    'alert',
    'alerts',
    'id',
    'uuid',
    'name',
    'type',
    'tags',
    'params',
    'service',
    'environment',
  ],
  ...[
    'timestamp',
    'date',
    'reason',
    'context',
    'value',
    'threshold',
    'severity',
    'flapping',
    'action_group',
    'new',
    'data',
  ],
  ...['count', 'ongoing', 'recovered', 'kibana', 'space_id', 'alert_url', '__proto__', 'constructor', 'toString', ''],
];
const VALUES = [
  ...[
    'active',
    'recovered',
    'alert',
    'summary',
    'critical',
    'true',
    '',
    ' ',
    '\0',
    '\ud800',
    '2027-01-05T03:00:00Z',
    '{{x}}',
  ],
  ...[null, true, false, 0, -1, 1e308, 4e-324, 1_790_000_000, [], {}, [[]], [{}]],
];

const recorded: readonly Buffer[] = readdirSync(FOLDER)
  .filter((name) => name.endsWith('.body.txt'))
  .sort()
  .map((name) => readFileSync(join(FOLDER, name)));
const parsed: readonly unknown[] = recorded.flatMap((body) => {
  try {
    return [JSON.parse(body.toString('utf8')) as unknown];
  } catch (error) {
    if (error instanceof SyntaxError) return [];
    throw error;
  }
});

const value = fc.oneof({ weight: 3, arbitrary: fc.constantFrom(...VALUES) }, fc.jsonValue({ maxDepth: 3 }));
const named = fc.dictionary(
  fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...NAMES) }, fc.string({ maxLength: 20 })),
  value,
  {
    maxKeys: 12,
  },
);

/** Pieces of the bytes are cut out, put in, or both. */
const cut = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  length: fc.nat({ max: 60 }),
  piece: fc.oneof(fc.constantFrom(...PIECES), fc.uint8Array({ maxLength: 12 })),
});
const mutated = fc
  .tuple(fc.constantFrom(...recorded), fc.array(cut, { minLength: 1, maxLength: 5 }))
  .map(([body, cuts]) =>
    cuts.reduce<Buffer>((bytes, { at, length, piece }) => {
      const from = Math.floor(at * bytes.length);
      return Buffer.concat([bytes.subarray(0, from), Buffer.from(piece), bytes.subarray(from + length)]);
    }, body),
  );

/** What a payload says at some places is replaced, its form stays that of an alert. */
const replaced = fc
  .tuple(fc.constantFrom(...parsed), fc.array(fc.tuple(fc.nat({ max: 60 }), value), { minLength: 1, maxLength: 4 }))
  .map(([payload, changes]) => JSON.stringify(changes.reduce<unknown>(replaceAt, payload)));

/** As alerts look, of fields that we know and others, with anything in them. */
const likeAlerts = fc
  .tuple(named, named, named, named, fc.constantFrom('active', 'recovered', 'sideways', undefined))
  .map(([top, rule, alert, service, status]) => JSON.stringify({ ...top, rule, alert, service, status }));
const summaries = fc
  .tuple(named, fc.array(fc.oneof(named, value), { maxLength: 30 }), fc.array(named, { maxLength: 10 }))
  .map(([rule, fresh, recovered]) =>
    JSON.stringify({ kind: 'summary', rule, alerts: { new: { data: fresh }, recovered: { data: recovered } } }),
  );

const anything = fc.oneof(
  fc.json({ maxDepth: 4 }),
  fc.string({ maxLength: 500 }),
  fc.string({ maxLength: 500, unit: 'binary' }),
  fc.uint8Array({ maxLength: 2_000 }),
  fc.array(named, { maxLength: 20 }).map((each) => JSON.stringify(each)),
);
const large = fc
  .tuple(
    fc.constantFrom('x', '[', '{"a":', '"', '警', '\0', '{"status":"active","rule":{"id":"'),
    fc.nat({ max: 400_000 }),
  )
  .map(([piece, count]) => piece.repeat(Math.ceil(count / piece.length)));

const body = fc.oneof(
  { weight: 40, arbitrary: mutated },
  { weight: 30, arbitrary: replaced },
  { weight: 15, arbitrary: likeAlerts },
  { weight: 5, arbitrary: summaries },
  { weight: 10, arbitrary: anything },
);
const rarelyLarge = fc.oneof({ weight: 499, arbitrary: body }, { weight: 1, arbitrary: large });

/** So many bodies that a Kibana, a broken template or an attacker might post; the same ones for the same seed. */
export function hostileBodies(count: number, seed: number): readonly Buffer[] {
  return fc.sample(rarelyLarge, { numRuns: count, seed }).map((each) => Buffer.from(each));
}

/** The payload with its place of that number, counted all through it, replaced. */
function replaceAt(payload: unknown, [number, by]: readonly [number, unknown]): unknown {
  let left = number;
  const walk = (each: unknown): unknown => {
    left -= 1;
    if (left < 0) {
      left = Infinity;
      return by;
    }
    if (Array.isArray(each)) return each.map(walk);
    if (typeof each !== 'object' || each === null) return each;
    return Object.fromEntries(Object.entries(each).map(([name, inside]) => [name, walk(inside)]));
  };
  return walk(payload);
}
