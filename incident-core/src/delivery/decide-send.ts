import type { EscalationEnd, EscalationStatus } from '../model/escalation.ts';
import type { IncidentStatus } from '../model/incident.ts';
import type { NotificationEvent } from '../model/notification.ts';

/** Why a planned notification is withheld at the moment of sending. */
export const SEND_SUPPRESSIONS = [
  'acknowledged',
  'resolved',
  'released',
  'reopened',
  'run_ended',
  'recipient_gone',
  'contact_method_gone',
  'contact_method_unverified',
] as const;
export type SendSuppression = (typeof SEND_SUPPRESSIONS)[number];

/** Whether a notification is still true when its turn to be sent comes. */
export type SendDecision = { readonly kind: 'send' } | { readonly kind: 'suppress'; readonly reason: SendSuppression };

/** A planned notification and the world as it is now. */
export interface DueNotification {
  readonly event: NotificationEvent;
  readonly incidentStatus: IncidentStatus;
  /** The escalation run that planned it, with why that ended; null when no run planned it. */
  readonly run: DueRun | null;
  readonly recipient: DueRecipient;
}

/** An escalation run as it stands now. */
export interface DueRun {
  readonly status: EscalationStatus;
  readonly end: EscalationEnd | null;
}

/** `verified` also stands for a recipient that needs no verification: a webhook target. */
export type DueRecipient = 'verified' | 'unverified' | 'method_gone' | 'gone';

/** Decides at send time, so that nothing stale is sent: the incident's state first, then the recipient's. */
export function decideSend({ event, incidentStatus, run, recipient }: DueNotification): SendDecision {
  const reason = toStale(event, incidentStatus, run) ?? UNREACHABLE[recipient];
  return reason === null ? { kind: 'send' } : { kind: 'suppress', reason };
}

/** Whether all that is in the way is the address: its recipient can be told by another. */
export function isForItsAddress(reason: string): boolean {
  return reason === UNREACHABLE.method_gone || reason === UNREACHABLE.unverified;
}

function toStale(event: NotificationEvent, incident: IncidentStatus, run: DueRun | null): SendSuppression | null {
  switch (event) {
    case 'escalation_step':
      return NOT_TRIGGERED[incident] ?? (hasBeenCalledOff(run) ? 'run_ended' : null);
    // The run of these has ended as a rule: that is what they tell.
    case 'nobody_notified':
    case 'exhausted':
    case 'acknowledgement_over':
      return NOT_TRIGGERED[incident];
    case 'recovery_noted':
    case 'untracked':
    case 'new_episode':
    case 'acknowledgement_ending':
    case 'work_reminder':
      return NOT_HELD[incident];
    // Planned for a step, it is as stale as the step; whoever holds the incident is told as long as it is open.
    case 'severity_rose':
      return run === null
        ? IS_OVER[incident]
        : (NOT_TRIGGERED[incident] ?? (hasBeenCalledOff(run) ? 'run_ended' : null));
    case 'assigned':
    case 'responder_added':
    case 'standing_changed':
      return IS_OVER[incident];
    case 'resolved':
      return incident === 'resolved' ? null : 'reopened';
  }
}

/** A run that ran out calls nothing off: what its steps planned goes on until somebody acknowledges. */
function hasBeenCalledOff(run: DueRun | null): boolean {
  return run !== null && run.status === 'resolved' && run.end !== 'exhausted';
}

const NOT_TRIGGERED: Readonly<Record<IncidentStatus, SendSuppression | null>> = {
  triggered: null,
  acknowledged: 'acknowledged',
  in_progress: 'acknowledged',
  resolved: 'resolved',
};

const IS_OVER: Readonly<Record<IncidentStatus, SendSuppression | null>> = {
  triggered: null,
  acknowledged: null,
  in_progress: null,
  resolved: 'resolved',
};

const NOT_HELD: Readonly<Record<IncidentStatus, SendSuppression | null>> = {
  triggered: 'released',
  acknowledged: null,
  in_progress: null,
  resolved: 'resolved',
};

const UNREACHABLE: Readonly<Record<DueRecipient, SendSuppression | null>> = {
  verified: null,
  unverified: 'contact_method_unverified',
  method_gone: 'contact_method_gone',
  gone: 'recipient_gone',
};
