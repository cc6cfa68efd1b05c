import type { IncidentAlert, KeyState } from '../model/incident.ts';
import type { PulledAlert, PullPermit, PullRefusal } from '../model/pull.ts';
import {
  decideIncident,
  episodeNamed,
  untrackedEnd,
  type IgnoreReason,
  type IncidentDecision,
} from './decide-incident.ts';

/** What a pulled alert does; beside what a pushed one can do, mostly nothing, since it is read again and again. */
export type PulledDecision =
  | IncidentDecision
  /** Nothing to do, and nothing of it to remember: the next poll reads it again. */
  | {
      readonly kind: 'pass';
      readonly episode: string;
      readonly incidentId: string | null;
      readonly reason: IgnoreReason | PullRefusal | 'late' | 'noted';
    }
  /** It still is as it is known to be. */
  | { readonly kind: 'seen'; readonly episode: string; readonly incidentId: string }
  /** Kibana no longer looks: whoever holds the incident must know. */
  | {
      readonly kind: 'note_untracked';
      readonly episode: string;
      readonly incidentId: string;
      /** When the incident resolves by itself unless a new episode comes; null for never. */
      readonly resolveDueAt: Date | null;
    };

/**
 * Decides what an alert does that was found by looking, from the same state and by the same rules as one that was pushed,
 * so that both may bring the same alert, in any order.
 *
 * Without a permit it opens nothing, opens nothing again, and takes the place of no other episode. What is known already
 * changes nothing, not even the count.
 */
export function decidePulled(
  { alert, tracking }: Pick<PulledAlert, 'alert' | 'tracking'>,
  state: KeyState,
  permit: PullPermit,
  now: Date,
): PulledDecision {
  if (tracking === 'untracked') return decideUntracked(alert.episode, state, now);
  const decision = decideIncident(alert, state, now);
  const { episode } = decision;
  switch (decision.kind) {
    case 'open':
    case 'reopen':
      return permit.kind === 'granted' ? decision : pass(permit.reason, episode, state);
    case 'refresh':
      if (decision.late) return pass('late', episode, state);
      if (decision.newEpisode) return permit.kind === 'granted' ? decision : pass(permit.reason, episode, state);
      return isNews(alert.severity, state.alert)
        ? decision
        : { kind: 'seen', episode, incidentId: decision.incidentId };
    case 'resolve':
    case 'note_recovery':
    case 'attach':
      return decision;
    case 'ignore':
      return isWorthRemembering(decision, state, permit) ? decision : pass(decision.reason, episode, state);
  }
}

function decideUntracked(episode: string | null, state: KeyState, now: Date): PulledDecision {
  const { incident, alert: part } = state;
  const name = episode ?? part?.episode ?? '';
  const open = incident !== null && incident.status !== 'resolved';
  if (!open || part === null || part.episode !== name || part.status !== 'active') {
    return pass('nothing_to_recover', name, state);
  }
  if (part.untracked) return pass('noted', name, state);
  const resolveDueAt = untrackedEnd(state, incident.settings, now);
  return { kind: 'note_untracked', episode: name, incidentId: incident.id, resolveDueAt };
}

/** The key's state once its part in the incident is known to be untracked. */
export function foldUntracked(state: KeyState): KeyState {
  return state.alert === null ? state : { ...state, alert: { ...state.alert, untracked: true } };
}

function isNews(severity: IncidentAlert['severity'], part: IncidentAlert | null): boolean {
  return part === null || part.severity !== severity || part.untracked;
}

/** The recovery of an alert that never came: should it come yet, by a push that was late, it must open nothing. */
function isWorthRemembering(
  { reason, episode }: Extract<IncidentDecision, { kind: 'ignore' }>,
  state: KeyState,
  permit: PullPermit,
): boolean {
  const isForeign = permit.kind === 'refused' && permit.reason === 'not_connected';
  return reason === 'nothing_to_recover' && !isForeign && episodeNamed(state, episode) === undefined;
}

function pass(
  reason: Extract<PulledDecision, { kind: 'pass' }>['reason'],
  episode: string,
  { incident }: KeyState,
): PulledDecision {
  return { kind: 'pass', reason, episode, incidentId: incident?.id ?? null };
}
