/** What can stand in an incident's history. */
export type TimelineKind =
  | 'opened'
  | 'reopened'
  | 'refreshed'
  | 'new_episode'
  | 'severity_changed'
  | 'recovery_noted'
  | 'acknowledged'
  | 'taken_over'
  | 'started'
  | 'resolved'
  | 'note'
  | 'escalation_started'
  | 'step_activated'
  | 'step_escalated'
  | 'nobody_notified'
  | 'exhausted'
  | 'escalation_ended'
  | 'notification_sent'
  | 'notification_failed'
  | 'notification_suppressed';

/** Who did it: a person, a program with a token, a source, or the system by its own clock. */
export type Actor =
  | {
      readonly type: 'user';
      readonly id: string;
      readonly name: string;
      /** The token that acted for them, where it is not their own. */
      readonly via?: { readonly id: string; readonly name: string };
    }
  | { readonly type: 'token'; readonly id: string; readonly name: string }
  | { readonly type: 'source'; readonly id: string; readonly name: string }
  | { readonly type: 'system' };

export const SYSTEM: Actor = { type: 'system' };

export interface TimelineEntry {
  readonly incidentId: string;
  readonly at: Date;
  readonly kind: TimelineKind;
  readonly actor: Actor;
  /** What a reader needs to understand it; always with the reason where there was a choice. */
  readonly data: Readonly<Record<string, unknown>>;
}
