import type { GivenPolicy, GivenSimulation, PolicyAnswer, SimulationAnswer } from 'incident-core';
import type { Caller } from './caller';

/** The calls of the page Escalation policies. */
export function createPoliciesApi({ call, post, remove }: Caller) {
  return {
    /** `isForced`: saved although it is not ready. */
    save: (id: string | undefined, body: GivenPolicy, isForced: boolean) =>
      call<PolicyAnswer>(
        id === undefined ? 'POST' : 'PUT',
        id === undefined ? '/escalation-policies' : `/escalation-policies/${id}`,
        { body, ...(isForced ? { query: { force: 'true' } } : {}) },
      ),
    remove: (id: string) => remove(`/escalation-policies/${id}`),
    simulate: (given: GivenSimulation) => post<SimulationAnswer>('/escalation-policies/simulate', given),
  } as const;
}
