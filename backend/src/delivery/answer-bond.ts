import type { AnswerAction } from 'incident-core';

/** Whose answer, about which incident. */
export interface AnswerBond {
  readonly userId: string;
  readonly incidentId: string;
}

/** A link that was sent to a responder. */
export interface AnswerLink extends AnswerBond {
  readonly userName: string;
  /** What was done with it already. */
  readonly acted: readonly AnswerAction[];
  readonly expiresAt: Date;
}
