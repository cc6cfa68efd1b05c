import type { Alert } from '../model/alert.ts';
import type { Episode, KeyState } from '../model/incident.ts';

/** Why an alert changes no incident. */
export const IGNORE_REASONS = ['duplicate', 'out_of_order', 'nothing_to_recover', 'episode_ended'] as const;
export type IgnoreReason = (typeof IGNORE_REASONS)[number];

/** What one alert does to the incidents that we know. `episode` is the one that the alert belongs to. */
export type IncidentDecision =
  | { readonly kind: 'open'; readonly episode: string }
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
      readonly reason: 'in_progress' | 'others_active';
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
 * An ended episode is final: no alert of it opens or reopens anything, in whatever order they arrive.
 * At equal dates a recovery wins over an active alert (Kibana's `alert.uuid` names the episode, `date` orders).
 */
export function decideIncident(alert: Alert, state: KeyState, now: Date): IncidentDecision {
  const episode = episodeOf(alert, state);
  const known = state.episodes[episode];
  if (known && isDuplicate(alert, known)) return ignore('duplicate', episode, known.incidentId);
  return alert.status === 'active'
    ? decideActive(alert, episode, state, now)
    : decideRecovered(alert, episode, state, now);
}

/** The name of the episode that an alert belongs to: its own, or for alerts without one the key's latest while it lasts. */
function episodeOf(alert: Alert, state: KeyState): string {
  if (alert.episode !== null) return alert.episode;
  const latest = state.latestEpisode === null ? undefined : state.episodes[state.latestEpisode];
  if (!latest) return implicitEpisode(alert);
  if (alert.status === 'active' && startsAnew(alert, latest)) return implicitEpisode(alert);
  return latest.episode;
}

function implicitEpisode(alert: Alert): string {
  return `since:${alert.date.toISOString()}`;
}

function startsAnew(alert: Alert, latest: Episode): boolean {
  if (latest.ended === 'recovered') return latest.recoveredAt === null || alert.date > latest.recoveredAt;
  if (latest.ended !== 'resolved_by_responder') return false;
  if (latest.recoveredAt !== null && alert.date > latest.recoveredAt) return true;
  const quiet = alert.date.getTime() - (latest.activeDates.at(-1)?.getTime() ?? 0);
  return quiet >= QUIET_AFTER_RESOLUTION_SECONDS * 1000;
}

function isDuplicate(alert: Alert, known: Episode): boolean {
  const date = alert.date.getTime();
  if (alert.status === 'recovered') return known.recoveredAt?.getTime() === date;
  return known.activeDates.some((seen) => seen.getTime() === date);
}

function decideActive(alert: Alert, episode: string, state: KeyState, now: Date): IncidentDecision {
  const { incident, alert: current } = state;
  const incidentId = incident?.id ?? null;
  if (state.episodes[episode]?.ended) return ignore('episode_ended', episode, incidentId);
  if (incident && current && incident.status !== 'resolved') {
    if (current.episode === episode) {
      return {
        kind: 'refresh',
        episode,
        incidentId: incident.id,
        late: alert.date < current.lastDate,
        newEpisode: false,
      };
    }
    return isNewer(alert.date, episode, current.lastDate, current.episode)
      ? { kind: 'refresh', episode, incidentId: incident.id, late: false, newEpisode: true }
      : ignore('out_of_order', episode, incidentId);
  }
  if (isOvertaken(alert, episode, state)) return ignore('out_of_order', episode, incidentId);
  if (incident?.resolvedAt) {
    const quiet = now.getTime() - incident.resolvedAt.getTime();
    if (quiet <= incident.settings.reopenWindowSeconds * 1000)
      return { kind: 'reopen', episode, incidentId: incident.id };
  }
  return { kind: 'open', episode };
}

/** A later episode of the key has come and gone already. */
function isOvertaken(alert: Alert, episode: string, state: KeyState): boolean {
  const latest = state.latestEpisode === null ? undefined : state.episodes[state.latestEpisode];
  if (!latest || latest.episode === episode) return false;
  return isNewer(lastDateOf(latest), latest.episode, alert.date, episode);
}

function decideRecovered(alert: Alert, episode: string, state: KeyState, now: Date): IncidentDecision {
  const { incident, alert: current } = state;
  const open = incident !== null && incident.status !== 'resolved';
  if (!open || !current || current.status === 'recovered' || state.episodes[episode]?.ended) {
    return ignore('nothing_to_recover', episode, incident?.id ?? null);
  }
  // Only Kibana's own episode id makes a recovery true whatever its date; without it, dates are all there is.
  const endsCurrent = current.episode === episode && alert.episode !== null;
  if (!endsCurrent && alert.date < current.lastDate) {
    return ignore(current.episode === episode ? 'out_of_order' : 'nothing_to_recover', episode, incident.id);
  }
  if (state.otherActive > 0) {
    return { kind: 'note_recovery', episode, incidentId: incident.id, reason: 'others_active', resolveDueAt: null };
  }
  if (incident.status !== 'in_progress') return { kind: 'resolve', episode, incidentId: incident.id };
  const wait = incident.settings.resolveAfterRecoverySeconds;
  if (wait === 0) return { kind: 'resolve', episode, incidentId: incident.id };
  const resolveDueAt = wait === null ? null : new Date(now.getTime() + wait * 1000);
  return { kind: 'note_recovery', episode, incidentId: incident.id, reason: 'in_progress', resolveDueAt };
}

/** The latest date that an episode is known by. */
export function lastDateOf(episode: Episode): Date {
  const active = episode.activeDates.at(-1) ?? new Date(0);
  return episode.recoveredAt !== null && episode.recoveredAt > active ? episode.recoveredAt : active;
}

/** By date, and by name where dates are equal, so that the order of arrival decides nothing. */
function isNewer(date: Date, episode: string, thanDate: Date, thanEpisode: string): boolean {
  return date.getTime() === thanDate.getTime() ? episode > thanEpisode : date > thanDate;
}

function ignore(reason: IgnoreReason, episode: string, incidentId: string | null): IncidentDecision {
  return { kind: 'ignore', reason, episode, incidentId };
}
