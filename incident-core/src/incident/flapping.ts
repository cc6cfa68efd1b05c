import type { Alert } from '../model/alert.ts';
import type { KeyState } from '../model/incident.ts';
import { episodeNamed, type IncidentDecision } from './decide-incident.ts';

/** So many episodes of a key that began within the time make it flap. */
export const FLAPPING_EPISODES = 4;
export const FLAPPING_WITHIN_SECONDS = 60 * 60;
/** An incident that flaps resolves after so long without anything new of what flaps in it. */
export const FLAPPING_QUIET_SECONDS = 15 * 60;

/**
 * Whether the key of an alert flaps: Kibana says so (`alert.flapping`), or the alert stands in or after the fourth episode
 * that began within an hour. Judged by the alerts' own dates, so that it does not matter when they arrive.
 */
export function isFlapping(alert: Pick<Alert, 'flapping' | 'date'>, state: KeyState, episode: string): boolean {
  if (alert.flapping) return true;
  const until = alert.date.getTime();
  const since = until - FLAPPING_WITHIN_SECONDS * 1000;
  const begun = new Map(
    Object.values(state.episodes).flatMap(({ episode: name, activeDates: [first] }) =>
      first === undefined ? [] : [[name, first.getTime()] as const],
    ),
  );
  if (episodeNamed(state, episode)?.activeDates[0] === undefined) begun.set(episode, until);
  return [...begun.values()].filter((at) => at > since && at <= until).length >= FLAPPING_EPISODES;
}

/**
 * Keeps an incident open that would resolve while something in it flaps: its people have been told, and would only be
 * told again. `flaps`: the key of the alert that recovered does; what else flaps in the incident, it remembers itself.
 */
export function holdWhileFlapping(
  decision: IncidentDecision,
  state: KeyState,
  flaps: boolean,
  now: Date,
): IncidentDecision {
  if (decision.kind !== 'resolve') return decision;
  const last = flaps ? now : (state.incident?.flappingAt ?? null);
  if (last === null) return decision;
  const resolveDueAt = new Date(last.getTime() + FLAPPING_QUIET_SECONDS * 1000);
  if (resolveDueAt <= now) return decision;
  const { episode, incidentId } = decision;
  return { kind: 'note_recovery', episode, incidentId, reason: 'flapping', resolveDueAt };
}
