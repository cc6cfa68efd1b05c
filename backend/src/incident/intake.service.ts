import { Injectable } from '@nestjs/common';
import {
  DEFAULT_TEAM_SETTINGS,
  decideIncident,
  decidePulled,
  decideTeam,
  foldDecision,
  groupOf,
  holdWhileFlapping,
  isFlapping,
  isSourceDedupKey,
  type Alert,
  type AlertOutcome,
  type IncidentDecision,
  type PulledAlert,
  type PullPermit,
  type TeamDecision,
  type TeamSettings,
} from 'incident-core';
import { EscalationByHand } from '../escalation/by-hand.ts';
import { EscalationService } from '../escalation/escalation.service.ts';
import { Metrics } from '../metrics/metrics.ts';
import { NotificationService } from '../notification/notification.service.ts';
import { ShownChanges } from '../notification/shown-changes.ts';
import { afterCommit, type Transaction } from '../platform/database.ts';
import { Random } from '../platform/random.ts';
import { DirectoryService, type TeamDirectory } from '../team/directory.service.ts';
import { TimelineService } from '../timeline/timeline.service.ts';
import { IntakeDraft } from './intake-draft.ts';
import type { IntakeEffects } from './intake-effects.ts';
import { IntakeSurroundings, type ArrivalSigns } from './intake-surroundings.ts';
import { IntakeRepository, type StoredIncident } from './intake.repository.ts';
import { Neighbours } from './neighbours.ts';
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
  attach: 'attached',
  reopen: 'reopened',
  refresh: 'refreshed',
  resolve: 'resolved',
  note_recovery: 'recovery_noted',
};

/** What a batch of arrivals is decided on, and what it has come to so far. */
interface Batch {
  readonly directory: TeamDirectory;
  readonly neighbours: Neighbours;
  readonly draft: IntakeDraft;
}

/** What arrivals have come to, and what is to be written for that. */
export interface DecidedArrivals {
  readonly batch: Batch | null;
  readonly landings: readonly Landing[];
}

/** Turns a batch of alerts into incidents: loads all their keys, decides one after another, writes all in the caller's transaction. */
@Injectable()
export class IntakeService {
  constructor(
    private readonly intake: IntakeRepository,
    private readonly surroundings: IntakeSurroundings,
    private readonly directory: DirectoryService,
    private readonly escalations: EscalationService,
    private readonly byHand: EscalationByHand,
    private readonly notifications: NotificationService,
    private readonly shownChanges: ShownChanges,
    private readonly timeline: TimelineService,
    private readonly metrics: Metrics,
    private readonly random: Random,
  ) {}

  /** Answers what became of each arrival, in their order. */
  async take(transaction: Transaction, arrivals: readonly Arrival[], now: Date): Promise<readonly Landing[]> {
    const decided = await this.decide(transaction, arrivals, now);
    await this.apply(transaction, decided, now);
    return decided.landings;
  }

  /** Loads what the arrivals are decided on, and decides; nothing is written yet. */
  async decide(transaction: Transaction, arrivals: readonly Arrival[], now: Date): Promise<DecidedArrivals> {
    if (arrivals.length === 0) return { batch: null, landings: [] };
    const batch = await this.begin(transaction, arrivals, now);
    return { batch, landings: arrivals.map((arrival) => this.decideOne(batch, arrival, now)) };
  }

  /** Writes what was decided, in the same transaction. */
  async apply(transaction: Transaction, { batch, landings }: DecidedArrivals, now: Date): Promise<void> {
    if (batch === null) return;
    await this.write(transaction, batch, now);
    afterCommit(transaction, () => this.count(batch.draft, landings, now));
  }

  /** What would become of arrivals that come together, in their order; nothing is written. */
  async foresee(transaction: Transaction, arrivals: readonly Arrival[], now: Date): Promise<readonly Landing[]> {
    return (await this.decide(transaction, arrivals, now)).landings;
  }

  /** Locks and loads all that the arrivals are decided on. */
  private async begin(transaction: Transaction, arrivals: readonly Arrival[], now: Date): Promise<Batch> {
    const sourceIds = [...new Set(arrivals.map(({ source }) => source.id))];
    const [directory, surges] = await Promise.all([
      this.directory.sharedDirectory(transaction),
      this.surroundings.surges(transaction, sourceIds),
    ]);
    const around = await this.surroundings.lock(transaction, { arrivals: toSigns(arrivals, directory), surges }, now);
    const keys = [...new Set(arrivals.map(({ alert }) => alert.dedupKey))];
    const named = arrivals.flatMap(({ alert: { dedupKey, episode } }) =>
      episode === null ? [] : [{ dedupKey, episode }],
    );
    const beside = [...around.joinable, ...around.storms.map(({ incidentId }) => incidentId)];
    const known = await this.intake.load(transaction, keys, named, beside);
    const joinable = around.joinable.flatMap((id) => known.incidents.get(id) ?? []);
    return {
      directory,
      neighbours: new Neighbours({ ...around, joinable }, now),
      draft: new IntakeDraft(known, now, () => this.random.id()),
    };
  }

  private decideOne(batch: Batch, arrival: Arrival, now: Date): Landing {
    const { alert, pull } = arrival;
    const { draft } = batch;
    const state = draft.book.stateOf(alert.dedupKey);
    if (!pull) return this.land(batch, arrival, decideIncident(alert, state, now), now);
    const pulled = { alert, tracking: pull.tracking };
    const decision = decidePulled(pulled, state, pull.permit, now);
    if (decision.kind !== 'pass' && decision.kind !== 'seen' && decision.kind !== 'note_untracked') {
      return this.land(batch, arrival, decision, now);
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

  private land(batch: Batch, arrival: Arrival, decided: IncidentDecision, now: Date): Landing {
    const { alert, pull } = arrival;
    const { book } = batch.draft;
    const state = book.stateOf(alert.dedupKey);
    const source = { ...arrival.source, pulled: pull !== undefined };
    const flaps = isFlapping(alert, state, decided.episode);
    const decision =
      decided.kind === 'open'
        ? this.place(batch, arrival, decided.episode)
        : holdWhileFlapping(decided, state, flaps, now);
    const next = foldDecision(state, alert, decision, now, book.incidentOf(alert.dedupKey));
    batch.draft.apply(alert, source, decision, next, flaps);
    const incident = book.incidentOf(alert.dedupKey);
    const incidentId = decision.kind === 'open' ? (incident?.id ?? null) : decision.incidentId;
    return {
      outcome: outcomeOf(decision),
      reason: decision.kind === 'open' && incident?.isStorm ? 'storm' : reasonOf(decision),
      episode: decision.episode,
      incidentId,
      teamId: incident !== null && incident.id === incidentId ? incident.teamId : null,
      isNews: true,
    };
  }

  /** Finds where an alert goes that nothing of its own key holds: to others of its kind, into the storm, or alone. */
  private place(batch: Batch, arrival: Arrival, episode: string): IncidentDecision {
    const { alert } = arrival;
    const { draft, neighbours, directory } = batch;
    const source = { ...arrival.source, pulled: arrival.pull !== undefined };
    const { team, settings } = ownerOf(arrival, directory);
    const join = (incident: StoredIncident, reason: 'grouping' | 'storm'): IncidentDecision => {
      draft.book.place(alert.dedupKey, incident);
      return { kind: 'attach', episode, incidentId: incident.id, reason };
    };
    const group = groupOf(alert, { teamId: team.teamId, settings });
    const joined = group && neighbours.toJoin(group, (id) => draft.book.standing(id));
    if (joined) return join(joined, 'grouping');
    if (isSourceDedupKey(alert.dedupKey) || neighbours.decide(alert, source.id) === 'own') {
      neighbours.opened(draft.open(alert, source, team, settings));
      return { kind: 'open', episode };
    }
    const known = neighbours.stormOf(source.id, team.teamId);
    const storm = known && draft.book.standing(known.incidentId);
    if (storm && storm.status !== 'resolved') return join(storm, 'storm');
    const rate = neighbours.rateOf(source.id);
    const { id: incidentId } = draft.openStorm(alert, source, team, { settings, rate });
    neighbours.openedStorm({ incidentId, sourceId: source.id, teamId: team.teamId, rate });
    return { kind: 'open', episode };
  }

  private async write(transaction: Transaction, { draft, neighbours }: Batch, now: Date): Promise<void> {
    const { opened, changed, alerts, released, episodes, entries } = draft.book.rows();
    await Promise.all([
      this.intake.insertIncidents(transaction, opened),
      this.intake.updateIncidents(transaction, changed),
      this.intake.releaseAlerts(transaction, released),
      this.intake.saveAlerts(transaction, alerts),
      this.intake.saveEpisodes(transaction, episodes),
      this.intake.saveSeen(transaction, draft.seen, now),
      this.timeline.append(transaction, entries),
      this.follow(transaction, draft.effects(), now),
    ]);
    // What held them may not mean what they have become.
    const altered = entries.filter(({ kind }) => kind === 'attached' || kind === 'severity_changed');
    // Of a storm's thousands no entry tells, and each may be what a silence does not mean.
    const storms = changed.filter(({ isStorm }) => isStorm);
    const held = [...altered.map(({ incidentId }) => incidentId), ...storms.map(({ id }) => id)];
    await this.escalations.reconsider(transaction, held, now);
    await this.surroundings.save(transaction, neighbours);
  }

  /** Lets follow what must, once the rows are written. */
  private async follow(transaction: Transaction, effects: IntakeEffects, now: Date): Promise<void> {
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
    await this.shownChanges.show(transaction, effects.shown, now);
  }

  private count(draft: IntakeDraft, landings: readonly Landing[], now: Date): void {
    const { opened, reopened, resolved } = draft.effects();
    for (const { severity, isStorm } of [...opened, ...reopened]) {
      this.metrics.opened.inc({ severity });
      if (isStorm) this.metrics.storms.inc();
    }
    for (const { unrouted } of draft.book.rows().opened) if (unrouted) this.metrics.unrouted.inc();
    for (const { severity, createdAt } of resolved) {
      this.metrics.resolutionSeconds.observe({ severity }, (now.getTime() - createdAt.getTime()) / 1000);
    }
    this.metrics.flapping.inc(draft.flapping);
    for (const { outcome, reason } of landings) {
      if (outcome === 'attached') this.metrics.attached.inc({ reason: reason ?? 'grouping' });
    }
  }
}

/** Whose an alert is that opens an incident, by what holds now. */
function ownerOf(
  { alert, source }: Arrival,
  directory: TeamDirectory,
): { readonly team: TeamDecision; readonly settings: TeamSettings } {
  // The token's source was read a moment ago: its team may be gone since.
  const sourceTeamId = directory.teams.some(({ id }) => id === source.teamId) ? source.teamId : null;
  const team = decideTeam(alert, { ...directory, sourceTeamId });
  return { team, settings: directory.teams.find(({ id }) => id === team.teamId)?.settings ?? DEFAULT_TEAM_SETTINGS };
}

function toSigns(arrivals: readonly Arrival[], directory: TeamDirectory): readonly ArrivalSigns[] {
  const isGrouping = directory.teams.some(({ settings }) => settings.groupingWindowSeconds !== null);
  return arrivals.map((arrival) => {
    const { alert, source } = arrival;
    const owner = isGrouping && alert.status === 'active' ? ownerOf(arrival, directory) : null;
    const group = owner && groupOf(alert, { teamId: owner.team.teamId, settings: owner.settings });
    return { alert, sourceId: source.id, group };
  });
}

function outcomeOf(decision: IncidentDecision): AlertOutcome {
  if (decision.kind !== 'ignore') return OUTCOMES[decision.kind];
  return decision.reason === 'duplicate' ? 'duplicate' : 'ignored';
}

function reasonOf(decision: IncidentDecision): string | null {
  switch (decision.kind) {
    case 'ignore':
    case 'attach':
    case 'note_recovery':
      return decision.reason;
    case 'refresh':
      return decision.late ? 'late' : decision.newEpisode ? 'new_episode' : null;
    default:
      return null;
  }
}
