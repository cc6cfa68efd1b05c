import { randomUUID } from 'node:crypto';
import { DEFAULT_TEAM_SETTINGS, NO_TIMERS, type Incident } from 'incident-core';
import type { Database } from '../../backend/src/platform/database.ts';
import type { StoredEscalation } from '../../backend/src/escalation/escalation.repository.ts';
import { NO_HOLD } from '../../backend/src/escalation/runs.ts';
import type { StoredAlert, StoredIncident } from '../../backend/src/incident/intake.repository.ts';

/** Rows as the stages write them, for tests of single queries. */
export const AT = new Date('2027-01-05T03:00:00.000Z');

export const later = (seconds: number) => new Date(AT.getTime() + seconds * 1000);

export async function catchAllTeam(database: Database): Promise<string> {
  const team = (await database('teams').where({ isCatchAll: true }).first('id')) as { readonly id: string };
  return team.id;
}

export async function addUser(database: Database, name: string): Promise<string> {
  const id = randomUUID();
  await database('users').insert({ id, name, username: name });
  return id;
}

export function incidentRow(teamId: string, over: Partial<StoredIncident> = {}): StoredIncident {
  return {
    id: randomUUID(),
    title: 'Disk full',
    description: null,
    severity: 'error',
    urgency: 'high',
    service: 'checkout',
    environment: 'production',
    tags: ['a', 'b'],
    links: { alert: null, rule: null, service: null },
    teamId,
    unrouted: false,
    status: 'triggered',
    assigneeId: null,
    alertCount: 1,
    reopenCount: 0,
    createdAt: AT,
    triggeredAt: AT,
    lastSeenAt: AT,
    acknowledgedAt: null,
    startedAt: null,
    resolvedAt: null,
    resolution: null,
    staleAt: null,
    flappingAt: null,
    isStorm: false,
    ...NO_TIMERS,
    alertId: randomUUID(),
    settings: DEFAULT_TEAM_SETTINGS,
    ...over,
  };
}

export function alertRow(
  incident: { readonly id: string },
  dedupKey: string,
  over: Partial<StoredAlert> = {},
): StoredAlert {
  return {
    id: randomUUID(),
    incidentId: incident.id,
    dedupKey,
    unresolved: true,
    sourceId: randomUUID(),
    space: null,
    ruleId: null,
    ruleName: null,
    ruleType: null,
    alertId: null,
    status: 'active',
    episode: 'e1',
    lastDate: AT,
    name: 'Disk full',
    severity: 'error',
    severityFrom: 'default',
    service: null,
    environment: null,
    tags: [],
    reason: null,
    value: null,
    threshold: null,
    links: { alert: null, rule: null, service: null },
    actionGroup: null,
    flapping: false,
    metadata: {},
    count: 1,
    firstSeenAt: AT,
    lastSeenAt: AT,
    untrackedAt: null,
    ...over,
  };
}

export function runRow(incident: { readonly id: string }, over: Partial<StoredEscalation> = {}): StoredEscalation {
  return {
    id: randomUUID(),
    incidentId: incident.id,
    run: 1,
    snapshot: null,
    urgency: 'high',
    startedBecause: 'opened',
    round: 1,
    step: 1,
    status: 'pending',
    dueAt: AT,
    activatedAt: null,
    roundStartedAt: null,
    nobodyNotified: false,
    endReason: null,
    createdAt: AT,
    endedAt: null,
    ...NO_HOLD,
    ...over,
  };
}

/** An incident in the database, with no alerts. */
export async function addIncident(database: Database, over: Partial<Incident> = {}): Promise<StoredIncident> {
  const incident = incidentRow(await catchAllTeam(database), over);
  const { settings: _, ...row } = incident;
  await database('incidents').insert({ ...row, tags: [...row.tags], links: JSON.stringify(row.links) });
  return incident;
}

/** Columns of a delivery, and of its notification, that differ from those of one that is due. */
interface DeliveryOver {
  readonly delivery?: Readonly<Record<string, unknown>>;
  readonly notification?: Readonly<Record<string, unknown>>;
}

/** A notification of an incident to a user, with its delivery. */
export async function addDelivery(
  database: Database,
  incident: { readonly id: string },
  { delivery = {}, notification = {} }: DeliveryOver = {},
): Promise<string> {
  const [id, notificationId] = [randomUUID(), randomUUID()];
  await database('notifications').insert({
    id: notificationId,
    uniqueKey: notificationId,
    incidentId: incident.id,
    escalationId: null,
    run: 1,
    round: 1,
    step: 1,
    event: 'escalation_step',
    recipientType: 'user',
    recipientId: randomUUID(),
    channel: 'email',
    createdAt: AT,
    ...notification,
  });
  await database('deliveries').insert({
    id,
    notificationId,
    incidentId: incident.id,
    channel: 'email',
    urgency: 'high',
    status: 'pending',
    dueAt: AT,
    createdAt: AT,
    ...delivery,
  });
  return id;
}
