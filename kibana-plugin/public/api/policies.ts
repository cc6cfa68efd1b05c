import type { GivenPolicy, GivenSimulation, PolicyAnswer, SimulationAnswer } from 'incident-core';
import type { Caller } from './caller';

/** The calls of the page Escalation policies. */
export function createPoliciesApi({ ask, call, edit, remove }: Caller) {
  return {
    /** `isForced`: saved although it is not ready. */
    save: (id: string | undefined, body: GivenPolicy, isForced: boolean, tag?: string) => {
      const query = isForced ? { force: 'true' } : undefined;
      return id === undefined
        ? call<PolicyAnswer>('POST', '/escalation-policies', { body, ...(query ? { query } : {}) })
        : edit<PolicyAnswer>('PUT', `/escalation-policies/${id}`, body, tag, query);
    },
    remove: (id: string) => remove(`/escalation-policies/${id}`),
    simulate: (given: GivenSimulation) => ask<SimulationAnswer>('/escalation-policies/simulate', given),
  } as const;
}
