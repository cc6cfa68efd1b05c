import { join } from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { cruise } from '../../config/tooling/cruise.mjs';
import boundaryRules from '../../config/tooling/dependency-cruiser.cjs';
import lintRules from '../../config/tooling/eslint.config.mjs';
import { findRulesBroken } from '../../config/tooling/lint.mjs';
import { clone } from '../../config/tooling/run.mjs';
import { listSources } from '../../config/tooling/sources.mjs';

// A canary is a tiny file that breaks one rule and is named like it. A rule that lets its canary live guards nothing.
const boundaries = join(clone, 'test/canaries/boundaries');
const styles = join(clone, 'test/canaries/lint');

describe('boundaries', () => {
  let found: Awaited<ReturnType<typeof cruise>>;
  beforeAll(async () => {
    found = await cruise(boundaries);
  });

  test('every rule catches its canary, and nothing else is caught', () => {
    const caught = found.violations.map(({ rule, from }) => [ruleOf(from), rule]);
    expect(caught.filter(([wanted, rule]) => wanted !== rule)).toEqual([]);
  });

  test('every rule has a canary', () => {
    const caught = new Set(found.violations.map(({ rule }) => rule));
    expect([...caught].sort()).toEqual(boundaryRules.forbidden.map(({ name }) => name).sort());
  });

  test('the cruise of our own tree sees every source file, the canaries not among them', async () => {
    const { seen, unseen } = await cruise(clone);
    const sources = listSources(clone);
    expect(unseen).toEqual([]);
    expect(seen).toBe(sources.length);
    expect(sources).toContain('backend/src/main.ts');
    expect(sources.filter((file) => file.startsWith('test/canaries/'))).toEqual([]);
  });
});

describe('lint', () => {
  const rules = [...new Set(lintRules.flatMap(rulesOn))];
  let found: Readonly<Record<string, readonly string[]>>;
  beforeAll(async () => {
    found = await findRulesBroken(styles);
  });

  test('every canary breaks the rule that it is named after and no other; what is allowed breaks none', () => {
    const wanted = Object.keys(found).map((file) => [file, rules.includes(ruleOf(file)) ? [ruleOf(file)] : []]);
    expect(found).toEqual(Object.fromEntries(wanted));
  });

  test('every rule has a canary', () => {
    const caught = new Set(Object.values(found).flat());
    expect([...caught].sort()).toEqual([...rules].sort());
  });
});

test('support/ holds at most five files: the sixth needs a real name', () => {
  const support = listSources(clone).filter((file) => /^incident-core\/src\/support\/.+(?<![.]test)[.]ts$/.test(file));
  expect(support.length).toBeLessThanOrEqual(5);
});

/** `backend/src/platform/no-cycles.other.ts` is part of the canary of no-cycles. */
function ruleOf(file: string): string {
  return file.replace(/^.*\//, '').replace(/[.].*$/, '');
}

/** Without their plugins' names. */
function rulesOn({ rules = {} }: { readonly rules?: object }): readonly string[] {
  const on = Object.entries(rules).filter(([, level]) => level !== 'off');
  return on.map(([name]) => name.replace(/^.*\//, ''));
}
