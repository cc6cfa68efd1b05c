import type { Alert } from '../model/alert.ts';
import type { Episode, KeyState } from '../model/incident.ts';
import type { TeamSettings } from '../model/team.ts';
import { STORM_CALM_SECONDS } from './decide-storm.ts';

/** Why an alert changes no incident. */
export const IGNORE_REASONS = ['duplicate', 'out_of_order', 'nothing_to_recover', 'episode_ended'] as const;
export type IgnoreReason = (typeof IGNORE_REASONS)[number];

/** What one alert does to the incidents that we know. `episode` is the one that the alert belongs to. */
export type IncidentDecision =
  | { readonly kind: 'open'; readonly episode: string }
  /** It joins an incident that other alerts opened. */
  | {
      readonly kind: 'attach';
      readonly episode: string;
      readonly incidentId: string;
      readonly reason: 'grouping' | 'storm';
    }
  | { readonly kind: 'reopen'; readonly episode: string; readonly incidentId: string }
  | {
      readonly kind: 'refresh';
      readonly episode: string;
      readonly incidentId: string;
      /** A newer alert of the episode is known: it counts, but what it says is old. */
      readonly late: boolean;
      /** The condition came back before anyone learnt that it had gone. */
      readonly newEpisode: boolean;
    }
  | { readonly kind: 'resolve'; readonly episode: string; readonly incidentId: string }
  | {
      readonly kind: 'note_recovery';
      readonly episode: string;
      readonly incidentId: string;
      readonly reason: 'in_progress' | 'others_active' | 'flapping' | 'storm';
      /** When the incident resolves by itself unless a new episode comes; null for never. */
      readonly resolveDueAt: Date | null;
    }
  | {
      readonly kind: 'ignore';
      readonly episode: string;
      readonly reason: IgnoreReason;
      readonly incidentId: string | null;
    };

/** Without an episode of its own, an alert that a person resolved must stay quiet this long before it can open again. */
export const QUIET_AFTER_RESOLUTION_SECONDS = 60 * 60;

/**
 * Decides what an alert does, from all that is known of its dedup key; changes nothing.
 *
 * An episode that recovered or that a responder resolved is final: no alert of it opens or reopens anything, in
 * whatever order they arrive. At equal dates a recovery wins over an active alert of its episode (Kibana's `alert.uuid`
 * names the episode, `date` orders). A new episode within the team's window reopens the incident that was resolved last.
 */
export function decideIncident(alert: Alert, state: KeyState, now: Date): IncidentDecision {
  const episode = episodeOf(alert, state);
  const known = episodeNamed(state, episode);
  if (known && isDuplicate(alert, known)) return ignore('duplicate', episode, known.incidentId);
  return alert.status === 'active'
    ? decideActive(alert, episode, state, now)
    : decideRecovered(alert, episode, state, now);
}

/** The name of the episode that an alert belongs to: its own, or for alerts without one the key's latest while it lasts. */
function episodeOf(alert: Alert, state: KeyState): string {
  if (alert.episode !== null) return alert.episode;
  const latest = episodeNamed(state, state.latestEpisode);
  if (!latest) return implicitEpisode(alert);
  if (alert.status === 'active' && startsAnew(alert, latest)) return implicitEpisode(alert);
  return latest.episode;
}

function implicitEpisode(alert: Alert): string {
  return `since:${alert.date.toISOString()}`;
}

function startsAnew(alert: Alert, latest: Episode): boolean {
  if (latest.ended === null) return false;
  if (latest.ended !== 'resolved_by_responder') return alert.date > lastDateOf(latest);
  const lastActive = latest.activeDates.at(-1) ?? new Date(0);
  // A recovery from before the last active alert, come late, says nothing of the condition that the responder resolved.
  if (latest.recoveredAt !== null && latest.recoveredAt >= lastActive) return alert.date > latest.recoveredAt;
  return alert.date.getTime() - lastActive.getTime() >= QUIET_AFTER_RESOLUTION_SECONDS * 1000;
}

function isDuplicate(alert: Alert, known: Episode): boolean {
  const date = alert.date.getTime();
  if (alert.status === 'recovered') return known.recoveredAt?.getTime() === date;
  return known.activeDates.some((seen) => seen.getTime() === date);
}

function decideActive(alert: Alert, episode: string, state: KeyState, now: Date): IncidentDecision {
  const { incident, alert: current } = state;
  const known = episodeNamed(state, episode);
  const incidentId = incident?.id ?? null;
  if (known && isFinal(known, state)) return ignore('episode_ended', episode, known.incidentId ?? incidentId);
  const unresolved = incident !== null && incident.status !== 'resolved';
  if (unresolved && current?.episode === episode) {
    const late = alert.date < current.lastDate;
    return { kind: 'refresh', episode, incidentId: incident.id, late, newEpisode: false };
  }
  if (isOvertaken(alert, episode, state)) return ignore('out_of_order', episode, incidentId);
  if (unresolved) return { kind: 'refresh', episode, incidentId: incident.id, late: false, newEpisode: true };
  // A storm does not come back with one of its alerts.
  return incident?.resolvedAt && !incident.isStorm && isInReopenWindow(incident.resolvedAt, incident.settings, now)
    ? { kind: 'reopen', episode, incidentId: incident.id }
    : { kind: 'open', episode };
}

/**
 * Whether no alert of an episode can open anything any more. One that a newer episode took over from is not resolved:
 * should an active alert come that is newer still (two alerts that share a key, or two clocks), people must learn of it.
 * Only a responder's resolution ends all that the incident held.
 */
function isFinal(known: Episode, state: KeyState): boolean {
  if (known.ended !== 'superseded') return known.ended !== null;
  const current = episodeNamed(state, state.alert?.episode ?? null);
  return current?.ended === 'resolved_by_responder' && current.incidentId === known.incidentId;
}

/** A later episode of the key is known: the current one, or one that has come and gone already. */
function isOvertaken(alert: Alert, episode: string, state: KeyState): boolean {
  const latest = episodeNamed(state, state.latestEpisode);
  return latest !== undefined && latest.episode !== episode && isLater(latest, alert, episode);
}

/** By date; where dates are equal what ended goes before what goes on, and then names decide: never the order of arrival. */
function isLater(other: Episode, alert: Alert, episode: string): boolean {
  const [theirs, ours] = [lastDateOf(other).getTime(), alert.date.getTime()];
  if (theirs !== ours) return theirs > ours;
  const theirsEnded = other.recoveredAt?.getTime() === theirs;
  const oursEnded = alert.status === 'recovered';
  return theirsEnded === oursEnded ? other.episode > episode : oursEnded;
}

/** A window of zero never reopens, not even at the same instant. */
function isInReopenWindow(resolvedAt: Date, { reopenWindowSeconds }: TeamSettings, now: Date): boolean {
  return reopenWindowSeconds > 0 && now.getTime() - resolvedAt.getTime() <= reopenWindowSeconds * 1000;
}

function decideRecovered(alert: Alert, episode: string, state: KeyState, now: Date): IncidentDecision {
  const { incident, alert: current } = state;
  const open = incident !== null && incident.status !== 'resolved';
  if (!open || !current || current.status === 'recovered' || episodeNamed(state, episode)?.ended) {
    return ignore('nothing_to_recover', episode, incident?.id ?? null);
  }
  // Only Kibana's own episode id makes a recovery true whatever its date; without it, dates are all there is.
  if (current.episode === episode && alert.episode === null && alert.date < current.lastDate) {
    return ignore('out_of_order', episode, incident.id);
  }
  if (current.episode !== episode && isOvertaken(alert, episode, state)) {
    return ignore('nothing_to_recover', episode, incident.id);
  }
  if (state.otherActive > 0) {
    const resolveDueAt = untrackedEnd(state, incident.settings, now);
    return { kind: 'note_recovery', episode, incidentId: incident.id, reason: 'others_active', resolveDueAt };
  }
  if (incident.status !== 'in_progress' && incident.isStorm) {
    const resolveDueAt = new Date(now.getTime() + STORM_CALM_SECONDS * 1000);
    return { kind: 'note_recovery', episode, incidentId: incident.id, reason: 'storm', resolveDueAt };
  }
  if (incident.status !== 'in_progress') return { kind: 'resolve', episode, incidentId: incident.id };
  const wait = incident.settings.resolveAfterRecoverySeconds;
  if (wait === 0) return { kind: 'resolve', episode, incidentId: incident.id };
  const resolveDueAt = wait === null ? null : new Date(now.getTime() + wait * 1000);
  return { kind: 'note_recovery', episode, incidentId: incident.id, reason: 'in_progress', resolveDueAt };
}

/** When an incident resolves in which nothing is active any more at which Kibana looks; null for never, or while something is. */
export function untrackedEnd(
  { otherActive, otherUntracked }: Pick<KeyState, 'otherActive' | 'otherUntracked'>,
  { resolveAfterUntrackedSeconds: wait }: TeamSettings,
  now: Date,
): Date | null {
  return wait === null || otherActive > otherUntracked ? null : new Date(now.getTime() + wait * 1000);
}

/** The latest date that an episode is known by. */
export function lastDateOf(episode: Episode): Date {
  const active = episode.activeDates.at(-1) ?? new Date(0);
  return episode.recoveredAt !== null && episode.recoveredAt > active ? episode.recoveredAt : active;
}

/** What is known of an episode. Its name comes from outside, so `constructor` or `__proto__` must find nothing. */
export function episodeNamed({ episodes }: KeyState, name: string | null): Episode | undefined {
  return name !== null && Object.hasOwn(episodes, name) ? episodes[name] : undefined;
}

function ignore(reason: IgnoreReason, episode: string, incidentId: string | null): IncidentDecision {
  return { kind: 'ignore', reason, episode, incidentId };
}
