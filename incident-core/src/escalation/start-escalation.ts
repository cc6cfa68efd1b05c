import type { Escalation } from '../model/escalation.ts';
import type { EscalationPolicy } from '../model/escalation-policy.ts';
import type { Urgency } from '../model/severity.ts';

/** A run that is about to begin: all but the id that the store gives it. */
export type NewEscalation = Omit<Escalation, 'id'>;

/** After a policy ran out unheard, a high-urgency incident starts over this often. */
export const RESTART_AFTER_EXHAUSTION_SECONDS = 60 * 60;

/** Starts a run at step 1 on a copy of the policy: later edits of the policy do not reach it. The first delay counts from `from`. */
export function startEscalation(incidentId: string, run: number, policy: EscalationPolicy, from: Date): NewEscalation {
  const snapshot = structuredCopy(policy);
  const delay = snapshot.steps[0]?.delaySeconds ?? 0;
  return {
    incidentId,
    run,
    snapshot,
    round: 1,
    step: 1,
    status: 'pending',
    dueAt: new Date(from.getTime() + delay * 1000),
    activatedAt: null,
    roundStartedAt: null,
  };
}

/** When an exhausted incident that is still triggered gets its next run; null for low urgency, which gets none. */
export function restartAt(urgency: Urgency, now: Date): Date | null {
  return urgency === 'high' ? new Date(now.getTime() + RESTART_AFTER_EXHAUSTION_SECONDS * 1000) : null;
}

/** Nothing of it is shared with the policy, not even a list of patterns. */
function structuredCopy(policy: EscalationPolicy): EscalationPolicy {
  const { service, environment, severity, tags, times } = policy.matchers;
  return {
    ...policy,
    matchers: {
      ...(service && { service: [...service] }),
      ...(environment && { environment: [...environment] }),
      ...(severity && { severity: [...severity] }),
      ...(tags && { tags: [...tags] }),
      ...(times && { times: times.map((hours) => ({ ...hours, weekdays: [...hours.weekdays] })) }),
    },
    steps: policy.steps.map((step) => ({ ...step, targets: step.targets.map((target) => ({ ...target })) })),
  };
}
