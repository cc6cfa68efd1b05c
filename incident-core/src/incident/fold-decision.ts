import type { Alert } from '../model/alert.ts';
import {
  REMEMBERED_DATES,
  type Episode,
  type EpisodeEnd,
  type KeyState,
  type KnownIncident,
} from '../model/incident.ts';
import { episodeNamed, lastDateOf, type IgnoreReason, type IncidentDecision } from './decide-incident.ts';

/**
 * The state of the key after a decision: what the next alert of the key is decided on.
 *
 * `opened` is the incident made for an `open` decision, or that an `attach` decision names (its team's settings included),
 * else null. What else is active in one that is joined, whoever keeps the states must add.
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
        : remember(state, alert, decision.episode, { end: endOfIgnored(alert, decision.reason), incidentId: null });
    case 'attach': {
      if (!opened) throw new Error('a decision to attach needs the incident');
      return join({ ...state, incident: opened, ...ALONE }, alert, decision.episode, null);
    }
    case 'open':
    case 'reopen': {
      const before = decision.kind === 'open' ? opened : state.incident;
      if (!before) throw new Error(`a decision to ${decision.kind} needs the incident`);
      const incident: KnownIncident = { ...before, status: 'triggered', resolvedAt: null };
      // What else is active belongs to the incident before; a new one has nothing beside its first alert.
      return join({ ...state, incident, ...(decision.kind === 'open' && ALONE) }, alert, decision.episode, null);
    }
    case 'refresh': {
      const ended = decision.newEpisode ? endCurrent(state, 'superseded') : state;
      if (!decision.late) return join(ended, alert, decision.episode, null);
      return remember(ended, alert, decision.episode, { end: null, incidentId: decision.incidentId });
    }
    case 'note_recovery':
    case 'resolve': {
      const other = state.alert !== null && state.alert.episode !== decision.episode;
      const recovered = join(other ? endCurrent(state, 'superseded') : state, alert, decision.episode, 'recovered');
      if (decision.kind === 'note_recovery' || !recovered.incident) return recovered;
      return { ...recovered, incident: { ...recovered.incident, status: 'resolved', resolvedAt: now } };
    }
  }
}

const ALONE = { otherActive: 0, otherUntracked: 0 };

/** Ends the key's current episode because a responder resolved the incident. */
export function endByResponder(episode: Episode): Episode {
  return episode.ended ? episode : { ...episode, ended: 'resolved_by_responder' };
}

function endOfIgnored(alert: Alert, reason: IgnoreReason): EpisodeEnd | null {
  if (alert.status === 'recovered') return reason === 'nothing_to_recover' ? 'recovered' : null;
  return reason === 'out_of_order' ? 'superseded' : null;
}

/** The alert's episode becomes the one that the key's part in its incident stands at. */
function join(state: KeyState, alert: Alert, episode: string, end: EpisodeEnd | null): KeyState {
  const joined = remember(state, alert, episode, { end, incidentId: state.incident?.id ?? null });
  return withAlert(joined, alert, episode);
}

/** Adds what the alert says to its episode, and makes it the key's latest where its date says so. */
function remember(
  state: KeyState,
  alert: Alert,
  name: string,
  as: { readonly end: EpisodeEnd | null; readonly incidentId: string | null },
): KeyState {
  const before = episodeNamed(state, name);
  const activeDates = before?.activeDates ?? [];
  const recoveredAt = before?.recoveredAt ?? null;
  const episode: Episode = {
    dedupKey: state.dedupKey,
    episode: name,
    incidentId: as.incidentId ?? before?.incidentId ?? null,
    activeDates: alert.status === 'active' ? addDate(activeDates, alert.date) : activeDates,
    recoveredAt: alert.status === 'recovered' ? later(recoveredAt, alert.date) : recoveredAt,
    ended: endAfter(before?.ended ?? null, as.end, as.incidentId !== null),
  };
  const episodes = { ...state.episodes, [name]: episode };
  return { ...state, episodes, latestEpisode: latestOf(state, episode) };
}

/** How an episode stands: final ends stay, and one that another took over from is alive again when it joins an incident. */
function endAfter(before: EpisodeEnd | null, end: EpisodeEnd | null, joins: boolean): EpisodeEnd | null {
  if (before !== null && before !== 'superseded') return before;
  return end ?? (joins ? null : before);
}

function latestOf(state: KeyState, changed: Episode): string {
  const latest = episodeNamed(state, state.latestEpisode);
  if (!latest || latest.episode === changed.episode) return changed.episode;
  const [theirs, ours] = [lastDateOf(latest).getTime(), lastDateOf(changed).getTime()];
  const stays = theirs === ours ? latest.episode > changed.episode : theirs > ours;
  return stays ? latest.episode : changed.episode;
}

function endCurrent(state: KeyState, end: EpisodeEnd): KeyState {
  const current = episodeNamed(state, state.alert?.episode ?? null);
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
      untracked: false,
    },
  };
}

function addDate(dates: readonly Date[], date: Date): readonly Date[] {
  return [...dates, date].sort((a, b) => a.getTime() - b.getTime()).slice(-REMEMBERED_DATES);
}

function later(a: Date | null, b: Date): Date {
  return a !== null && a > b ? a : b;
}
