import type { EscalationPolicy } from '../model/escalation-policy.ts';
import type { PolicyMatchers } from '../model/matchers.ts';
import type { ReadinessProblem } from '../model/readiness.ts';
import { toReadinessProblem } from '../model/unreached.ts';

const WEEK_SECONDS = 7 * 86_400;

/** The first step whose turn comes a week or more after the start of a run, if every step before it is waited out. */
export function lateSteps({ steps }: EscalationPolicy): readonly ReadinessProblem[] {
  let begins = 0;
  for (const [at, { delaySeconds, timeoutSeconds }] of steps.entries()) {
    begins += delaySeconds;
    if (begins >= WEEK_SECONDS) {
      const found = `a step whose turn comes ${Math.floor(begins / 86_400)} days after the first alert`;
      const expected = 'a turn within a week';
      return [toReadinessProblem(`$.steps[${at}]`, { code: 'after_a_week', found, expected })];
    }
    begins += timeoutSeconds;
  }
  return [];
}

/** Whether no incident can ever be escalated by a policy: by arithmetic alone, whatever comes. */
export function neverMatched(
  policy: EscalationPolicy,
  policies: readonly EscalationPolicy[],
): readonly ReadinessProblem[] {
  const never = (found: string, expected: string): readonly ReadinessProblem[] => [
    toReadinessProblem('$.matchers', { code: 'never_matched', found, expected }),
  ];
  if (policy.teamId === null && !policy.isDefault && isEmpty(policy.matchers)) {
    return never('a policy for all teams that matches on nothing and is no default', 'matchers, a team, or a default');
  }
  const others = policies.filter(({ id, teamId }) => id !== policy.id && teamId === policy.teamId);
  if (policy.isDefault) {
    const catchAll = others.find((other) => other.teamId !== null && !other.isDefault && isEmpty(other.matchers));
    if (!catchAll || !isEmpty(policy.matchers)) return [];
    return never(`a default behind “${catchAll.name}”, which matches all of the team’s incidents`, 'one of the two');
  }
  const twin = others.find(
    (other) => goesBefore(other, policy) && !isDefaultOnly(other) && sameMatchers(other.matchers, policy.matchers),
  );
  return twin
    ? never(`the same matchers as “${twin.name}”, which goes before it`, 'other matchers, or a lower position')
    : [];
}

function isEmpty(matchers: PolicyMatchers): boolean {
  return Object.values(matchers).every((values) => values === undefined);
}

function isDefaultOnly({ isDefault, matchers }: EscalationPolicy): boolean {
  return isDefault && isEmpty(matchers);
}

function goesBefore(a: EscalationPolicy, b: EscalationPolicy): boolean {
  return a.position < b.position || (a.position === b.position && a.id < b.id);
}

function sameMatchers(a: PolicyMatchers, b: PolicyMatchers): boolean {
  return toKey(a) === toKey(b);
}

/** The same for matchers that mean the same, in whatever order they were written. */
function toKey({ service, environment, severity, tags, times }: PolicyMatchers): string {
  const hours = times?.map(({ weekdays, from, until, timeZone }) =>
    [[...new Set(weekdays)].sort().join(), from, until, timeZone].join(),
  );
  return JSON.stringify(
    [service, environment, severity, tags, hours].map((values) => (values ? [...new Set(values)].sort() : null)),
  );
}
