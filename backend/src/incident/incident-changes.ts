import { Inject, Injectable } from '@nestjs/common';
import {
  decideChange,
  decideUrgency,
  findRecipients,
  type AddResponders,
  type ChangeDecision,
  type ChangeRefusal,
  type Incident,
  type IncidentChange,
  type TimelineKind,
} from 'incident-core';
import { may, type Caller } from '../access/caller.ts';
import { orProblem, noSuch, unknownReference } from '../access/constraints.ts';
import { forbidden } from '../access/route-rules.ts';
import { NotificationService } from '../notification/notification.service.ts';
import { Clock } from '../platform/clock.ts';
import { DATABASE, type Database, type Transaction } from '../platform/database.ts';
import { conflict, notFound, type Problem } from '../platform/problem.ts';
import { DirectoryService } from '../team/directory.service.ts';

import { TimelineService } from '../timeline/timeline.service.ts';
import { IncidentOrders } from './incident-orders.ts';
import { Acknowledgements } from './acknowledgements.ts';
import { IncidentRepository } from './incident.repository.ts';
import { IncidentResolver } from './resolver.ts';

const KINDS: Readonly<Record<IncidentChange['kind'], TimelineKind>> = {
  release: 'released',
  snooze: 'snoozed',
  reopen: 'reopened',
  confirm: 'confirmed',
  keep_open: 'kept_open',
  assign: 'assigned',
  hand_over: 'handed_over',
  escalate: 'escalated_by_hand',
};

/** What people change on incidents beside acknowledging, starting and resolving. Load, decide, apply, in one transaction each. */
@Injectable()
export class IncidentChanges {
  constructor(
    private readonly incidents: IncidentRepository,
    private readonly acknowledgements: Acknowledgements,
    private readonly resolver: IncidentResolver,
    private readonly orders: IncidentOrders,
    private readonly notifications: NotificationService,
    private readonly directory: DirectoryService,
    private readonly timeline: TimelineService,
    private readonly clock: Clock,
    @Inject(DATABASE) private readonly database: Database,
  ) {}

  /**
   * The same change again changes nothing.
   *
   * @throws Problem 404, 403 for an incident of a team for which the caller may not, 409 when the incident is not in a
   * state for it, 422 for a person or team that does not exist
   */
  async change(id: string, change: IncidentChange, by: Caller): Promise<'done' | 'unchanged'> {
    return orProblem(
      {
        incidents_assignee_id_foreign: noSuch('responder', '$.user_id'),
        incidents_team_id_foreign: noSuch('team', '$.team_id'),
        incident_alerts_one_unresolved: () =>
          conflict('alert-elsewhere', 'An alert of the incident has opened another incident since', {
            detail: 'found another unresolved incident of the same alert; expected none',
          }),
      },
      this.database.transaction((transaction) => this.apply(transaction, id, change, by)),
    );
  }

  /** Those who were asked before are not told again. @throws Problem 404, 403, 409 when it is resolved, 422 */
  async addResponders(id: string, given: AddResponders, by: Caller): Promise<void> {
    const now = this.clock.now();
    await this.database.transaction(async (transaction) => {
      const incident = await this.lock(transaction, id, by);
      if (incident.status === 'resolved') throw refusal('resolved', incident);
      const userIds = await this.askedFor(transaction, given);
      const added = await this.incidents.addResponders(transaction, id, userIds, now);
      if (added.length === 0) return;
      const data = { users: added };
      await this.timeline.append(transaction, [
        { incidentId: id, at: now, kind: 'responders_added', actor: by.actor, data },
      ]);
      await this.notifications.tell(
        transaction,
        added.map((userId) => ({
          ...{ incidentId: id, urgency: incident.urgency, event: 'responder_added' as const, occurrence: 'once' },
          ...{ reason: `asked by ${nameOf(by)}`, target: { type: 'user' as const, id: userId } },
        })),
        now,
      );
    });
  }

  /** Whoever is named, and of the teams whoever is found there now. @throws Problem 422 */
  private async askedFor(transaction: Transaction, given: AddResponders): Promise<readonly string[]> {
    const targets = [
      ...given.user_ids.map((id, at) => ({ type: 'user' as const, id, path: `$.user_ids[${at}]` })),
      ...given.team_ids.map((id, at) => ({ type: 'team' as const, id, path: `$.team_ids[${at}]` })),
    ];
    const reach = await this.directory.reach(transaction, targets, this.clock.now());
    const found = targets.map((target) => {
      const people = findRecipients(target, reach);
      return { ...target, people: typeof people === 'string' ? [] : people.map(({ recipient }) => recipient.id) };
    });
    const missing = await this.directory.missingTargets(transaction, targets);
    const wrong = found.flatMap(({ type, id, path, people }) => {
      if (missing.some((target) => target.type === type && target.id === id)) {
        return [{ path, found: id, expected: type === 'user' ? 'the id of a responder' : 'the id of a team' }];
      }
      return people.length > 0 ? [] : [{ path, found: `${id}, of which nobody is found now`, expected: SOMEBODY }];
    });
    if (wrong.length > 0) throw unknownReference(wrong);
    return [...new Set(found.flatMap(({ people }) => people))];
  }

  private async apply(
    transaction: Transaction,
    id: string,
    change: IncidentChange,
    by: Caller,
  ): Promise<'done' | 'unchanged'> {
    const now = this.clock.now();
    const incident = await this.lock(transaction, id, by);
    const decision = decideChange(change, await this.ground(transaction, incident, by), now);
    switch (decision.kind) {
      case 'nothing':
        return 'unchanged';
      case 'refuse':
        throw refusal(decision.reason, incident);
      case 'resolve':
        await this.resolver.resolve(transaction, [incident], 'recovery', by.actor, now);
        return 'done';
      case 'change':
        await this.write(transaction, incident, change, decision, by);
        return 'done';
    }
  }

  private async write(
    transaction: Transaction,
    incident: Incident,
    change: IncidentChange,
    decision: Extract<ChangeDecision, { kind: 'change' }>,
    by: Caller,
  ): Promise<void> {
    const now = this.clock.now();
    const { id, urgency } = incident;
    const urgent = await this.urgencyOf(transaction, { ...incident, ...decision.set }, decision);
    const set = { ...decision.set, ...urgent };
    await this.acknowledgements.write(transaction, incident, set, now);
    if (change.kind === 'reopen') await this.incidents.takeAlertsBack(transaction, id);
    const data = await this.describe(transaction, change, incident);
    await this.timeline.append(transaction, [
      { incidentId: id, at: now, kind: KINDS[change.kind], actor: by.actor, data },
    ]);
    await this.orders.give(transaction, { ...incident, ...set }, decision.escalation, {
      because: KINDS[change.kind],
      ends: change.kind === 'hand_over' ? 'reassigned' : 'acknowledged',
      actor: by.actor,
      ...shownOf(change, incident, data, by),
    });
    if (change.kind === 'assign' && change.userId !== by.userId) {
      const target = { type: 'user' as const, id: change.userId };
      const occurrence = now.toISOString();
      const telegram = { incidentId: id, urgency, event: 'assigned' as const, occurrence, reason: `by ${nameOf(by)}` };
      await this.notifications.tell(transaction, [{ ...telegram, target }], now);
    }
    // Whoever held it and did not let go of it themselves hears that others are told again, before those are.
    const wasHeldBy = incident.status === 'triggered' ? null : incident.assigneeId;
    if (decision.set.status === 'triggered' && wasHeldBy !== null && wasHeldBy !== by.userId) {
      const reason = `${KINDS[change.kind].replaceAll('_', ' ')} by ${nameOf(by)}`;
      await this.orders.tellFormerHolder(transaction, { ...incident, assigneeId: wasHeldBy }, reason);
    }
  }

  /** What is anybody's again is as urgent as if it had just been opened, by the table of the team that has it now. */
  private async urgencyOf(
    transaction: Transaction,
    after: Incident,
    { set }: Extract<ChangeDecision, { kind: 'change' }>,
  ): Promise<Partial<Incident>> {
    if (set.status !== 'triggered') return {};
    const settings = await this.directory.settingsOf(transaction, after.teamId);
    const { urgency, urgencyDueAt } = decideUrgency(after.severity, settings, this.clock.now());
    return { urgency, urgencyDueAt };
  }

  private async lock(transaction: Transaction, id: string, by: Caller): Promise<Incident> {
    const incident = await this.incidents.lock(transaction, id);
    if (!incident) throw notFound('incident', id);
    if (!may(by, 'respond', [incident.teamId])) throw forbidden('respond', { teams: 'incident' });
    return incident;
  }

  private async ground(transaction: Transaction, incident: Incident, by: Caller) {
    const recovered = (await this.incidents.recovered(transaction, [incident.id])).has(incident.id);
    const settings = await this.directory.settingsOf(transaction, incident.teamId);
    return { incident, recovered, settings, actorId: by.userId };
  }

  private async describe(transaction: Transaction, change: IncidentChange, { teamId }: Incident) {
    switch (change.kind) {
      case 'snooze':
        return { until: change.until };
      case 'reopen':
        return { reason: 'by_hand' };
      case 'assign': {
        const { users } = await this.directory.names(transaction, { teamIds: [], userIds: [change.userId] });
        return { to: { id: change.userId, name: users.get(change.userId) ?? null } };
      }
      case 'hand_over': {
        const { teams } = await this.directory.names(transaction, { teamIds: [change.teamId, teamId], userIds: [] });
        const named = (id: string) => ({ id, name: teams.get(id) ?? null });
        return { from: named(teamId), to: named(change.teamId) };
      }
      default:
        return {};
    }
  }
}

const SOMEBODY = 'a team in which somebody is on call, or one without schedules that has members';

/** What changed of it, where that is not that somebody has it or nobody has it any more. */
function shownOf(
  { kind }: IncidentChange,
  { status }: Incident,
  { to }: { readonly to?: { readonly name: string | null } },
  by: Caller,
): { readonly shown?: string } {
  const someone = to?.name ?? 'somebody';
  if (kind === 'reopen') return { shown: `reopened by ${nameOf(by)}` };
  if (kind === 'assign') return { shown: `assigned to ${someone} by ${nameOf(by)}` };
  if (kind === 'hand_over') return { shown: `handed over to ${someone} by ${nameOf(by)}` };
  if (kind === 'escalate' && status === 'triggered') return { shown: `escalated by ${nameOf(by)}` };
  return {};
}

function nameOf({ actor }: Caller): string {
  return 'name' in actor ? actor.name : actor.type;
}

const REFUSED: Readonly<Record<ChangeRefusal, readonly [type: string, title: string, expected: string]>> = {
  resolved: ['incident-resolved', 'The incident is resolved', 'triggered, acknowledged or in_progress'],
  merged: ['incident-merged', 'The incident was merged into another', 'an incident that was not'],
  in_progress: ['incident-in-progress', 'The incident is being worked on', 'triggered or acknowledged'],
  in_the_past: ['snooze-in-the-past', 'The snooze would be over already', 'an instant in the future'],
  too_long: ['snooze-too-long', 'The snooze is too long', '24 hours at most for high urgency, 30 days for low'],
};

function refusal(reason: ChangeRefusal, incident: Incident): Problem {
  const [type, title, expected] = REFUSED[reason];
  const found = incident.status === 'resolved' ? `resolved (${incident.resolution ?? 'unknown'})` : incident.status;
  return conflict(type, title, {
    detail: `found status ${found}, ${incident.urgency} urgency; expected ${expected}`,
    resolved_at: incident.resolvedAt,
    resolution: incident.resolution,
  });
}
