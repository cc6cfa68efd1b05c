import { Injectable } from '@nestjs/common';
import {
  decideIncident,
  decidePulled,
  decideTeam,
  foldDecision,
  type Alert,
  type AlertOutcome,
  type Directory,
  type IncidentDecision,
  type PulledAlert,
  type PullPermit,
} from 'incident-core';
import { EscalationByHand } from '../escalation/by-hand.ts';
import { EscalationService } from '../escalation/escalation.service.ts';
import { Metrics } from '../metrics/metrics.ts';
import { NotificationService } from '../notification/notification.service.ts';
import { afterCommit, type Transaction } from '../platform/database.ts';
import { Random } from '../platform/random.ts';
import { DirectoryService } from '../team/directory.service.ts';
import { TimelineService } from '../timeline/timeline.service.ts';
import { IntakeDraft } from './intake-draft.ts';
import type { IntakeEffects } from './intake-effects.ts';
import { IntakeRepository, type StoredIncident } from './intake.repository.ts';
import { resolvedTelegram } from './resolver.ts';
import { toEscalated } from './to-escalated.ts';

/** An alert that a source sent, as it arrives at this stage. */
export interface Arrival {
  readonly alert: Alert;
  readonly source: { readonly id: string; readonly name: string; readonly teamId: string | null };
  /** How it was found, where it was not pushed, and whether it may open an incident. */
  readonly pull?: { readonly tracking: PulledAlert['tracking']; readonly permit: PullPermit };
}

/** What an arrival came to. */
export interface Landing {
  readonly outcome: AlertOutcome;
  readonly reason: string | null;
  readonly episode: string;
  readonly incidentId: string | null;
  readonly teamId: string | null;
  /** False for what was pulled and says nothing that is not known. */
  readonly isNews: boolean;
}

const OUTCOMES: Readonly<Record<Exclude<IncidentDecision['kind'], 'ignore'>, AlertOutcome>> = {
  open: 'opened',
  reopen: 'reopened',
  refresh: 'refreshed',
  resolve: 'resolved',
  note_recovery: 'recovery_noted',
};

/** Turns a batch of alerts into incidents: loads all their keys, decides one after another, writes all in the caller's transaction. */
@Injectable()
export class IntakeService {
  constructor(
    private readonly intake: IntakeRepository,
    private readonly directory: DirectoryService,
    private readonly escalations: EscalationService,
    private readonly byHand: EscalationByHand,
    private readonly notifications: NotificationService,
    private readonly timeline: TimelineService,
    private readonly metrics: Metrics,
    private readonly random: Random,
  ) {}

  /** Answers what became of each arrival, in their order. */
  async take(transaction: Transaction, arrivals: readonly Arrival[], now: Date): Promise<readonly Landing[]> {
    if (arrivals.length === 0) return [];
    const keys = [...new Set(arrivals.map(({ alert }) => alert.dedupKey))];
    const named = arrivals.flatMap(({ alert }) =>
      alert.episode === null ? [] : [{ dedupKey: alert.dedupKey, episode: alert.episode }],
    );
    await this.intake.lockKeys(transaction, keys);
    const draft = new IntakeDraft(await this.intake.load(transaction, keys, named), now, () => this.random.id());
    const directory = await this.directory.directory(transaction);
    const landings = arrivals.map((arrival) => this.decide(draft, arrival, directory, now));
    await this.write(transaction, draft, now);
    return landings;
  }

  /** What would become of one arrival; nothing is written. */
  async foresee(transaction: Transaction, arrival: Arrival, now: Date): Promise<Landing> {
    const { dedupKey, episode } = arrival.alert;
    await this.intake.lockKeys(transaction, [dedupKey]);
    const named = episode === null ? [] : [{ dedupKey, episode }];
    const known = await this.intake.load(transaction, [dedupKey], named);
    const directory = await this.directory.directory(transaction);
    return this.decide(new IntakeDraft(known, now, () => this.random.id()), arrival, directory, now);
  }

  private decide(draft: IntakeDraft, arrival: Arrival, directory: Omit<Directory, 'sourceTeamId'>, now: Date): Landing {
    const { alert, pull } = arrival;
    const state = draft.book.stateOf(alert.dedupKey);
    if (!pull) return this.apply(draft, arrival, decideIncident(alert, state, now), directory, now);
    const pulled = { alert, tracking: pull.tracking };
    const decision = decidePulled(pulled, state, pull.permit, now);
    if (decision.kind !== 'pass' && decision.kind !== 'seen' && decision.kind !== 'note_untracked') {
      return this.apply(draft, arrival, decision, directory, now);
    }
    const { kind, episode, incidentId } = decision;
    const teamId = draft.book.incidentOf(alert.dedupKey)?.teamId ?? null;
    if (kind === 'seen') draft.noteSeen(alert.dedupKey);
    if (kind === 'note_untracked') draft.noteUntracked(alert, { ...arrival.source, pulled: true }, decision);
    return {
      outcome: kind === 'note_untracked' ? 'recovery_noted' : 'ignored',
      reason: kind === 'note_untracked' ? 'untracked' : kind === 'seen' ? 'seen' : decision.reason,
      episode,
      incidentId,
      teamId,
      isNews: kind === 'note_untracked',
    };
  }

  private apply(
    draft: IntakeDraft,
    { alert, source: { teamId: ownTeamId, ...named }, pull }: Arrival,
    decision: IncidentDecision,
    directory: Omit<Directory, 'sourceTeamId'>,
    now: Date,
  ): Landing {
    const state = draft.book.stateOf(alert.dedupKey);
    const source = { ...named, pulled: pull !== undefined };
    if (decision.kind === 'open') {
      // The token's source was read a moment ago: its team may be gone since.
      const sourceTeamId = directory.teams.some(({ id }) => id === ownTeamId) ? ownTeamId : null;
      const team = decideTeam(alert, { ...directory, sourceTeamId });
      const settings = directory.teams.find(({ id }) => id === team.teamId)?.settings;
      draft.open(alert, source, team, settings);
    }
    const next = foldDecision(state, alert, decision, now, draft.book.incidentOf(alert.dedupKey));
    draft.apply(alert, source, decision, next);
    const incident = draft.book.incidentOf(alert.dedupKey);
    const incidentId = decision.kind === 'open' ? (incident?.id ?? null) : decision.incidentId;
    return {
      outcome: outcomeOf(decision),
      reason: reasonOf(decision),
      episode: decision.episode,
      incidentId,
      teamId: incident !== null && incident.id === incidentId ? incident.teamId : null,
      isNews: true,
    };
  }

  private async write(transaction: Transaction, draft: IntakeDraft, now: Date): Promise<void> {
    const { opened, changed, alerts, released, episodes, entries } = draft.book.rows();
    await this.intake.insertIncidents(transaction, opened);
    await this.intake.updateIncidents(transaction, changed);
    await this.intake.releaseAlerts(transaction, released);
    await this.intake.saveAlerts(transaction, alerts);
    await this.intake.saveEpisodes(transaction, episodes);
    await this.intake.saveSeen(transaction, draft.seen, now);
    await this.timeline.append(transaction, entries);

    const effects = draft.effects();
    await this.escalations.end(
      transaction,
      effects.recovered.map(({ id }) => id),
      'recovered',
      now,
    );
    await this.notifications.withhold(
      transaction,
      effects.recovered.map(({ id }) => id),
      'resolved',
      now,
    );
    await this.escalations.start(
      transaction,
      effects.opened.map((incident) => toEscalated(incident, false)),
      'opened',
      now,
    );
    await this.escalations.start(
      transaction,
      effects.reopened.map((incident) => toEscalated(incident, true)),
      'reopened',
      now,
    );
    await this.notifications.tellToldBefore(transaction, effects.resolved.map(resolvedTelegram), now);
    await this.notifications.tell(transaction, effects.tellAssignee, now);
    await this.byHand.tellAgain(
      transaction,
      effects.risen.map(({ incident, reason }) => ({ ...toEscalated(incident, true), reason })),
      now,
    );

    afterCommit(transaction, () => this.tell(opened, effects, now));
  }

  private tell(opened: readonly StoredIncident[], effects: IntakeEffects, now: Date): void {
    for (const { severity } of [...effects.opened, ...effects.reopened]) this.metrics.opened.inc({ severity });
    for (const { unrouted } of opened) if (unrouted) this.metrics.unrouted.inc();
    for (const { severity, createdAt } of effects.resolved) {
      this.metrics.resolutionSeconds.observe({ severity }, (now.getTime() - createdAt.getTime()) / 1000);
    }
  }
}

function outcomeOf(decision: IncidentDecision): AlertOutcome {
  if (decision.kind !== 'ignore') return OUTCOMES[decision.kind];
  return decision.reason === 'duplicate' ? 'duplicate' : 'ignored';
}

function reasonOf(decision: IncidentDecision): string | null {
  switch (decision.kind) {
    case 'ignore':
    case 'note_recovery':
      return decision.reason;
    case 'refresh':
      return decision.late ? 'late' : decision.newEpisode ? 'new_episode' : null;
    default:
      return null;
  }
}
