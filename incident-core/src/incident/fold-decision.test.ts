import { describe, expect, test } from '@jest/globals';
import { REMEMBERED_DATES } from '../model/incident.ts';
import { DEFAULT_TEAM_SETTINGS } from '../model/team.ts';
import { decideIncident, lastDateOf } from './decide-incident.ts';
import { endByResponder, foldDecision } from './fold-decision.ts';
import { Key, active, alert, at, nothingKnown, recovered } from './incident.fixture.ts';

const INCIDENT = {
  id: 'i',
  status: 'triggered',
  resolvedAt: null,
  flappingAt: null,
  isStorm: false,
  settings: DEFAULT_TEAM_SETTINGS,
} as const;

describe('what is remembered of a key', () => {
  test('after opening: the incident, the alert in it and the episode', () => {
    const state = nothingKnown();
    expect(foldDecision(state, active(0), decideIncident(active(0), state, at(0)), at(0), INCIDENT)).toEqual({
      ...state,
      incident: INCIDENT,
      alert: {
        incidentId: 'i',
        dedupKey: state.dedupKey,
        episode: 'a',
        status: 'active',
        severity: 'error',
        lastDate: at(0),
        untracked: false,
      },
      latestEpisode: 'a',
      episodes: {
        a: {
          dedupKey: state.dedupKey,
          episode: 'a',
          incidentId: 'i',
          activeDates: [at(0)],
          recoveredAt: null,
          ended: null,
        },
      },
    });
  });

  test('the given state is left as it was', () => {
    const key = new Key();
    key.receives(active(0));
    const copy = structuredClone(key.state);
    const before = key.state;
    key.receives(active(1, 'b'));
    key.receives(recovered(2, 'b'));
    expect(before).toEqual(copy);
  });

  test('opening without the incident that was made is our mistake', () => {
    expect(() => foldDecision(nothingKnown(), active(0), { kind: 'open', episode: 'a' }, at(0), null)).toThrow(
      'a decision to open needs the incident',
    );
  });

  test('dates are kept in order, the latest only', () => {
    const key = new Key();
    for (let minute = 0; minute <= REMEMBERED_DATES; minute += 1) key.receives(active(minute));
    key.receives(active(0.5));
    const dates = key.episode('a')?.activeDates ?? [];
    expect(dates).toHaveLength(REMEMBERED_DATES);
    expect([dates.at(0), dates.at(-1)]).toEqual([at(1), at(REMEMBERED_DATES)]);
  });

  test('the alert has the severity of its latest active alert; a recovery and a late alert change nothing', () => {
    const key = new Key();
    key.receives(alert({ severity: 'critical' }));
    key.receives(alert({ severity: 'warning', date: at(5) }));
    expect(key.state.alert?.severity).toBe('warning');
    key.receives(alert({ severity: 'critical', date: at(3) }));
    key.receives(alert({ severity: 'info', date: at(6), status: 'recovered' }));
    expect(key.state.alert).toMatchObject({ severity: 'warning', status: 'recovered', lastDate: at(6) });
  });

  test('an older recovery does not take back a later one', () => {
    const key = new Key();
    for (const received of [active(0), recovered(5), recovered(3)]) key.receives(received);
    expect(key.episode('a')?.recoveredAt).toEqual(at(5));
  });

  test('the latest episode is the one with the latest date, whichever came last', () => {
    const key = new Key();
    key.receives(active(5, 'b'));
    key.receives(active(1, 'a'), at(6));
    expect(key.state.latestEpisode).toBe('b');
    key.receives(active(7, 'c'));
    expect(key.state.latestEpisode).toBe('c');
  });

  test('a new incident has no other active alerts, whatever the one before had', () => {
    const key = new Key({ reopenWindowSeconds: 0 });
    key.receives(active(0));
    key.hasOthersActive(2, 1).isResolvedByResponder(at(1));
    key.receives(active(2, 'b'));
    expect(key.state).toMatchObject({ otherActive: 0, otherUntracked: 0 });
    expect(key.receives(recovered(3, 'b')).kind).toBe('resolve');
  });

  test('an episode that never joined an incident belongs to none', () => {
    const key = new Key();
    key.receives(active(5, 'b'));
    key.receives(active(1, 'a'), at(6));
    key.receives(recovered(2, 'z'), at(6));
    expect([key.episode('a'), key.episode('z')]).toMatchObject([
      { ended: 'superseded', incidentId: null },
      { ended: 'recovered', incidentId: null },
    ]);
  });

  test('reopening keeps the incident and clears its end', () => {
    const key = new Key();
    for (const received of [active(0), recovered(1), active(2, 'b')]) key.receives(received);
    expect(key.state.incident).toMatchObject({ id: 'incident-1', status: 'triggered', resolvedAt: null });
    expect(key.state.alert).toMatchObject({ episode: 'b', status: 'active', lastDate: at(2) });
  });

  test('resolving takes the time of receipt, not that of the alert', () => {
    const key = new Key();
    key.receives(active(0));
    key.receives(recovered(5), at(9));
    expect(key.state.incident).toMatchObject({ status: 'resolved', resolvedAt: at(9) });
  });
});

test.each(['recovered', 'superseded', 'resolved_by_responder'] as const)(
  'a responder ends what goes on, and leaves as it was what is %s',
  (ended) => {
    const key = new Key();
    key.receives(active(0));
    const episode = key.episode('a');
    if (!episode) throw new Error('the episode is missing');
    expect(endByResponder(episode).ended).toBe('resolved_by_responder');
    expect(endByResponder({ ...episode, ended })).toEqual({ ...episode, ended });
  },
);

test.each([
  ['its last active alert', [at(1), at(4)], null, at(4)],
  ['its recovery, where that is later', [at(1)], at(3), at(3)],
  ['its last active alert, where that is later than the recovery', [at(5)], at(3), at(5)],
  ['its recovery, where nothing else is known', [], at(3), at(3)],
])('the last date of an episode is %s', (_, activeDates, recoveredAt, last) => {
  expect(lastDateOf({ dedupKey: 'k', episode: 'a', incidentId: null, activeDates, recoveredAt, ended: null })).toEqual(
    last,
  );
});
