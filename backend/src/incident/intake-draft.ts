import {
  changeUrgency,
  decideRise,
  decideUrgency,
  describeSeverityChange,
  foldUntracked,
  DEFAULT_TEAM_SETTINGS,
  FLAPPING_QUIET_SECONDS,
  FLAPPING_WITHIN_SECONDS,
  holdTimers,
  NO_TIMERS,
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
import { quietAfter, routedBy, toOpened, toOpenedStorm } from './opened-incident.ts';
import { saidBy } from './said-by.ts';

/** What has not flapped for so long, and goes on, flaps no more. */
const CALM_AFTER_MS = FLAPPING_WITHIN_SECONDS * 1000;

/** What a batch makes of the rows that it loaded, alert by alert; nothing is written before its end. */
export class IntakeDraft {
  readonly book: IntakeBook;
  /** Those still triggered that became worse, and why that is so. */
  private readonly rises = new Map<string, string>();
  /** Those that begin to flap. */
  private readonly flapped = new Set<string>();
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

  get flapping(): number {
    return this.flapped.size;
  }

  effects(): IntakeEffects {
    return effectsOf(this.book, this.rises, this.tellAssignee);
  }

  /** Makes the incident for an `open` decision; its row follows with `apply`. */
  open(
    alert: Alert,
    source: AlertSource,
    team: TeamDecision,
    settings: TeamSettings = DEFAULT_TEAM_SETTINGS,
  ): StoredIncident {
    const ids = { id: this.newId(), alertId: this.newId(), now: this.now };
    const incident = toOpened(alert, team, settings, ids);
    this.book.open(alert.dedupKey, incident);
    this.note(ids.id, 'opened', source, {
      team: routedBy(team),
      severity: { value: alert.severity, from: alert.severityFrom },
      ...about(alert),
    });
    return incident;
  }

  /** Makes the incident in which a source's storm is collected; the alert's row follows with `apply`. */
  openStorm(
    alert: Alert,
    source: AlertSource,
    team: TeamDecision,
    { settings = DEFAULT_TEAM_SETTINGS, rate }: { readonly settings: TeamSettings | undefined; readonly rate: number },
  ): StoredIncident {
    const ids = { id: this.newId(), alertId: this.newId(), now: this.now };
    const incident = toOpenedStorm(toOpened(alert, team, settings, ids), { name: source.name, rate });
    this.book.open(alert.dedupKey, incident);
    const severity = { value: alert.severity, from: alert.severityFrom };
    this.note(ids.id, 'opened', source, { reason: 'storm', rate, team: routedBy(team), severity, ...about(alert) });
    return incident;
  }

  /** `flaps`: the alert's key does. */
  apply(alert: Alert, source: AlertSource, decision: IncidentDecision, next: KeyState, flaps: boolean): void {
    this.book.keep(next);
    const before = this.book.incidentOf(alert.dedupKey);
    if (decision.kind === 'ignore' || !before) return;
    const wasFlapping = before.flappingAt !== null && decision.kind !== 'reopen';
    const severity = this.severityWith(alert, decision, before);
    switch (decision.kind) {
      case 'open':
        this.book.change(before.id, { alertCount: 1 });
        break;
      case 'attach':
        this.attach(alert, source, decision, before, severity);
        break;
      case 'reopen':
        this.book.change(before.id, {
          ...this.refreshed(alert, before, severity),
          ...NO_TIMERS,
          ...urgencyAnew(severity, before, this.now),
          flappingAt: null,
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
    if (flaps && isUnrest(alert, decision) && !before.isStorm) this.noteFlapping(alert, source, before.id, wasFlapping);
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
    const dueAt = resolveDueAt ?? this.quietIfStorm(incident);
    this.book.change(incident.id, { resolveDueAt: dueAt });
    this.note(incident.id, 'untracked', source, { resolve_due_at: dueAt, ...about(alert) });
    this.callAssignee(incident, 'untracked', episode, 'its rule was disabled or deleted');
  }

  private noteRecovery(
    alert: Alert,
    source: AlertSource,
    { reason, resolveDueAt, episode }: Extract<IncidentDecision, { kind: 'note_recovery' }>,
    before: StoredIncident,
  ): void {
    const dueAt = resolveDueAt ?? this.quietIfStorm(before);
    this.book.change(before.id, { resolveDueAt: dueAt, lastSeenAt: this.now });
    // Of a storm's thousands only the last is told; the ledger has them all.
    if (!before.isStorm || reason !== 'others_active')
      this.note(before.id, 'recovery_noted', source, { reason, resolve_due_at: dueAt, ...about(alert) });
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
    const isBack = decision.newEpisode && had?.status === 'recovered' && this.book.otherActive(alert.dedupKey) === 0;
    const hasCalmed = before.flappingAt !== null && this.now.getTime() - before.flappingAt.getTime() > CALM_AFTER_MS;
    const calmed = hasCalmed && !decision.newEpisode ? { flappingAt: null } : {};
    const set = { ...this.refreshed(alert, before, severity), ...calmed };
    if (decision.newEpisode && !before.isStorm) this.note(before.id, 'new_episode', source, { ...about(alert) });
    this.grow({ episode: decision.episode, source, before }, set, isBack ? 'the alert is active again' : null);
  }

  private attach(
    alert: Alert,
    source: AlertSource,
    { episode, reason }: Extract<IncidentDecision, { kind: 'attach' }>,
    before: StoredIncident,
    severity: StoredIncident['severity'],
  ): void {
    const isBack = this.book.otherActive(alert.dedupKey) === 0;
    if (!before.isStorm) this.note(before.id, 'attached', source, { reason, ...about(alert) });
    const set = this.refreshed(alert, before, severity);
    this.grow({ episode, source, before }, set, isBack ? 'another alert is active' : null);
  }

  /** One more active alert. `back`: why whoever holds it must hear of it, since everything in it had recovered. */
  private grow(
    {
      episode,
      source,
      before,
    }: { readonly episode: string; readonly source: AlertSource; readonly before: StoredIncident },
    set: Partial<StoredIncident>,
    back: string | null,
  ): void {
    const isHeld = back !== null && before.status !== 'triggered';
    // Whoever holds it has the full time again.
    const timers = holdTimers(before.status, before.urgency, before.settings, this.now);
    const anew = isHeld && before.snoozedUntil === null ? timers : {};
    const after = this.book.change(before.id, { ...set, ...anew, alertCount: before.alertCount + 1 });
    if (isHeld) this.callAssignee(before, 'new_episode', episode, back);
    if (after.severity === before.severity) return;
    this.note(before.id, 'severity_changed', source, { from: before.severity, to: after.severity });
    if (worseSeverity(after.severity, before.severity) === after.severity) this.rise(after, before, episode);
  }

  private noteFlapping(alert: Alert, source: AlertSource, id: string, wasFlapping: boolean): void {
    this.book.change(id, { flappingAt: this.now });
    if (wasFlapping) return;
    this.flapped.add(id);
    const data = { reason: 'flapping', quiet_seconds: FLAPPING_QUIET_SECONDS, ...about(alert) };
    this.note(id, 'flapping', source, data);
  }

  private rise(after: StoredIncident, before: StoredIncident, episode: string): void {
    // Its people have been told of a storm; they are told again only where it has become one for the high urgency.
    if (before.isStorm && after.urgency === before.urgency) return;
    const { tell, set } = decideRise(after, after.settings, this.now);
    this.book.change(after.id, set);
    const reason = describeSeverityChange(before.severity, after.severity);
    if (tell === 'step') this.rises.set(after.id, reason);
    else this.callAssignee(after, 'severity_rose', `${episode}:${after.severity}:${after.alertCount}`, reason);
    if (set.confirmDueAt) {
      const data = { reason: 'became_critical', due_at: set.confirmDueAt };
      this.book.note(after.id, 'confirmation_asked', SYSTEM, data);
    }
  }

  /** What it says of itself it has from the alert that opened it. */
  private refreshed(
    alert: Alert,
    before: StoredIncident,
    severity: StoredIncident['severity'],
  ): Partial<StoredIncident> {
    const isFirst = this.book.alertOf(alert.dedupKey)?.id === before.alertId && !before.isStorm;
    return {
      ...(isFirst && { description: alert.reason, links: alert.links }),
      severity,
      ...changeUrgency(before, severity, before.settings, this.now),
      lastSeenAt: this.now,
      resolveDueAt: this.quietIfStorm(before),
    };
  }

  private quietIfStorm({ isStorm, status }: StoredIncident): Date | null {
    return isStorm && status !== 'in_progress' ? quietAfter(this.now) : null;
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

/** Whether it shows that something flaps, and not merely that it goes on. */
function isUnrest(alert: Alert, decision: IncidentDecision): boolean {
  if (decision.kind !== 'refresh') return decision.kind !== 'ignore' && decision.kind !== 'resolve';
  return !decision.late && (decision.newEpisode || alert.flapping);
}

function about(alert: Alert): Record<string, unknown> {
  const replaced = alert.replacedDate === null ? {} : { replaced_date: alert.replacedDate };
  return { alert: { name: alert.name, reason: alert.reason, date: alert.date }, ...replaced };
}

/** As if it had just been opened. */
function urgencyAnew(severity: StoredIncident['severity'], { settings }: StoredIncident, now: Date) {
  const { urgency, urgencyDueAt } = decideUrgency(severity, settings, now);
  return { urgency, urgencyDueAt };
}
