import { describe, expect, test } from '@jest/globals';
import { SEVERITIES } from '../model/severity.ts';
import { decideIncident } from './decide-incident.ts';
import { Key, active, alert, at, nothingKnown, recovered } from './incident.fixture.ts';

/** A key whose incident `incident-1` was opened at minute 0. */
function opened(episode: string | null = 'a', settings = {}): Key {
  const key = new Key(settings);
  key.receives(active(0, episode));
  return key;
}

function resolved(settings = {}): Key {
  const key = opened('a', settings);
  key.receives(recovered(10));
  return key;
}

const REFRESH = { kind: 'refresh', incidentId: 'incident-1', late: false, newEpisode: false };
const RESOLVE = { kind: 'resolve', incidentId: 'incident-1' };

describe('an active alert', () => {
  test.each(SEVERITIES)('of severity %s and an unknown key opens', (severity) => {
    expect(decideIncident(alert({ severity }), nothingKnown(), at(0))).toEqual({ kind: 'open', episode: 'a' });
  });

  test.each(['triggered', 'acknowledged', 'in_progress'] as const)(
    'of the same episode refreshes when %s',
    (status) => {
      expect(opened().is(status).receives(active(1))).toEqual({ ...REFRESH, episode: 'a' });
    },
  );

  test.each(['triggered', 'acknowledged', 'in_progress'] as const)('of a new episode refreshes when %s', (status) => {
    const key = opened().is(status);
    expect(key.receives(active(1, 'b'))).toEqual({ ...REFRESH, episode: 'b', newEpisode: true });
    expect(key.state.incident?.status).toBe(status);
    expect(key.episode('a')?.ended).toBe('superseded');
  });

  test('that is older than what is known of its episode is late', () => {
    const key = opened();
    key.receives(active(5));
    expect(key.receives(active(3))).toEqual({ ...REFRESH, episode: 'a', late: true });
    expect(key.state.alert?.lastDate).toEqual(at(5));
  });

  test('that comes twice is a duplicate and changes nothing', () => {
    const key = opened();
    const before = key.state;
    expect(key.receives(active(0))).toMatchObject({ kind: 'ignore', reason: 'duplicate', incidentId: 'incident-1' });
    expect(key.state).toBe(before);
  });

  test('of an older episode that we hear of late is out of order', () => {
    const key = new Key();
    key.receives(active(5, 'b'));
    expect(key.receives(active(2, 'a'))).toMatchObject({ kind: 'ignore', reason: 'out_of_order' });
    expect(key.state.alert?.episode).toBe('b');
  });

  test('of an episode between the current one and a recovered later one is out of order', () => {
    const key = opened().is('in_progress');
    key.receives(recovered(1));
    key.receives(recovered(9, 'c'));
    expect(key.receives(active(5, 'b'))).toMatchObject({ kind: 'ignore', reason: 'out_of_order' });
  });

  test('of an older episode is out of order even when the later one is over', () => {
    const key = new Key();
    key.receives(active(5, 'b'));
    key.receives(recovered(6, 'b'));
    expect(key.receives(active(2, 'a'), at(7))).toMatchObject({ kind: 'ignore', reason: 'out_of_order' });
    expect(key.isUnresolved()).toBe(false);
  });

  test('of an episode that another took over from brings it back when it is newer still', () => {
    const key = opened();
    key.receives(active(1, 'b'));
    expect(key.receives(active(2, 'a'))).toEqual({ ...REFRESH, episode: 'a', newEpisode: true });
    expect(key.episode('a')?.ended).toBeNull();
    expect(key.episode('b')?.ended).toBe('superseded');
  });

  test('of an alert that shares its key with one that recovered opens again: it is still wrong', () => {
    const key = opened();
    key.receives(active(1, 'b'));
    key.receives(recovered(2, 'b'));
    expect(key.receives(active(3, 'a'))).toMatchObject({ kind: 'reopen', episode: 'a' });
  });

  test('of an episode that another took over from is final too once a responder resolved the incident', () => {
    const key = opened();
    key.receives(active(1, 'b'));
    key.isResolvedByResponder(at(2));
    expect(key.receives(active(3, 'a'))).toMatchObject({ kind: 'ignore', reason: 'episode_ended' });
    expect(key.receives(active(4, 'a'))).toMatchObject({ kind: 'ignore', reason: 'episode_ended' });
  });

  test('is told apart by status: the same date active and recovered are two alerts', () => {
    expect(opened().receives(recovered(0))).toEqual({ ...RESOLVE, episode: 'a' });
  });
});

describe('an episode that ended', () => {
  test.each([
    ['a later date', 20],
    ['an earlier date', 5],
    ['the date of the recovery', 10],
  ])('by recovery ignores an active alert with %s', (_, minutes) => {
    expect(resolved().receives(active(minutes), at(60))).toMatchObject({ kind: 'ignore', reason: 'episode_ended' });
  });

  test('by recovery during work ignores an active alert, and the recovery stays noted', () => {
    const key = opened().is('in_progress');
    key.receives(recovered(5));
    expect(key.receives(active(6))).toMatchObject({ kind: 'ignore', reason: 'episode_ended' });
    expect(key.state.alert?.status).toBe('recovered');
  });

  test('before anything active of it came ignores what comes', () => {
    const key = new Key();
    expect(key.receives(recovered(5))).toMatchObject({ reason: 'nothing_to_recover', incidentId: null });
    expect(key.receives(active(1), at(6))).toMatchObject({ kind: 'ignore', reason: 'episode_ended', incidentId: null });
    expect(key.receives(active(9))).toMatchObject({ kind: 'ignore', reason: 'episode_ended' });
  });

  test('by a responder ignores all later active alerts, however long they go on', () => {
    const key = opened().isResolvedByResponder(at(1));
    for (const minutes of [2, 30, 200, 2000]) {
      expect(key.receives(active(minutes))).toMatchObject({ kind: 'ignore', reason: 'episode_ended' });
    }
    expect(key.receives(recovered(2001))).toMatchObject({ kind: 'ignore', reason: 'nothing_to_recover' });
    expect(key.episode('a')?.ended).toBe('resolved_by_responder');
  });

  test('names its own incident when it is ignored, not the one after', () => {
    const key = resolved({ reopenWindowSeconds: 0 });
    key.receives(active(20, 'b'));
    expect(key.receives(active(21, 'a'))).toMatchObject({ reason: 'episode_ended', incidentId: 'incident-1' });
  });
});

describe('a recovery', () => {
  test.each(['triggered', 'acknowledged'] as const)('resolves when %s', (status) => {
    expect(opened().is(status).receives(recovered(5))).toEqual({ ...RESOLVE, episode: 'a' });
  });

  test.each([
    [3600, at(65)],
    [1, new Date(at(5).getTime() + 1000)],
    [null, null],
  ])('during work is noted, and with a wait of %s s is due at %s', (resolveAfterRecoverySeconds, resolveDueAt) => {
    const key = opened('a', { resolveAfterRecoverySeconds }).is('in_progress');
    expect(key.receives(recovered(5))).toEqual({
      kind: 'note_recovery',
      episode: 'a',
      incidentId: 'incident-1',
      reason: 'in_progress',
      resolveDueAt,
    });
    expect(key.state.incident?.status).toBe('in_progress');
    expect(key.episode('a')).toMatchObject({ ended: 'recovered', recoveredAt: at(5) });
  });

  test('during work resolves at once where the team wants that', () => {
    const key = opened('a', { resolveAfterRecoverySeconds: 0 }).is('in_progress');
    expect(key.receives(recovered(5))).toEqual({ ...RESOLVE, episode: 'a' });
  });

  test.each(['triggered', 'acknowledged', 'in_progress'] as const)(
    'is noted while other alerts are active, when %s',
    (status) => {
      const decision = opened().is(status).hasOthersActive(1).receives(recovered(5));
      expect(decision).toMatchObject({ kind: 'note_recovery', reason: 'others_active', resolveDueAt: null });
    },
  );

  test.each([
    [3_600, at(65)],
    [0, at(5)],
    [null, null],
  ])('is noted with the end of the others at which Kibana looks no more, after %s s at %s', (wait, resolveDueAt) => {
    const noted = (others: number, looksAtNoMore: number) =>
      opened('a', { resolveAfterUntrackedSeconds: wait }).hasOthersActive(others, looksAtNoMore).receives(recovered(5));
    expect(noted(2, 2)).toMatchObject({ kind: 'note_recovery', reason: 'others_active', resolveDueAt });
    expect(noted(2, 1)).toMatchObject({ kind: 'note_recovery', reason: 'others_active', resolveDueAt: null });
  });

  test('of the last active alert resolves', () => {
    const key = opened().hasOthersActive(1);
    key.receives(recovered(5));
    key.hasOthersActive(0);
    key.receives(active(6, 'b'));
    expect(key.receives(recovered(7, 'b'))).toEqual({ ...RESOLVE, episode: 'b' });
  });

  test('that Kibana names by its episode counts whatever its date', () => {
    const key = opened();
    key.receives(active(9));
    expect(key.receives(recovered(3))).toEqual({ ...RESOLVE, episode: 'a' });
    expect(key.state.alert?.lastDate).toEqual(at(9));
  });

  test('of a later episode that we have not heard of ends the current one with it', () => {
    const key = opened();
    expect(key.receives(recovered(8, 'b'))).toEqual({ ...RESOLVE, episode: 'b' });
    expect(key.episode('a')?.ended).toBe('superseded');
    expect(key.episode('b')).toMatchObject({ ended: 'recovered', incidentId: 'incident-1' });
  });

  test.each([
    ['an older episode', recovered(-5, 'z')],
    ['another episode at the same date', recovered(0, 'z')],
  ])('of %s recovers nothing', (_, received) => {
    const key = opened();
    expect(key.receives(received, at(1))).toMatchObject({ kind: 'ignore', reason: 'nothing_to_recover' });
    expect(key.isUnresolved()).toBe(true);
    expect(key.episode('z')).toMatchObject({ ended: 'recovered', incidentId: null });
  });

  test('of an episode that another took over from recovers nothing, and ends it for good', () => {
    const key = opened();
    key.receives(active(5, 'b'));
    expect(key.receives(recovered(4, 'a'), at(6))).toMatchObject({ reason: 'nothing_to_recover' });
    expect(key.receives(active(7, 'a'))).toMatchObject({ kind: 'ignore', reason: 'episode_ended' });
  });

  test.each([
    ['again, with the same date', recovered(10), 'duplicate'],
    ['again, with a later date', recovered(12), 'nothing_to_recover'],
    ['of another episode', recovered(12, 'b'), 'nothing_to_recover'],
  ])('of what is over recovers nothing: %s', (_, received, reason) => {
    expect(resolved().receives(received)).toMatchObject({ kind: 'ignore', reason });
  });

  test('that was noted is not noted twice', () => {
    const key = opened().is('in_progress');
    key.receives(recovered(5));
    expect(key.receives(recovered(6))).toMatchObject({ kind: 'ignore', reason: 'nothing_to_recover' });
    expect(key.receives(recovered(7, 'b'))).toMatchObject({ kind: 'ignore', reason: 'nothing_to_recover' });
  });
});

describe('a new episode after a resolution', () => {
  const windowMs = 15 * 60_000;

  test.each([
    ['at once', 0, 'reopen'],
    ['just before the window ends', windowMs - 1, 'reopen'],
    ['when the window ends', windowMs, 'reopen'],
    ['just after the window', windowMs + 1, 'open'],
    ['a week later', 7 * 86_400_000, 'open'],
  ])('%s', (_, ms, kind) => {
    const key = resolved();
    const now = new Date(at(10).getTime() + ms);
    expect(key.receives(alert({ episode: 'b', date: new Date(now.getTime() + 1) }), now).kind).toBe(kind);
    expect(key.state.incident).toMatchObject({
      id: kind === 'open' ? 'incident-2' : 'incident-1',
      status: 'triggered',
    });
  });

  test.each([0, 1])('opens a new incident where the window is zero, %s ms later', (ms) => {
    const now = new Date(at(10).getTime() + ms);
    expect(resolved({ reopenWindowSeconds: 0 }).receives(active(11, 'b'), now).kind).toBe('open');
  });

  test('reopens what a responder resolved, too', () => {
    expect(opened().isResolvedByResponder(at(5)).receives(active(6, 'b'))).toMatchObject({ kind: 'reopen' });
  });

  test('at the date of the recovery is later than it, in either order of arrival', () => {
    const inOrder = new Key();
    const kinds = [active(0, 'z'), recovered(5, 'z'), active(5, 'a')].map(
      (received) => inOrder.receives(received).kind,
    );
    expect(kinds).toEqual(['open', 'resolve', 'reopen']);
    const outOfOrder = new Key();
    for (const received of [active(5, 'a'), recovered(5, 'z'), active(0, 'z')]) outOfOrder.receives(received);
    expect([inOrder.isUnresolved(), outOfOrder.isUnresolved()]).toEqual([true, true]);
  });
});

describe('names of episodes come from outside', () => {
  test.each(['constructor', '__proto__', 'toString', 'hasOwnProperty', '', '💥'])(
    '%j is a name like any other',
    (name) => {
      const key = new Key();
      expect(key.receives(active(0, name)).kind).toBe('open');
      expect(key.receives(active(0, name))).toMatchObject({ reason: 'duplicate' });
      expect(key.receives(active(1, name)).kind).toBe('refresh');
      expect(key.receives(recovered(2, name)).kind).toBe('resolve');
      expect(key.receives(active(3, name))).toMatchObject({ reason: 'episode_ended' });
    },
  );
});
