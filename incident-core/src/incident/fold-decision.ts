import type { Alert } from '../model/alert.ts';
import {
  REMEMBERED_DATES,
  type Episode,
  type EpisodeEnd,
  type KeyState,
  type KnownIncident,
} from '../model/incident.ts';
import { lastDateOf, type IncidentDecision } from './decide-incident.ts';

/**
 * The state of the key after a decision: what the next alert of the key is decided on.
 *
 * `opened` is the incident made for an `open` decision (its team's settings included), else null.
 * A duplicate leaves the state as it is, by reference.
 */
export function foldDecision(
  state: KeyState,
  alert: Alert,
  decision: IncidentDecision,
  now: Date,
  opened: KnownIncident | null,
): KeyState {
  switch (decision.kind) {
    case 'ignore':
      return decision.reason === 'duplicate'
        ? state
        : remember(state, alert, decision.episode, endOfIgnored(alert, decision.reason));
    case 'open':
    case 'reopen': {
      const before = decision.kind === 'open' ? opened : state.incident;
      if (!before) throw new Error(`a decision to ${decision.kind} needs the incident`);
      const incident: KnownIncident = { ...before, status: 'triggered', resolvedAt: null };
      return withAlert(remember({ ...state, incident }, alert, decision.episode, null), alert, decision.episode);
    }
    case 'refresh': {
      const ended = decision.newEpisode ? endCurrent(state, 'superseded') : state;
      const next = remember(ended, alert, decision.episode, null);
      return decision.late ? next : withAlert(next, alert, decision.episode);
    }
    case 'note_recovery':
    case 'resolve': {
      const other = state.alert !== null && state.alert.episode !== decision.episode;
      const next = remember(other ? endCurrent(state, 'superseded') : state, alert, decision.episode, 'recovered');
      const recovered = withAlert(next, alert, decision.episode);
      if (decision.kind === 'note_recovery' || !recovered.incident) return recovered;
      return { ...recovered, incident: { ...recovered.incident, status: 'resolved', resolvedAt: now } };
    }
  }
}

/** Ends the key's current episode because a responder resolved the incident. */
export function endByResponder(episode: Episode): Episode {
  return episode.ended ? episode : { ...episode, ended: 'resolved_by_responder' };
}

function endOfIgnored(alert: Alert, reason: string): EpisodeEnd | null {
  if (alert.status === 'recovered') return reason === 'nothing_to_recover' ? 'recovered' : null;
  return reason === 'out_of_order' ? 'superseded' : null;
}

/** Adds what the alert says to its episode, and makes it the key's latest where its date says so. */
function remember(state: KeyState, alert: Alert, name: string, end: EpisodeEnd | null): KeyState {
  const before = state.episodes[name];
  const joined = state.incident !== null && state.incident.status !== 'resolved' ? state.incident.id : null;
  const episode: Episode = {
    dedupKey: state.dedupKey,
    episode: name,
    incidentId: before?.incidentId ?? (end === null || end === 'recovered' ? joined : null),
    activeDates:
      alert.status === 'active' ? addDate(before?.activeDates ?? [], alert.date) : (before?.activeDates ?? []),
    recoveredAt:
      alert.status === 'recovered' ? later(before?.recoveredAt ?? null, alert.date) : (before?.recoveredAt ?? null),
    ended: before?.ended ?? end,
  };
  const episodes = { ...state.episodes, [name]: episode };
  return { ...state, episodes, latestEpisode: latestOf(episodes, state.latestEpisode, name) };
}

function latestOf(episodes: Readonly<Record<string, Episode>>, latest: string | null, name: string): string {
  const [a, b] = [latest === null ? undefined : episodes[latest], episodes[name]];
  if (!a || !b || latest === null) return name;
  const [dateA, dateB] = [lastDateOf(a).getTime(), lastDateOf(b).getTime()];
  return dateA === dateB ? (latest > name ? latest : name) : dateA > dateB ? latest : name;
}

function endCurrent(state: KeyState, end: EpisodeEnd): KeyState {
  const current = state.alert ? state.episodes[state.alert.episode] : undefined;
  if (!current || current.ended) return state;
  return { ...state, episodes: { ...state.episodes, [current.episode]: { ...current, ended: end } } };
}

function withAlert(state: KeyState, alert: Alert, episode: string): KeyState {
  if (!state.incident) return state;
  const before = state.alert?.episode === episode && state.alert.incidentId === state.incident.id ? state.alert : null;
  return {
    ...state,
    alert: {
      incidentId: state.incident.id,
      dedupKey: state.dedupKey,
      episode,
      status: alert.status,
      severity: alert.status === 'active' ? alert.severity : (state.alert?.severity ?? alert.severity),
      lastDate: before ? later(before.lastDate, alert.date) : alert.date,
    },
  };
}

function addDate(dates: readonly Date[], date: Date): readonly Date[] {
  return [...dates, date].sort((a, b) => a.getTime() - b.getTime()).slice(-REMEMBERED_DATES);
}

function later(a: Date | null, b: Date): Date {
  return a !== null && a > b ? a : b;
}
