import {
  givenPolicySchema,
  resolvePolicies,
  type ConfigProblem,
  type GivenPolicy,
  type NamedPolicy,
  type PoliciesFile,
} from 'incident-core';
import type { PolicyNames } from './policy-names.ts';

/** Policies of a file as the API takes them, or all that is wrong with their names. */
export type PoliciesReading =
  | { readonly kind: 'read'; readonly policies: readonly GivenPolicy[] }
  | { readonly kind: 'refused'; readonly problems: readonly ConfigProblem[] };

/** Puts ids in the place of names, and asks of each policy all that the API would. */
export function readPolicies(document: PoliciesFile, names: PolicyNames): PoliciesReading {
  const resolution = resolvePolicies(document, names.ids);
  if (resolution.kind === 'refused') {
    return { kind: 'refused', problems: resolution.problems.map((problem) => toldApart(problem, document, names)) };
  }
  const parsed = resolution.policies.map((policy) => givenPolicySchema.safeParse(policy));
  const problems = parsed.flatMap(({ error }, at) =>
    (error?.issues ?? []).map((issue): ConfigProblem => {
      const path = issue.path.map((part) => (typeof part === 'number' ? part : String(part)));
      const found = JSON.stringify(valueAt(resolution.policies[at], path)) ?? 'nothing';
      const expected = issue.message.replace(/^.*?\bexpected /, '');
      return { level: 'error', path: inFile(at, path), found: found.slice(0, 100), expected };
    }),
  );
  if (problems.length > 0) return { kind: 'refused', problems };
  return { kind: 'read', policies: parsed.flatMap(({ data }) => (data ? [data] : [])) };
}

/** A place in a policy as the API takes it, as a place in the file. */
export function inFile(at: number, path: ConfigProblem['path']): ConfigProblem['path'] {
  return ['policies', at, ...path.map((part) => NAMES_IN_FILE[part] ?? part)];
}

const NAMES_IN_FILE: Readonly<Record<string, string>> = { id: 'name', team_id: 'team' };

/** Of a name that several bear, says so. */
function toldApart(problem: ConfigProblem, { policies }: PoliciesFile, names: PolicyNames): ConfigProblem {
  const target = targetAt(policies, problem.path);
  const bearers = target ? names.bearers(target.type, target.name) : 0;
  if (!target || bearers < 2) return problem;
  const what = target.type.replace('_', ' ');
  return { ...problem, expected: `the name of one ${what}, for ${bearers} are called that: rename all but one` };
}

function targetAt(policies: readonly NamedPolicy[], [, at, , stepAt, , targetAt]: ConfigProblem['path']) {
  return policies[Number(at)]?.steps[Number(stepAt)]?.targets[Number(targetAt)];
}

function valueAt(given: unknown, path: ConfigProblem['path']): unknown {
  return path.reduce<unknown>((value, part) => {
    return typeof value === 'object' && value !== null ? (value as Record<string | number, unknown>)[part] : undefined;
  }, given);
}
