import type { GivenPolicy, GivenSimulation, PolicyAnswer, SimulationAnswer } from 'incident-core';
import { forced, type Caller } from './caller';

/** The calls of the page Escalation policies. */
export function createPoliciesApi({ ask, edit, post, remove }: Caller) {
  return {
    /** `isForced`: saved although it is not ready. */
    make: (body: GivenPolicy, isForced: boolean, key: string) =>
      post<PolicyAnswer>('/escalation-policies', body, key, forced(isForced)),
    replace: (id: string, body: GivenPolicy, isForced: boolean, tag: string | undefined) =>
      edit<PolicyAnswer>('PUT', `/escalation-policies/${id}`, body, tag, forced(isForced)),
    remove: (id: string, tag: string | undefined) => remove(`/escalation-policies/${id}`, tag),
    simulate: (given: GivenSimulation) => ask<SimulationAnswer>('/escalation-policies/simulate', given),
  } as const;
}
