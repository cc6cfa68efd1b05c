import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { transformSync } from '@swc/core';
import * as core from 'incident-core';
import { clone } from '../../config/tooling/run.mjs';

const readme = readFileSync(join(clone, 'incident-core/README.md'), 'utf8');

describe('the README of the core', () => {
  const examples = [...readme.matchAll(/```ts\n([\s\S]*?)```/g)].map(([, text]) => text ?? '');

  test('has its examples', () => {
    expect(examples).toHaveLength(2);
  });

  test.each(examples)('has examples that print what they say: %#', (example) => {
    const promised = [...example.matchAll(/^console\.log\(.*\); \/\/ (.*)$/gm)].map(([, text]) => text);
    expect(promised.length).toBeGreaterThan(4);
    expect(printedBy(example)).toEqual(promised);
  });

  test.each([
    ...core.UNREADABLE_REASONS,
    ...core.IGNORE_REASONS,
    ...core.STEP_REASONS,
    ...core.CHANGE_REFUSALS,
    ...core.MERGE_REFUSALS,
    ...core.SEND_SUPPRESSIONS,
    ...core.DELIVERY_FAILURES,
    ...core.NO_FALLBACKS,
    ...core.LEFT_OUT_REASONS,
    ...core.RULE_CHOICE_REASONS,
    ...core.DELETION_REASONS,
    ...core.RULE_TYPE_REFUSALS,
    ...core.CONNECTOR_CHANGES,
    ...core.PULL_REASONS,
    ...core.CONFIG_CHANGES,
  ])('explains the reason %s', (reason) => {
    expect(tableRows()).toContain(`\`${reason}\``);
  });

  test('names only functions that there are', () => {
    const named = [
      ...tableRows().matchAll(
        /`((?:decide|to|plan|match|start|fold|render|resume|escalate|read|find|list|describe|merge)[A-Z]\w*|resolvePolicies|sourceProblemAlert)`/g,
      ),
    ];
    expect(named.length).toBeGreaterThan(10);
    expect(named.map(([, name]) => name).filter((name) => !Object.hasOwn(core, name ?? ''))).toEqual([]);
  });

  function tableRows(): string {
    return readme
      .split('\n')
      .filter((line) => line.startsWith('|'))
      .join('\n');
  }
});

/** Runs a TypeScript text that imports the core, and answers the lines that it prints. */
function printedBy(source: string): readonly string[] {
  const { code } = transformSync(source, {
    jsc: { parser: { syntax: 'typescript' }, target: 'es2022' },
    module: { type: 'commonjs' },
  });
  const lines: string[] = [];
  const console = { log: (...values: readonly unknown[]) => lines.push(values.join(' ')) };
  const require = (name: string) => {
    if (name !== 'incident-core') throw new Error(`the example imports ${name}`);
    return core;
  };
  new Function('require', 'exports', 'console', code)(require, {}, console);
  return lines;
}
