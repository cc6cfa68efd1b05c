import type { GivenPolicy, PolicyAnswer } from 'incident-core';
import type { ReadinessProblem } from '../readiness';

export type Step = GivenPolicy['steps'][number];
export type PolicyMatchers = PolicyAnswer['matchers'];

/** A step while it is edited: its key stays when it moves. */
export interface StepDraft extends Step {
  readonly key: number;
}

export interface PolicyDraft extends Omit<GivenPolicy, 'steps'> {
  readonly steps: readonly StepDraft[];
}

let lastKey = 0;

export function draftOf(policy: PolicyAnswer | undefined): PolicyDraft {
  if (!policy) {
    return { name: '', team_id: null, matchers: {}, position: 0, is_default: false, repeat: 1, steps: [newStep(0)] };
  }
  const { name, team_id, matchers, position, is_default, repeat, steps } = policy;
  return {
    ...{ name, team_id, matchers, position, is_default, repeat },
    steps: steps.map((step) => ({ ...step, key: nextKey() })),
  };
}

/** At once, and then time enough to wake up and look. */
export function newStep(index: number): StepDraft {
  return { key: nextKey(), delay_seconds: 0, timeout_seconds: index === 0 ? 600 : 900, targets: [] };
}

/** As the backend takes it: a default needs no matchers, and an empty dimension is none. */
export function toGiven({ steps, matchers, ...rest }: PolicyDraft): GivenPolicy {
  const kept = Object.entries(matchers).filter(([, values]) => (values?.length ?? 0) > 0);
  return {
    ...rest,
    name: rest.name.trim(),
    matchers: Object.fromEntries(kept),
    steps: steps.map(({ key: _, ...step }) => step),
  };
}

export function isWhole({ name, steps }: PolicyDraft): boolean {
  return name.trim() !== '' && steps.length > 0 && steps.every(({ targets }) => targets.length > 0);
}

/** Those of one step, or, of a step, those of one of its targets. */
export function problemsAt(problems: readonly ReadinessProblem[], step: number, target?: number) {
  const place = `$.steps[${step}]`;
  if (target !== undefined) return problems.filter(({ path }) => path === `${place}.targets[${target}]`);
  return problems.filter(({ path }) => path.startsWith(place) && !path.startsWith(`${place}.targets[`));
}

function nextKey(): number {
  lastKey += 1;
  return lastKey;
}
