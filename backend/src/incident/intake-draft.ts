import {
  decideRise,
  foldUntracked,
  DEFAULT_TEAM_SETTINGS,
  holdTimers,
  lastDateOf,
  NO_TIMERS,
  titleOf,
  urgencyOf,
  worseSeverity,
  type Alert,
  type Episode,
  type EscalationTarget,
  type IncidentDecision,
  type IncidentTimers,
  type KeyState,
  type TeamDecision,
  type TeamSettings,
  type TimelineKind,
} from 'incident-core';
import type { Telegram } from '../notification/notification.service.ts';
import { SYSTEM, type Actor, type TimelineEntry } from '../timeline/timeline.ts';
import type { KnownKey, StoredAlert, StoredIncident } from './intake.repository.ts';
import { saidBy } from './said-by.ts';

interface Source {
  readonly id: string;
  readonly name: string;
  /** True when its alert was found by looking. */
  readonly pulled: boolean;
}

/** What a batch makes of the rows that it loaded, alert by alert; nothing is written before its end. */
export class IntakeDraft {
  private readonly states = new Map<string, KeyState>();
  private readonly incidents = new Map<string, StoredIncident>();
  private readonly incidentIdOf = new Map<string, string>();
  private readonly alerts = new Map<string, StoredAlert>();
  private readonly openedIds = new Set<string>();
  private readonly changedIds = new Set<string>();
  private readonly changedAlerts = new Map<string, StoredAlert>();
  private readonly entries: TimelineEntry[] = [];
  /** Those still triggered that became worse, and why that is so. */
  private readonly risen = new Map<string, string>();
  private readonly seenKeys = new Set<string>();
  private readonly tellAssignee: (Telegram & { readonly target: EscalationTarget })[] = [];

  constructor(
    private readonly known: ReadonlyMap<string, KnownKey>,
    private readonly now: Date,
    private readonly newId: () => string,
  ) {
    for (const [key, { state, incident, alert }] of known) {
      this.states.set(key, state);
      if (incident) this.setIncident(key, incident);
      if (alert) this.alerts.set(key, alert);
    }
  }

  stateOf(key: string): KeyState {
    const state = this.states.get(key);
    if (!state) throw new Error('an alert arrived whose key was not loaded');
    return state;
  }

  incidentOf(key: string): StoredIncident | null {
    return this.incidents.get(this.incidentIdOf.get(key) ?? '') ?? null;
  }

  /** Makes the incident for an `open` decision; its row follows with `apply`. */
  open(alert: Alert, source: Source, team: TeamDecision, settings: TeamSettings = DEFAULT_TEAM_SETTINGS): void {
    const id = this.newId();
    const now = this.now;
    this.setIncident(alert.dedupKey, {
      id,
      title: titleOf(alert),
      description: alert.reason,
      severity: alert.severity,
      urgency: urgencyOf(alert.severity),
      service: alert.service,
      environment: alert.environment,
      tags: alert.tags,
      links: alert.links,
      teamId: team.teamId,
      unrouted: team.kind === 'unrouted',
      status: 'triggered',
      assigneeId: null,
      alertCount: 0,
      reopenCount: 0,
      createdAt: now,
      triggeredAt: now,
      lastSeenAt: now,
      acknowledgedAt: null,
      startedAt: null,
      resolvedAt: null,
      resolution: null,
      staleAt: null,
      ...NO_TIMERS,
      alertId: this.newId(),
      settings,
    });
    this.openedIds.add(id);
    const routed = team.kind === 'unrouted' ? { reason: 'unrouted' } : { reason: team.reason };
    const rule = team.kind === 'owned' && team.reason === 'routing_rule' ? { routing_rule_id: team.ruleId } : {};
    this.note(id, 'opened', source, {
      team: { id: team.teamId, ...routed, ...rule },
      severity: { value: alert.severity, from: alert.severityFrom },
      ...this.about(alert),
    });
  }

  apply(alert: Alert, source: Source, decision: IncidentDecision, next: KeyState): void {
    this.states.set(alert.dedupKey, next);
    const before = this.incidentOf(alert.dedupKey);
    if (decision.kind === 'ignore' || !before) return;
    const severity = this.severityWith(alert, decision, before);
    switch (decision.kind) {
      case 'open':
        this.change(before, { alertCount: 1 });
        break;
      case 'reopen':
        this.change(before, {
          ...this.refreshed(alert, severity),
          ...NO_TIMERS,
          status: 'triggered',
          assigneeId: null,
          acknowledgedAt: null,
          startedAt: null,
          resolvedAt: null,
          resolution: null,
          triggeredAt: this.now,
          alertCount: before.alertCount + 1,
          reopenCount: before.reopenCount + 1,
        });
        this.note(before.id, 'reopened', source, { reason: 'new_episode', ...this.about(alert) });
        break;
      case 'refresh':
        this.refresh(alert, source, decision, before, severity);
        break;
      case 'resolve':
        this.change(before, {
          status: 'resolved',
          resolvedAt: this.now,
          resolution: 'recovery',
          ...NO_TIMERS,
          lastSeenAt: this.now,
        });
        this.note(before.id, 'resolved', source, { reason: 'recovery', ...this.about(alert) });
        break;
      case 'note_recovery':
        this.change(before, { resolveDueAt: decision.resolveDueAt, lastSeenAt: this.now });
        this.note(before.id, 'recovery_noted', source, {
          reason: decision.reason,
          resolve_due_at: decision.resolveDueAt,
          ...this.about(alert),
        });
        if (decision.reason === 'in_progress')
          this.callAssignee(before, 'recovery_noted', decision.episode, 'the alert has recovered');
        break;
    }
    this.saveAlert(alert, decision, next);
  }

  /** The alert was found as it is known. */
  seen(key: string): void {
    this.seenKeys.add(key);
  }

  /** Kibana no longer looks at the alert: it says neither active nor recovered. */
  noteUntracked(
    alert: Alert,
    source: Source,
    { resolveDueAt, episode }: { readonly resolveDueAt: Date | null; readonly episode: string },
  ): void {
    const state = this.stateOf(alert.dedupKey);
    const incident = this.incidentOf(alert.dedupKey);
    const had = this.alerts.get(alert.dedupKey);
    if (!incident || !had) throw new Error('an untracked alert has no incident');
    this.states.set(alert.dedupKey, foldUntracked(state));
    const after: StoredAlert = { ...had, untrackedAt: this.now };
    this.alerts.set(alert.dedupKey, after);
    this.changedAlerts.set(after.id, after);
    this.change(incident, { resolveDueAt });
    this.note(incident.id, 'untracked', source, { resolve_due_at: resolveDueAt, ...this.about(alert) });
    this.callAssignee(incident, 'untracked', episode, 'its rule was disabled or deleted');
  }

  rows(): {
    readonly opened: readonly StoredIncident[];
    readonly changed: readonly StoredIncident[];
    readonly alerts: readonly StoredAlert[];
    readonly episodes: readonly (Episode & { readonly lastDate: Date })[];
    readonly entries: readonly TimelineEntry[];
    readonly seen: readonly string[];
  } {
    const of = (ids: Iterable<string>) => [...ids].flatMap((id) => this.incidents.get(id) ?? []);
    return {
      opened: of(this.openedIds),
      changed: of([...this.changedIds].filter((id) => !this.openedIds.has(id))),
      // Those that let go of their key go first, for only one may hold it.
      alerts: [...this.changedAlerts.values()].sort((a, b) => Number(a.unresolved) - Number(b.unresolved)),
      episodes: this.changedEpisodes(),
      entries: this.entries,
      seen: [...this.seenKeys],
    };
  }

  /** What else must happen, judged by where each incident stood before the batch and where it stands after it. */
  effects(): {
    /** New, and still triggered. */
    readonly opened: readonly StoredIncident[];
    readonly reopened: readonly StoredIncident[];
    /** Those whose run, if one lives, is over. */
    readonly recovered: readonly StoredIncident[];
    /** Those that are over now and were not before. */
    readonly resolved: readonly StoredIncident[];
    readonly tellAssignee: readonly (Telegram & { readonly target: EscalationTarget })[];
    /** Those whose step is told that they became worse: not the new ones, of which nobody has been told yet. */
    readonly risen: readonly { readonly incident: StoredIncident; readonly reason: string }[];
  } {
    const before = new Map(
      [...this.known.values()].flatMap(({ incident }) => (incident ? [[incident.id, incident]] : [])),
    );
    const changed = [...this.changedIds].flatMap((id) => this.incidents.get(id) ?? []);
    const reopened = changed.filter((incident) => incident.reopenCount > (before.get(incident.id)?.reopenCount ?? 0));
    const wasOpen = (incident: StoredIncident) => {
      const known = before.get(incident.id);
      return known !== undefined && known.status !== 'resolved';
    };
    const isOver = (incident: StoredIncident) => incident.status === 'resolved';
    return {
      opened: changed.filter((incident) => this.openedIds.has(incident.id) && !isOver(incident)),
      reopened: reopened.filter((incident) => !this.openedIds.has(incident.id) && !isOver(incident)),
      recovered: changed.filter((incident) => wasOpen(incident) && (isOver(incident) || reopened.includes(incident))),
      resolved: changed.filter((incident) => isOver(incident) && (wasOpen(incident) || reopened.includes(incident))),
      tellAssignee: this.tellAssignee,
      risen: changed.flatMap((incident) => {
        const reason = this.risen.get(incident.id);
        const isNew = this.openedIds.has(incident.id) || reopened.includes(incident);
        return reason === undefined || isNew || incident.status !== 'triggered' ? [] : [{ incident, reason }];
      }),
    };
  }

  private refresh(
    alert: Alert,
    source: Source,
    decision: Extract<IncidentDecision, { kind: 'refresh' }>,
    before: StoredIncident,
    severity: StoredIncident['severity'],
  ): void {
    const alertCount = before.alertCount + 1;
    if (decision.late) {
      this.change(before, { alertCount });
      return;
    }
    const had = this.alerts.get(alert.dedupKey);
    const isBack = decision.newEpisode && before.status !== 'triggered' && had?.status === 'recovered';
    const anew = isBack && before.snoozedUntil === null ? this.heldAnew(before) : {};
    const after = { ...before, ...this.refreshed(alert, severity), ...anew, alertCount };
    this.change(before, after);
    if (decision.newEpisode) this.note(before.id, 'new_episode', source, { ...this.about(alert) });
    if (isBack) this.callAssignee(before, 'new_episode', decision.episode, 'the alert is active again');
    if (severity === before.severity) return;
    this.note(before.id, 'severity_changed', source, { from: before.severity, to: severity });
    if (worseSeverity(severity, before.severity) === severity) this.rise(after, before, decision.episode);
  }

  /** Whoever holds it has the full time again. */
  private heldAnew({ status, urgency, settings }: StoredIncident): IncidentTimers {
    return holdTimers(status, urgency, settings, this.now);
  }

  private rise(after: StoredIncident, before: StoredIncident, episode: string): void {
    const { tell, set } = decideRise(after, after.settings, this.now);
    this.change(after, set);
    const reason = `it rose from ${before.severity} to ${after.severity}`;
    if (tell === 'step') this.risen.set(after.id, reason);
    else this.callAssignee(after, 'severity_rose', `${episode}:${after.severity}:${after.alertCount}`, reason);
    if (set.confirmDueAt) {
      const data = { reason: 'became_critical', due_at: set.confirmDueAt };
      this.entries.push({ incidentId: after.id, at: this.now, kind: 'confirmation_asked', actor: SYSTEM, data });
    }
  }

  private refreshed(alert: Alert, severity: StoredIncident['severity']): Partial<StoredIncident> {
    return {
      description: alert.reason,
      severity,
      urgency: urgencyOf(severity),
      links: alert.links,
      lastSeenAt: this.now,
      resolveDueAt: null,
    };
  }

  /** The worst of the incident's active alerts; a recovery lowers nothing. */
  private severityWith(alert: Alert, decision: IncidentDecision, before: StoredIncident): StoredIncident['severity'] {
    if (alert.status === 'recovered' || (decision.kind === 'refresh' && decision.late)) return before.severity;
    const other = this.known.get(alert.dedupKey)?.otherSeverity ?? null;
    return other === null ? alert.severity : worseSeverity(alert.severity, other);
  }

  private saveAlert(alert: Alert, decision: Exclude<IncidentDecision, { kind: 'ignore' }>, next: KeyState): void {
    const { alert: part, incident } = next;
    const owner = this.incidentOf(alert.dedupKey);
    if (!part || !incident || !owner) return;
    const had = this.alerts.get(alert.dedupKey);
    const before = had?.incidentId === owner.id ? had : null;
    const isActive = alert.status === 'active';
    const speaks = isActive && !(decision.kind === 'refresh' && decision.late);
    const said = speaks || !before ? saidBy(alert) : before;
    const after: StoredAlert = {
      ...said,
      id: before?.id ?? (this.openedIds.has(owner.id) ? owner.alertId : this.newId()),
      incidentId: owner.id,
      dedupKey: alert.dedupKey,
      unresolved: incident.status !== 'resolved',
      sourceId: alert.sourceId,
      status: part.status,
      episode: part.episode,
      lastDate: part.lastDate,
      count: (before?.count ?? 0) + (isActive ? 1 : 0),
      firstSeenAt: before?.firstSeenAt ?? this.now,
      lastSeenAt: this.now,
      untrackedAt: isActive ? null : (before?.untrackedAt ?? null),
    };
    this.alerts.set(alert.dedupKey, after);
    this.changedAlerts.set(after.id, after);
  }

  private changedEpisodes(): readonly (Episode & { readonly lastDate: Date })[] {
    return [...this.states].flatMap(([key, state]) => {
      const before = this.known.get(key)?.state.episodes ?? {};
      return Object.values(state.episodes)
        .filter((episode) => before[episode.episode] !== episode)
        .map((episode) => ({ ...episode, lastDate: lastDateOf(episode) }));
    });
  }

  private callAssignee(incident: StoredIncident, event: Telegram['event'], occurrence: string, reason: string): void {
    if (incident.assigneeId === null) return;
    const target: EscalationTarget = { type: 'user', id: incident.assigneeId };
    this.tellAssignee.push({ incidentId: incident.id, urgency: incident.urgency, event, occurrence, reason, target });
  }

  private setIncident(key: string, incident: StoredIncident): void {
    this.incidents.set(incident.id, this.incidents.get(incident.id) ?? incident);
    this.incidentIdOf.set(key, incident.id);
  }

  private change(incident: StoredIncident, change: Partial<StoredIncident>): void {
    this.incidents.set(incident.id, { ...incident, ...change });
    this.changedIds.add(incident.id);
  }

  private note(incidentId: string, kind: TimelineKind, source: Source, data: Readonly<Record<string, unknown>>): void {
    const actor: Actor = { type: 'source', id: source.id, name: source.name };
    const found = source.pulled ? { found_by: 'pull' } : {};
    this.entries.push({ incidentId, at: this.now, kind, actor, data: { ...data, ...found } });
  }

  private about(alert: Alert): Record<string, unknown> {
    const replaced = alert.replacedDate === null ? {} : { replaced_date: alert.replacedDate };
    return { alert: { name: alert.name, reason: alert.reason, date: alert.date }, ...replaced };
  }
}
