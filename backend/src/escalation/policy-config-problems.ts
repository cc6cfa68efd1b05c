import { toJsonPath, type ConfigProblem, type EscalationPolicy } from 'incident-core';
import type { RowChanges } from '../rules/entry-plan.ts';
import type { PolicyRow } from './policy.repository.ts';
import { isGlobalDefault } from './policy.service.ts';

type PolicyContent = Omit<EscalationPolicy, 'id'>;

/** Policies by which their names can be told: of several with one name that of a file, which has it but once. */
export function oneOfEach(rows: readonly PolicyRow[]): readonly PolicyRow[] {
  const byName = new Map<string, PolicyRow>();
  for (const row of rows) {
    const key = row.name.toLowerCase();
    if (row.managedBy === 'file' || !byName.has(key)) byName.set(key, row);
  }
  return [...byName.values()];
}

/** Names of the file that several policies of people bear: it cannot be known which one is meant. */
export function findTwinProblems(
  rows: readonly PolicyRow[],
  wanted: readonly PolicyContent[],
): readonly ConfigProblem[] {
  return wanted.flatMap(({ name }, at): readonly ConfigProblem[] => {
    const bearers = rows.filter((row) => row.name.toLowerCase() === name.toLowerCase());
    if (bearers.length < 2 || bearers.some(({ managedBy }) => managedBy === 'file')) return [];
    const found = `${JSON.stringify(name)}, as ${bearers.length} policies are called that people made`;
    return [{ level: 'error', path: ['policies', at, 'name'], found, expected: 'a name that one of them has at most' }];
  });
}

/** A team has one default at most, and so has everybody; that of everybody stays. */
export function findDefaultProblems(
  rows: readonly PolicyRow[],
  { written, removed }: RowChanges<PolicyContent>,
  wanted: readonly PolicyContent[],
): readonly ConfigProblem[] {
  const changed = new Set([...written, ...removed].map(({ id }) => id));
  const after: readonly PolicyContent[] = [...rows.filter(({ id }) => !changed.has(id)), ...written];
  const isLost = rows.some(isGlobalDefault) && !after.some(isGlobalDefault);
  const lost: ConfigProblem = {
    level: 'error',
    path: ['policies'],
    found: 'no default of all teams any more',
    expected: 'a policy without a team and with "is_default": true, which escalates what no other policy matches',
  };
  return [...(isLost ? [lost] : []), ...wanted.flatMap((policy, at) => findRival(policy, at, after, wanted))];
}

function findRival(
  policy: PolicyContent,
  at: number,
  after: readonly PolicyContent[],
  wanted: readonly PolicyContent[],
): readonly ConfigProblem[] {
  if (!policy.isDefault) return [];
  const isRival = (other: PolicyContent) =>
    other.isDefault && other.teamId === policy.teamId && other.name.toLowerCase() !== policy.name.toLowerCase();
  const rival = after.find(isRival);
  const inFile = wanted.findIndex(isRival);
  // Of two in the file the second one is told.
  if (!rival || (inFile >= 0 && inFile > at)) return [];
  const where = inFile >= 0 ? toJsonPath(['policies', inFile]) : 'people look after';
  const found = `true, as of ${JSON.stringify(rival.name)}, which ${inFile >= 0 ? `is ${where}` : where}`;
  const whose = policy.teamId === null ? 'all teams' : 'a team';
  return [{ level: 'error', path: ['policies', at, 'is_default'], found, expected: `one default of ${whose}` }];
}
