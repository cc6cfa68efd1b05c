import type { EscalationPolicy } from './escalation-policy.ts';

export const ESCALATION_STATUSES = ['pending', 'active', 'notified', 'escalated', 'resolved'] as const;
export type EscalationStatus = (typeof ESCALATION_STATUSES)[number];

/** Why a run ended. */
export const ESCALATION_ENDS = [
  'acknowledged',
  'recovered',
  'resolved',
  'exhausted',
  'no_policy',
  'reassigned',
  'started_over',
  'held',
] as const;
export type EscalationEnd = (typeof ESCALATION_ENDS)[number];

/** Why the next passage begins, or why a step was left. */
export const STEP_REASONS = ['timeout', 'nobody_notified', 'by_hand'] as const;
export type StepReason = (typeof STEP_REASONS)[number];

/** Why a passage begins: the run does, or the one before it was left. */
export const PASSAGE_REASONS = ['started', ...STEP_REASONS] as const;
export type PassageReason = (typeof PASSAGE_REASONS)[number];

/** One run of a policy for one incident, on a copy of the policy taken at its start. */
export interface Escalation {
  readonly id: string;
  readonly incidentId: string;
  /** Numbers the runs of an incident from 1. */
  readonly run: number;
  readonly snapshot: EscalationPolicy;
  /** Counts rounds from 1. */
  readonly round: number;
  /** Counts steps from 1. */
  readonly step: number;
  /** The status of the current step's passage. */
  readonly status: EscalationStatus;
  /** When the current passage moves by itself; null once resolved. */
  readonly dueAt: Date | null;
  readonly activatedAt: Date | null;
  /** When the first step of this round became active; null before that. */
  readonly roundStartedAt: Date | null;
}
