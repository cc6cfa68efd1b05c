import type { EscalationStatus } from '../model/escalation.ts';

/**
 * The status of a run's current step:
 *
 * pending ──due──▶ active ──first delivery sent──▶ notified
 *    ▲               │ timeout, nobody notified      │ timeout, nothing arrived
 *    │               └──────────▶ escalated ◀────────┘
 *    └──next step, next round──────────┘
 * any ──acknowledged, recovered, resolved, exhausted──▶ resolved, which never runs again
 */
export const ESCALATION_TRANSITIONS: Readonly<Record<EscalationStatus, readonly EscalationStatus[]>> = {
  pending: ['active', 'resolved'],
  active: ['notified', 'escalated', 'resolved'],
  notified: ['escalated', 'resolved'],
  escalated: ['pending', 'resolved'],
  resolved: [],
};

/** Whether the lifecycle has an arrow between the two. */
export function isEscalationMove(from: EscalationStatus, to: EscalationStatus): boolean {
  return ESCALATION_TRANSITIONS[from].includes(to);
}
