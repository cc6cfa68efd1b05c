import type { IncidentStatus, PageTestType } from 'incident-core';

/** A test of a contact method, a policy or a source. */
export interface PageTestRow {
  readonly id: string;
  readonly aboutType: PageTestType;
  readonly aboutId: string;
  /** As it was called then. */
  readonly aboutName: string;
  /** The team whose matter it is; null for all. */
  readonly teamId: string | null;
  readonly askedBy: string;
  readonly askedByName: string;
  readonly createdAt: Date;
  readonly endsAt: Date;
  readonly endedAt: Date | null;
  /** Null for a contact method, and where the incident is found by its alert. */
  readonly incidentId: string | null;
  readonly dedupKey: string | null;
}

/** A test with its incident, if it has one by now. */
export interface FoundPageTest extends PageTestRow {
  readonly incident: TestedIncident | null;
}

export interface TestedIncident {
  readonly id: string;
  readonly number: number;
  readonly title: string;
  readonly status: IncidentStatus;
  readonly acknowledgedAt: Date | null;
  readonly resolvedAt: Date | null;
  readonly assigneeName: string | null;
}
