import type { EscalationPolicy, GivenPolicy, PolicyAnswer, ReadinessProblem } from 'incident-core';
import { toManagedAnswer } from '../rules/managed.ts';
import { toReadiness } from '../team/not-ready.ts';
import type { PolicyRow } from './policy.repository.ts';

/** A policy as the API shows it. */
export function toPolicyAnswer(policy: PolicyRow, problems: readonly ReadinessProblem[]): PolicyAnswer {
  return { id: policy.id, ...toGivenPolicy(policy), ...toReadiness(problems), ...toManagedAnswer(policy) };
}

/** All that a policy says, as the API is given it. */
export function toGivenPolicy(policy: Omit<EscalationPolicy, 'id'>): GivenPolicy {
  const { times, ...matchers } = policy.matchers;
  return {
    name: policy.name,
    team_id: policy.teamId,
    matchers: {
      ...matchers,
      ...(times && { times: times.map(({ timeZone: time_zone, ...hours }) => ({ ...hours, time_zone })) }),
    },
    position: policy.position,
    is_default: policy.isDefault,
    repeat: policy.repeat,
    steps: policy.steps.map(({ delaySeconds, timeoutSeconds, targets }) => ({
      delay_seconds: delaySeconds,
      timeout_seconds: timeoutSeconds,
      targets: [...targets],
    })),
  };
}

/** A policy as it is kept, from what the API was given. */
export function toPolicy(id: string, given: GivenPolicy): EscalationPolicy {
  const { name, team_id: teamId, position, is_default: isDefault, repeat } = given;
  const { times, ...matchers } = given.matchers;
  const steps = given.steps.map((step) => ({
    delaySeconds: step.delay_seconds,
    timeoutSeconds: step.timeout_seconds,
    targets: step.targets,
  }));
  const hours = times?.map(({ time_zone: timeZone, ...rest }) => ({ ...rest, timeZone }));
  return {
    id,
    name,
    teamId,
    matchers: { ...matchers, ...(hours && { times: hours }) },
    position,
    isDefault,
    repeat,
    steps,
  };
}
