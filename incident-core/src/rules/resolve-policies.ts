import type { ConfigProblem } from '../model/config-problem.ts';
import { toJsonPath } from '../model/config-problem.ts';
import type { NamedPolicy, NamedTargetType, PoliciesFile } from '../model/policies-file.ts';

/** What policies may name, as the backend knows it: names → ids, of responders their user names. */
export type NamedThings = Readonly<Record<NamedTargetType, ReadonlyMap<string, string>>>;

/** A policy as `POST /v1/escalation-policies` takes it. */
export type ResolvedPolicy = Omit<NamedPolicy, 'team' | 'steps'> & {
  readonly team_id: string | null;
  readonly steps: readonly {
    readonly delay_seconds: number;
    readonly timeout_seconds: number;
    readonly targets: readonly { readonly type: NamedTargetType; readonly id: string }[];
  }[];
};

/** Policies with ids in the place of names, or every name that nobody bears, and every policy whose name is taken. */
export type PoliciesResolution =
  | { readonly kind: 'resolved'; readonly policies: readonly ResolvedPolicy[] }
  | { readonly kind: 'refused'; readonly problems: readonly ConfigProblem[] };

/** Looks up the names of teams and targets, without regard to case. */
export function resolvePolicies({ policies }: PoliciesFile, things: NamedThings): PoliciesResolution {
  const problems: ConfigProblem[] = [];
  const ids = new Map(
    Object.entries(things).map(([type, names]) => {
      return [type, new Map([...names].map(([name, id]) => [name.toLowerCase(), id] as const))] as const;
    }),
  );
  const idOf = (type: NamedTargetType, name: string, path: ConfigProblem['path']): string => {
    const id = ids.get(type)?.get(name.toLowerCase());
    if (id === undefined) {
      const expected = `the name of a ${type.replace('_', ' ')} that the backend knows`;
      problems.push({ level: 'error', path, found: JSON.stringify(name), expected });
    }
    return id ?? '';
  };
  const names = policies.map(({ name }) => name.toLowerCase());
  const resolved = policies.map((policy, at): ResolvedPolicy => {
    const first = names.indexOf(policy.name.toLowerCase());
    if (first < at) {
      const found = `${JSON.stringify(policy.name)}, as ${toJsonPath(['policies', first])}`;
      problems.push({ level: 'error', path: ['policies', at, 'name'], found, expected: 'a name of its own' });
    }
    const { team, steps, ...rest } = policy;
    return {
      ...rest,
      team_id: team === null ? null : idOf('team', team, ['policies', at, 'team']),
      steps: steps.map((step, stepAt) => ({
        ...step,
        targets: step.targets.map(({ type, name }, targetAt) => ({
          type,
          id: idOf(type, name, ['policies', at, 'steps', stepAt, 'targets', targetAt, 'name']),
        })),
      })),
    };
  });
  return problems.length > 0 ? { kind: 'refused', problems } : { kind: 'resolved', policies: resolved };
}
