import type { IncidentStatus, Severity, TimelineKind } from 'incident-core';

/** A place in the sequence of changes: the transaction that wrote one, and its number there. */
export interface ChangePlace {
  readonly xid: bigint;
  readonly id: number;
}

/** A change of an incident, and the incident as it is now. */
export interface IncidentChange {
  readonly place: ChangePlace;
  readonly incidentId: string;
  readonly number: number;
  readonly status: IncidentStatus;
  readonly severity: Severity;
  readonly teamId: string;
  readonly change: TimelineKind;
  readonly at: Date;
}

const PLACE = /^(\d{1,20})-(\d{1,15})$/;
const LARGEST_XID = 2n ** 64n - 1n;

export function isAfter(a: ChangePlace, b: ChangePlace): boolean {
  return a.xid > b.xid || (a.xid === b.xid && a.id > b.id);
}

/** As it travels: the id of an event. */
export function writePlace({ xid, id }: ChangePlace): string {
  return `${xid}-${id}`;
}

/** Null for what no event had as its id. */
export function readPlace(text: string): ChangePlace | null {
  const [, xid, id] = PLACE.exec(text) ?? [];
  if (xid === undefined || id === undefined || BigInt(xid) > LARGEST_XID) return null;
  return { xid: BigInt(xid), id: Number(id) };
}
