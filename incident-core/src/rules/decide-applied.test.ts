import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { APPLY_ATTEMPTS, decideApplied, type KibanaAnswer } from './decide-applied.ts';

const answer = (status: number | null, over: Partial<KibanaAnswer> = {}): KibanaAnswer => ({
  status,
  retryAfterSeconds: null,
  attempts: 1,
  isOurs: null,
  ...over,
});

describe('what Kibana takes is done', () => {
  test.each([
    ['read', 200, 'read'],
    ['create', 200, 'created'],
    ['update', 200, 'updated'],
    ['delete', 204, 'deleted'],
    ['delete', 404, 'was_gone'],
  ] as const)('%s answered %i is %s', (verb, status, how) => {
    expect(decideApplied(verb, answer(status))).toEqual({ kind: 'done', how });
  });
});

describe('somebody was faster', () => {
  test('what is to be updated and is gone is created', () => {
    expect(decideApplied('update', answer(404))).toEqual({ kind: 'instead', verb: 'create' });
  });
  test('an id that is taken is looked at, updated when it is ours, and left alone when it is not', () => {
    expect(decideApplied('create', answer(409))).toEqual({ kind: 'look' });
    expect(decideApplied('create', answer(409, { isOurs: true }))).toEqual({ kind: 'instead', verb: 'update' });
    expect(decideApplied('create', answer(409, { isOurs: false }))).toEqual({ kind: 'failed', reason: 'id_taken' });
  });
  test('an update that met another is made again, and given up alone', () => {
    expect(decideApplied('update', answer(409))).toEqual({ kind: 'again', afterSeconds: 1 });
    const last = decideApplied('update', answer(409, { attempts: APPLY_ATTEMPTS }));
    expect(last).toEqual({ kind: 'failed', reason: 'changed_meanwhile' });
  });
});

describe('what holds for all rules stops the plan, what is about one fails alone', () => {
  test.each([
    [400, 'failed', 'refused'],
    [413, 'failed', 'refused'],
    [302, 'failed', 'refused'],
    [401, 'stopped', 'unauthorized'],
    [403, 'stopped', 'forbidden'],
  ] as const)('%i: %s as %s', (status, kind, reason) => {
    expect(decideApplied('create', answer(status))).toEqual({ kind, reason });
  });
  test('a create that is answered 404 asks for a space that there is not', () => {
    expect(decideApplied('create', answer(404))).toEqual({ kind: 'failed', reason: 'refused' });
  });
});

describe('what passes is tried again', () => {
  test.each([
    ['at the first time after a second', answer(503), 1],
    ['then after two', answer(null, { attempts: 2 }), 2],
    ['as long as Kibana asks for', answer(429, { retryAfterSeconds: 17 }), 17],
    ['but never for more than a minute', answer(429, { retryAfterSeconds: 3600 }), 60],
    ['nor for less than nothing', answer(429, { retryAfterSeconds: -5 }), 0],
  ])('%s', (_, given, afterSeconds) => {
    expect(decideApplied('create', given)).toEqual({ kind: 'again', afterSeconds });
  });
  test('and then stops the plan', () => {
    const last = { attempts: APPLY_ATTEMPTS };
    expect(decideApplied('delete', answer(502, last))).toEqual({ kind: 'stopped', reason: 'unavailable' });
    expect(decideApplied('delete', answer(429, last))).toEqual({ kind: 'stopped', reason: 'too_busy' });
  });
});

test('every rule comes to an end, whatever Kibana says', () => {
  const status = fc.oneof(fc.constant(null), fc.integer({ min: 100, max: 599 }));
  const statuses = fc.array(status, { minLength: APPLY_ATTEMPTS, maxLength: APPLY_ATTEMPTS });
  fc.assert(
    fc.property(
      statuses,
      fc.constantFrom('read', 'create', 'update', 'delete'),
      fc.boolean(),
      (given, first, isOurs) => {
        let verb = first;
        let known: boolean | null = null;
        const ends = given.map((each, at) => {
          const decision = decideApplied(verb, answer(each, { attempts: at + 1, isOurs: known }));
          if (decision.kind === 'look') known = isOurs;
          if (decision.kind === 'instead') verb = decision.verb;
          return decision.kind;
        });
        expect(ends.some((kind) => kind === 'done' || kind === 'failed' || kind === 'stopped')).toBe(true);
      },
    ),
  );
});
