import type { AlertLinks } from '../model/alert.ts';
import type { IncidentStatus, Resolution } from '../model/incident.ts';
import type { NotificationEvent } from '../model/notification.ts';
import type { Severity, Urgency } from '../model/severity.ts';

/** What one recipient is told about one incident, read at the moment of sending. Its texts may come from an attacker. */
export interface Told {
  readonly event: NotificationEvent;
  readonly incident: ToldIncident;
  /** The owning team's name. */
  readonly team: string;
  /** The recipient's name. */
  readonly recipient: string;
  readonly step: ToldStep | null;
  /** Where the incident is seen and acknowledged; null when no public address is configured. */
  readonly incidentUrl: string | null;
  readonly now: Date;
  /** Why now, when it is not plain from the step: "nobody could be reached on step 1". */
  readonly reason: string | null;
}

/** The incident as it stands when the message is sent. */
export interface ToldIncident {
  readonly number: number;
  readonly title: string;
  readonly description: string | null;
  readonly severity: Severity;
  readonly urgency: Urgency;
  readonly status: IncidentStatus;
  readonly service: string | null;
  readonly environment: string | null;
  readonly links: AlertLinks;
  readonly createdAt: Date;
  readonly triggeredAt: Date;
  readonly lastSeenAt: Date;
  readonly alertCount: number;
  /** The responder's name. */
  readonly acknowledgedBy: string | null;
  /** Whether they are asked to acknowledge it once more, or else others are told. */
  readonly isAskedAgain: boolean;
  readonly resolvedAt: Date | null;
  readonly resolution: Resolution | null;
}

/** Which passage of the escalation this message belongs to; all count from 1. */
export interface ToldStep {
  readonly run: number;
  readonly round: number;
  readonly step: number;
  /** How many steps the policy has. */
  readonly of: number;
}

/** One message, ready for a mail: each part is complete on its own. */
export interface RenderedMessage {
  /** One line without control characters, at most 200 characters. */
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}
