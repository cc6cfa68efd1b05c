import {
  decideRise,
  foldUntracked,
  DEFAULT_TEAM_SETTINGS,
  holdTimers,
  NO_TIMERS,
  urgencyOf,
  worseSeverity,
  type Alert,
  type EscalationTarget,
  type IncidentDecision,
  type KeyState,
  type TeamDecision,
  type TeamSettings,
  type TimelineKind,
} from 'incident-core';
import type { Telegram } from '../notification/notification.service.ts';
import { SYSTEM } from '../timeline/timeline.ts';
import { IntakeBook, type AlertSource } from './intake-book.ts';
import { effectsOf, type IntakeEffects } from './intake-effects.ts';
import type { KnownRows, StoredAlert, StoredIncident } from './intake.repository.ts';
import { routedBy, toOpened } from './opened-incident.ts';
import { saidBy } from './said-by.ts';

/** What a batch makes of the rows that it loaded, alert by alert; nothing is written before its end. */
export class IntakeDraft {
  readonly book: IntakeBook;
  /** Those still triggered that became worse, and why that is so. */
  private readonly rises = new Map<string, string>();
  private readonly seenKeys = new Set<string>();
  private readonly tellAssignee: (Telegram & { readonly target: EscalationTarget })[] = [];

  constructor(
    known: KnownRows,
    private readonly now: Date,
    private readonly newId: () => string,
  ) {
    this.book = new IntakeBook(known, now);
  }

  get seen(): readonly string[] {
    return [...this.seenKeys];
  }

  effects(): IntakeEffects {
    return effectsOf(this.book, this.rises, this.tellAssignee);
  }

  /** Makes the incident for an `open` decision; its row follows with `apply`. */
  open(alert: Alert, source: AlertSource, team: TeamDecision, settings: TeamSettings = DEFAULT_TEAM_SETTINGS): void {
    const ids = { id: this.newId(), alertId: this.newId(), now: this.now };
    this.book.open(alert.dedupKey, toOpened(alert, team, settings, ids));
    this.note(ids.id, 'opened', source, {
      team: routedBy(team),
      severity: { value: alert.severity, from: alert.severityFrom },
      ...about(alert),
    });
  }

  apply(alert: Alert, source: AlertSource, decision: IncidentDecision, next: KeyState): void {
    this.book.keep(next);
    const before = this.book.incidentOf(alert.dedupKey);
    if (decision.kind === 'ignore' || !before) return;
    const severity = this.severityWith(alert, decision, before);
    switch (decision.kind) {
      case 'open':
        this.book.change(before.id, { alertCount: 1 });
        break;
      case 'reopen':
        this.book.change(before.id, {
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
        this.note(before.id, 'reopened', source, { reason: 'new_episode', ...about(alert) });
        break;
      case 'refresh':
        this.refresh(alert, source, decision, before, severity);
        break;
      case 'resolve':
        this.book.change(before.id, {
          status: 'resolved',
          resolvedAt: this.now,
          resolution: 'recovery',
          ...NO_TIMERS,
          lastSeenAt: this.now,
        });
        this.note(before.id, 'resolved', source, { reason: 'recovery', ...about(alert) });
        break;
      case 'note_recovery':
        this.noteRecovery(alert, source, decision, before);
        break;
    }
    this.saveAlert(alert, decision, next);
    if (decision.kind === 'resolve') this.book.release(before.id);
  }

  /** The alert was found as it is known. */
  noteSeen(key: string): void {
    this.seenKeys.add(key);
  }

  /** Kibana no longer looks at the alert: it says neither active nor recovered. */
  noteUntracked(
    alert: Alert,
    source: AlertSource,
    { resolveDueAt, episode }: { readonly resolveDueAt: Date | null; readonly episode: string },
  ): void {
    const incident = this.book.incidentOf(alert.dedupKey);
    const had = this.book.alertOf(alert.dedupKey);
    if (!incident || !had) throw new Error('an untracked alert has no incident');
    this.book.keep(foldUntracked(this.book.stateOf(alert.dedupKey)));
    this.book.saveAlert({ ...had, untrackedAt: this.now });
    this.book.change(incident.id, { resolveDueAt });
    this.note(incident.id, 'untracked', source, { resolve_due_at: resolveDueAt, ...about(alert) });
    this.callAssignee(incident, 'untracked', episode, 'its rule was disabled or deleted');
  }

  private noteRecovery(
    alert: Alert,
    source: AlertSource,
    { reason, resolveDueAt, episode }: Extract<IncidentDecision, { kind: 'note_recovery' }>,
    before: StoredIncident,
  ): void {
    this.book.change(before.id, { resolveDueAt, lastSeenAt: this.now });
    this.note(before.id, 'recovery_noted', source, { reason, resolve_due_at: resolveDueAt, ...about(alert) });
    if (reason === 'in_progress') this.callAssignee(before, 'recovery_noted', episode, 'the alert has recovered');
  }

  private refresh(
    alert: Alert,
    source: AlertSource,
    decision: Extract<IncidentDecision, { kind: 'refresh' }>,
    before: StoredIncident,
    severity: StoredIncident['severity'],
  ): void {
    const alertCount = before.alertCount + 1;
    if (decision.late) {
      this.book.change(before.id, { alertCount });
      return;
    }
    const had = this.book.alertOf(alert.dedupKey);
    const isBack = decision.newEpisode && before.status !== 'triggered' && had?.status === 'recovered';
    const anew =
      isBack && before.snoozedUntil === null
        ? // Whoever holds it has the full time again.
          holdTimers(before.status, before.urgency, before.settings, this.now)
        : {};
    const after = this.book.change(before.id, { ...this.refreshed(alert, severity), ...anew, alertCount });
    if (decision.newEpisode) this.note(before.id, 'new_episode', source, { ...about(alert) });
    if (isBack) this.callAssignee(before, 'new_episode', decision.episode, 'the alert is active again');
    if (severity === before.severity) return;
    this.note(before.id, 'severity_changed', source, { from: before.severity, to: severity });
    if (worseSeverity(severity, before.severity) === severity) this.rise(after, before, decision.episode);
  }

  private rise(after: StoredIncident, before: StoredIncident, episode: string): void {
    const { tell, set } = decideRise(after, after.settings, this.now);
    this.book.change(after.id, set);
    const reason = `it rose from ${before.severity} to ${after.severity}`;
    if (tell === 'step') this.rises.set(after.id, reason);
    else this.callAssignee(after, 'severity_rose', `${episode}:${after.severity}:${after.alertCount}`, reason);
    if (set.confirmDueAt) {
      const data = { reason: 'became_critical', due_at: set.confirmDueAt };
      this.book.note(after.id, 'confirmation_asked', SYSTEM, data);
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
    const other = this.book.otherSeverity(alert.dedupKey);
    return other === null ? alert.severity : worseSeverity(alert.severity, other);
  }

  private saveAlert(alert: Alert, decision: Exclude<IncidentDecision, { kind: 'ignore' }>, next: KeyState): void {
    const { alert: part, incident } = next;
    const owner = this.book.incidentOf(alert.dedupKey);
    if (!part || !incident || !owner) return;
    const had = this.book.alertOf(alert.dedupKey);
    const before = had?.incidentId === owner.id ? had : null;
    const isActive = alert.status === 'active';
    const speaks = isActive && !(decision.kind === 'refresh' && decision.late);
    const said = speaks || !before ? saidBy(alert) : before;
    const after: StoredAlert = {
      ...said,
      id: before?.id ?? (decision.kind === 'open' ? owner.alertId : null) ?? this.newId(),
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
    this.book.saveAlert(after);
  }

  private callAssignee(incident: StoredIncident, event: Telegram['event'], occurrence: string, reason: string): void {
    if (incident.assigneeId === null) return;
    const target: EscalationTarget = { type: 'user', id: incident.assigneeId };
    this.tellAssignee.push({ incidentId: incident.id, urgency: incident.urgency, event, occurrence, reason, target });
  }

  private note(id: string, kind: TimelineKind, source: AlertSource, data: Readonly<Record<string, unknown>>): void {
    const found = source.pulled ? { found_by: 'pull' } : {};
    this.book.note(id, kind, { type: 'source', id: source.id, name: source.name }, { ...data, ...found });
  }
}

function about(alert: Alert): Record<string, unknown> {
  const replaced = alert.replacedDate === null ? {} : { replaced_date: alert.replacedDate };
  return { alert: { name: alert.name, reason: alert.reason, date: alert.date }, ...replaced };
}
