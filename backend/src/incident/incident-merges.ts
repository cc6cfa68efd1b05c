import { Inject, Injectable } from '@nestjs/common';
import {
  changeUrgency,
  decideMerge,
  decideRise,
  describeSeverityChange,
  type Incident,
  type MergeDecision,
  type MergeRefusal,
  type TeamSettings,
} from 'incident-core';
import { may, type Caller } from '../access/caller.ts';
import { unknownReference } from '../access/constraints.ts';
import { forbidden } from '../access/route-rules.ts';
import { Clock } from '../platform/clock.ts';
import { DATABASE, type Database, type Transaction } from '../platform/database.ts';
import { conflict, invalid, notFound, type Problem } from '../platform/problem.ts';
import { DirectoryService } from '../team/directory.service.ts';
import { TimelineService } from '../timeline/timeline.service.ts';
import { IncidentOrders } from './incident-orders.ts';
import { IncidentRepository } from './incident.repository.ts';
import { IntakeRepository } from './intake.repository.ts';
import { MergeRepository, type MergedIncident } from './merge.repository.ts';
import { IncidentResolver } from './resolver.ts';

type Merging = Extract<MergeDecision, { kind: 'merge' }>;

/** So often alerts may join an incident in the moment between a look at its keys and their lock. */
const MOST_TRIES = 5;

/** Merges incidents: one ends, the other has its alerts. Load, decide, apply, in one transaction. */
@Injectable()
export class IncidentMerges {
  constructor(
    private readonly merges: MergeRepository,
    private readonly intake: IntakeRepository,
    private readonly incidents: IncidentRepository,
    private readonly resolver: IncidentResolver,
    private readonly orders: IncidentOrders,
    private readonly directory: DirectoryService,
    private readonly timeline: TimelineService,
    private readonly clock: Clock,
    @Inject(DATABASE) private readonly database: Database,
  ) {}

  /**
   * The same merge again changes nothing.
   *
   * @throws Problem 404, 403 where the caller may not for one of the teams, 400 for itself, 409 when one of them is over,
   * 422 when there is nothing to merge it into
   */
  async merge(id: string, intoId: string, by: Caller): Promise<'done' | 'unchanged'> {
    for (let tries = 0; tries < MOST_TRIES; tries += 1) {
      const outcome = await this.database.transaction((transaction) => this.tryOnce(transaction, id, intoId, by));
      if (outcome !== 'again') return outcome;
    }
    throw conflict('incident-busy', 'Alerts join the incident all the time', {
      detail: 'found an alert that joined meanwhile; expected none: try again',
    });
  }

  /** The intake locks keys before incidents, and so must this: what was not locked before cannot be locked any more. */
  private async tryOnce(
    transaction: Transaction,
    id: string,
    intoId: string,
    by: Caller,
  ): Promise<'done' | 'unchanged' | 'again'> {
    const keys = await this.merges.keysOf(transaction, id);
    await this.intake.lockKeys(transaction, keys);
    const locked = await this.merges.lock(transaction, [id, intoId]);
    const from = permitted(locked.get(id), by, () => notFound('incident', id));
    const into = permitted(locked.get(intoId), by, () =>
      unknownReference([{ path: '$.into', found: intoId, expected: 'the id of an incident' }]),
    );
    const now = await this.merges.keysOf(transaction, id);
    if (now.some((key) => !keys.includes(key))) return 'again';
    const recovered = await this.incidents.recovered(transaction, [id]);
    const untracked = await this.merges.isUntracked(transaction, id);
    const decision = decideMerge({ ...from, stillBad: !recovered.has(id), untracked }, into);
    if (decision.kind === 'nothing') return 'unchanged';
    if (decision.kind === 'refuse') throw refusal(decision.reason, from, into);
    await this.apply(transaction, from, into, decision, by);
    return 'done';
  }

  private async apply(
    transaction: Transaction,
    from: Incident,
    into: Incident,
    { set, rises }: Merging,
    by: Caller,
  ): Promise<void> {
    const now = this.clock.now();
    await this.merges.moveAlerts(transaction, from.id, into.id);
    await this.merges.markMerged(transaction, from.id, into.id);
    await this.resolver.resolve(transaction, [from], 'merged', by.actor, now, { into: nameOf(into) });
    await this.timeline.append(transaction, [
      { incidentId: into.id, at: now, kind: 'merged', actor: by.actor, data: { from: nameOf(from) } },
    ]);
    const settings = await this.directory.settingsOf(transaction, into.teamId);
    const changed = { ...set, ...changeUrgency(into, set.severity, settings, now), staleAt: null };
    await this.incidents.update(transaction, into.id, changed);
    if (rises) await this.rise(transaction, into, { ...into, ...changed }, { from, settings, by });
  }

  private async rise(
    transaction: Transaction,
    before: Incident,
    after: Incident,
    { from, settings, by }: { readonly from: Incident; readonly settings: TeamSettings; readonly by: Caller },
  ): Promise<void> {
    const now = this.clock.now();
    const data = { from: before.severity, to: after.severity };
    await this.timeline.append(transaction, [
      { incidentId: after.id, at: now, kind: 'severity_changed', actor: by.actor, data },
    ]);
    const decision = decideRise(after, settings, now);
    await this.incidents.update(transaction, after.id, decision.set);
    const rose = describeSeverityChange(before.severity, after.severity);
    const reason = `${rose}: #${from.number} was merged into it`;
    await this.orders.tellRisen(transaction, { ...after, ...decision.set }, decision, {
      reason,
      occurrence: `merged-${from.id}`,
    });
  }
}

function permitted(incident: MergedIncident | undefined, by: Caller, missing: () => Problem): MergedIncident {
  if (!incident) throw missing();
  if (!may(by, 'respond', [incident.teamId])) throw forbidden('respond', { teams: 'incident' });
  return incident;
}

function nameOf({ id, number, title }: Incident): Readonly<Record<string, unknown>> {
  return { id, number, title };
}

function refusal(reason: MergeRefusal, from: MergedIncident, into: MergedIncident): Problem {
  const over = ({ resolution, resolvedAt }: Incident, expected: string) => ({
    detail: `found status resolved (${resolution ?? 'unknown'}); expected ${expected}`,
    resolved_at: resolvedAt,
    resolution,
  });
  switch (reason) {
    case 'itself':
      return invalid([{ path: '$.into', found: into.id, expected: 'another incident than the one that is merged' }]);
    case 'resolved':
      return conflict('incident-resolved', 'The incident is resolved', over(from, 'an open incident to merge'));
    case 'merged_elsewhere':
      return conflict('incident-merged', 'The incident was merged into another', {
        ...over(from, 'an incident that was not merged'),
        merged_into: from.mergedInto,
      });
    case 'into_resolved':
      return conflict('into-resolved', 'The incident to merge into is resolved', {
        ...over(into, 'an open incident to merge into'),
        ...(into.mergedInto !== null && { merged_into: into.mergedInto }),
      });
  }
}
