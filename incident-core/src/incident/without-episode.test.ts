import { describe, expect, test } from '@jest/globals';
import { QUIET_AFTER_RESOLUTION_SECONDS } from './decide-incident.ts';
import { Key, active, alert, at, recovered } from './incident.fixture.ts';

/** What a list of alerts without `alert.uuid` comes to; each arrives at its own date. */
function kindsOf(...received: readonly ReturnType<typeof active>[]): readonly string[] {
  const key = new Key();
  return received.map((each) => {
    const decision = key.receives(each);
    return decision.kind === 'ignore' ? decision.reason : decision.kind;
  });
}

const on = (minutes: number) => active(minutes, null);
const off = (minutes: number) => recovered(minutes, null);

describe('alerts without an episode of their own', () => {
  test.each([
    ['belong together while the condition lasts', [on(0), on(1), on(500)], ['open', 'refresh', 'refresh']],
    ['end with a recovery', [on(0), off(1)], ['open', 'resolve']],
    ['begin anew after a recovery', [on(0), off(1), on(2)], ['open', 'resolve', 'reopen']],
    ['begin a new incident after the window', [on(0), off(1), on(17)], ['open', 'resolve', 'open']],
    ['are duplicates at the same date', [on(0), on(0), off(1), off(1)], ['open', 'duplicate', 'resolve', 'duplicate']],
    ['lose to a recovery of the same date', [on(0), off(1), on(1)], ['open', 'resolve', 'episode_ended']],
    ['recover at the date of the last active', [on(0), on(1), off(1)], ['open', 'refresh', 'resolve']],
    ['never recovered by what is older', [on(5), off(2)], ['open', 'out_of_order']],
    ['of before the recovery come too late', [on(0), off(5), on(3)], ['open', 'resolve', 'episode_ended']],
    ['are late inside their episode', [on(5), on(3)], ['open', 'refresh']],
    ['that recover first are over', [off(5), on(3), on(5)], ['nothing_to_recover', 'episode_ended', 'episode_ended']],
    ['begin after a recovery of nothing', [off(5), on(6)], ['nothing_to_recover', 'open']],
  ])('%s', (_, received, kinds) => {
    expect(kindsOf(...received)).toEqual(kinds);
  });

  test('join the episode that is known of their key', () => {
    const key = new Key();
    key.receives(active(0, 'a'));
    expect(key.receives(on(1))).toMatchObject({ kind: 'refresh', episode: 'a', newEpisode: false });
    expect(key.receives(off(2))).toMatchObject({ kind: 'resolve', episode: 'a' });
  });

  test('after a noted recovery are a new episode of the same incident', () => {
    const key = new Key();
    key.receives(on(0));
    key.is('in_progress').receives(off(5));
    expect(key.receives(on(6))).toMatchObject({ kind: 'refresh', newEpisode: true });
  });
});

describe('without an episode, what a responder resolved', () => {
  const quietMinutes = QUIET_AFTER_RESOLUTION_SECONDS / 60;

  function resolvedByResponder(): Key {
    const key = new Key();
    key.receives(on(0));
    return key.isResolvedByResponder(at(5));
  }

  test.each([
    ['stays ended while the alert goes on', 10, 'ignore'],
    ['stays ended just before a quiet hour is over', quietMinutes - 0.001, 'ignore'],
    ['opens again after a quiet hour', quietMinutes, 'open'],
  ])('%s', (_, minutes, kind) => {
    expect(resolvedByResponder().receives(on(minutes)).kind).toBe(kind);
  });

  test('stays ended as long as no hour is quiet', () => {
    const key = resolvedByResponder();
    for (const minutes of [30, 80, 130, 180]) {
      expect(key.receives(on(minutes))).toMatchObject({ kind: 'ignore', reason: 'episode_ended' });
    }
    expect(key.receives(on(180 + quietMinutes)).kind).toBe('open');
  });

  test('may open again as soon as it has recovered', () => {
    const key = resolvedByResponder();
    expect(key.receives(off(6))).toMatchObject({ kind: 'ignore', reason: 'nothing_to_recover' });
    expect(key.receives(on(7)).kind).toBe('reopen');
  });

  test('is not opened by an old recovery that comes late', () => {
    const key = new Key();
    key.receives(on(0));
    key.receives(on(4));
    key.isResolvedByResponder(at(5));
    key.receives(off(2), at(6));
    expect(key.receives(on(7))).toMatchObject({ kind: 'ignore', reason: 'episode_ended' });
  });
});

test('an active alert without an episode is never lost to one that another took over from', () => {
  const key = new Key();
  key.receives(active(5, 'b'));
  key.receives(active(1, 'a'), at(6));
  key.receives(recovered(7, 'b'));
  expect(key.receives(alert({ episode: null, date: at(8) })).kind).toBe('reopen');
});
