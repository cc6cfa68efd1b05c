import { describe, expect, test } from '@jest/globals';
import { Fields, pathWith } from './fields.ts';
import { lineText } from './texts.ts';

describe('names', () => {
  test.each([
    [{ rule: { id: 'r' } }, '$.rule.id'],
    [{ rule_id: 'r' }, '$.rule_id'],
    [{ ruleId: 'r' }, '$.ruleId'],
    [{ 'rule.id': 'r' }, '$["rule.id"]'],
    [{ 'Rule-Id': 'r' }, '$["Rule-Id"]'],
    [{ rule: null, 'rule.id': 'r' }, '$["rule.id"]'],
    [{ ruleId: '', rule: { id: 'r' } }, '$.rule.id'],
  ])('%j has the rule id at %s', (body, path) => {
    expect(new Fields(body).find(['ruleid'], lineText)).toEqual({ value: 'r', path });
  });

  test('of two spellings the one nearer to the root counts', () => {
    expect(new Fields({ rule: { id: 'inner' }, rule_id: 'outer' }).find(['ruleid'], lineText)?.value).toBe('outer');
  });

  test("Elasticsearch's own _id is not the alert's id", () => {
    expect(new Fields({ _id: 'x' }).find(['id'], lineText)).toBeNull();
  });

  test('names of the language itself are not found', () => {
    expect(new Fields({}).find(['constructor', 'tostring', 'toString'], lineText)).toBeNull();
  });

  test('arrays are not entered', () => {
    expect(
      new Fields({ hits: [{ status: 'active' }] }).find(['status', 'hitsstatus', 'hits0status'], lineText),
    ).toBeNull();
  });
});

describe('what is left', () => {
  test('read fields, blanks and emptied objects are gone, peeked ones stay', () => {
    const fields = new Fields({ a: 1, b: { c: 2, d: '' }, e: null, f: { g: 3 }, h: [] });
    fields.find(['a'], lineText);
    fields.find(['bc'], lineText);
    fields.peek(['fg'], lineText);
    expect(fields.rest()).toEqual({ f: { g: 3 }, h: [] });
  });

  test('what is inherited from the body is not missing there', () => {
    const body = new Fields({ rule: 'r' });
    const entry = new Fields({ x: 1 }, '$.new[0]', body);
    expect(entry.findOrInherit(['rule'], lineText)).toEqual({ value: 'r', path: '$.rule' });
    expect(entry.find(['rule'], lineText)).toBeNull();
    expect(body.rest()).toEqual({ rule: 'r' });
  });
});

test.each([
  ['id', '$.id'],
  ['a b', '$["a b"]'],
  ['"', '$["\\""]'],
])('the path to %s is %s', (key, path) => {
  expect(pathWith('$', key)).toBe(path);
});
