import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Alert } from '../model/alert.ts';
import type { PullPermit } from '../model/pull.ts';
import { active, alert, at, Key, pulled, recovered } from './incident.fixture.ts';

const GRANTED: PullPermit = { kind: 'granted' };
const REFUSED: PullPermit = { kind: 'refused', reason: 'muted' };
const FOREIGN: PullPermit = { kind: 'refused', reason: 'not_connected' };
const untracked = (episode = 'a') => ({ ...pulled(active(1, episode)), tracking: 'untracked' as const });

/** A key whose alert was pushed. */
function opened(settings = {}): Key {
  const key = new Key(settings);
  key.receives(active(1, 'a'));
  return key;
}

describe('an active alert', () => {
  test('opens an incident, with a permit', () => {
    expect(new Key().pulls(active(1), GRANTED)).toMatchObject({ kind: 'open' });
  });

  test('opens nothing without one, and leaves no trace', () => {
    const key = new Key();
    const before = key.state;
    expect(key.pulls(active(1), REFUSED)).toEqual({ kind: 'pass', reason: 'muted', episode: 'a', incidentId: null });
    expect(key.state).toBe(before);
  });

  test('that was pushed is only seen', () => {
    const key = opened();
    const before = key.state;
    expect(key.pulls(active(5), GRANTED)).toMatchObject({ kind: 'seen', incidentId: 'incident-1' });
    expect(key.state).toBe(before);
  });

  test('with another severity refreshes, with or without a permit: the incident is there', () => {
    const worse = { ...active(5), severity: 'critical' as const };
    expect(opened().pulls(worse, REFUSED)).toMatchObject({ kind: 'refresh', newEpisode: false });
  });

  test('older than what is known says nothing', () => {
    const key = opened();
    key.receives(active(9));
    expect(key.pulls({ ...active(5), severity: 'critical' }, GRANTED)).toMatchObject({ kind: 'pass', reason: 'late' });
  });

  test('of a new episode takes the place of the old one only with a permit', () => {
    const key = opened();
    expect(key.pulls(active(5, 'b'), REFUSED)).toMatchObject({ kind: 'pass', reason: 'muted' });
    expect(key.pulls(active(5, 'b'), GRANTED)).toMatchObject({ kind: 'refresh', newEpisode: true });
  });

  test('of a resolved incident reopens it only with a permit', () => {
    const key = opened();
    key.receives(recovered(2));
    expect(key.pulls(active(5, 'b'), FOREIGN, at(5))).toMatchObject({ kind: 'pass', reason: 'not_connected' });
    expect(key.pulls(active(5, 'b'), GRANTED, at(5))).toMatchObject({ kind: 'reopen' });
  });

  test('that a responder resolved never comes back', () => {
    const key = opened().isResolvedByResponder(at(3));
    expect(key.pulls(active(9), GRANTED)).toMatchObject({ kind: 'pass', reason: 'episode_ended' });
    expect(key.receives(active(10))).toMatchObject({ kind: 'ignore', reason: 'episode_ended' });
  });
});

describe('a recovery', () => {
  test('resolves what a push opened, whether the rule is connected or not', () => {
    expect(opened().pulls(recovered(5), FOREIGN)).toMatchObject({ kind: 'resolve', incidentId: 'incident-1' });
  });

  test('of nothing is remembered: the alert that a push brings late opens nothing', () => {
    const key = new Key();
    expect(key.pulls(recovered(5), GRANTED)).toMatchObject({ kind: 'ignore', reason: 'nothing_to_recover' });
    expect(key.receives(active(1))).toMatchObject({ kind: 'ignore', reason: 'episode_ended' });
  });

  test('of nothing, of a rule that is none of ours, leaves no trace', () => {
    const key = new Key();
    const before = key.state;
    key.pulls(recovered(5), FOREIGN);
    expect(key.state).toBe(before);
  });

  test('that is known changes nothing, however often it is read', () => {
    const key = opened();
    key.receives(recovered(5));
    const before = key.state;
    expect(key.pulls(recovered(4), GRANTED)).toMatchObject({ kind: 'pass', reason: 'nothing_to_recover' });
    expect(key.pulls(recovered(5), GRANTED)).toMatchObject({ kind: 'pass', reason: 'duplicate' });
    expect(key.state).toBe(before);
  });
});

describe('an untracked alert', () => {
  test.each([
    [3_600, at(70)],
    [0, at(10)],
    [null, null],
  ])('is noted, and with a wait of %s s it resolves at %s', (resolveAfterUntrackedSeconds, resolveDueAt) => {
    const key = opened({ resolveAfterUntrackedSeconds });
    expect(key.pulls(untracked(), REFUSED, at(10))).toEqual({
      kind: 'note_untracked',
      episode: 'a',
      incidentId: 'incident-1',
      resolveDueAt,
    });
  });

  test('is noted once', () => {
    const key = opened();
    key.pulls(untracked(), GRANTED);
    expect(key.pulls(untracked(), GRANTED)).toMatchObject({ kind: 'pass', reason: 'noted' });
  });

  test('resolves nothing while others are active', () => {
    expect(opened().hasOthersActive(1).pulls(untracked(), GRANTED)).toMatchObject({ resolveDueAt: null });
  });

  test('ends with the others once Kibana looks at none of them any more', () => {
    const last = (untrackedOthers: number) =>
      opened().hasOthersActive(2, untrackedOthers).pulls(untracked(), GRANTED, at(10));
    expect(last(1)).toMatchObject({ kind: 'note_untracked', resolveDueAt: null });
    expect(last(2)).toMatchObject({ kind: 'note_untracked', resolveDueAt: at(70) });
  });

  test('that is active again is news', () => {
    const key = opened();
    key.pulls(untracked(), GRANTED);
    expect(key.pulls(active(9), REFUSED)).toMatchObject({ kind: 'refresh' });
    expect(key.pulls(untracked(), GRANTED)).toMatchObject({ kind: 'note_untracked' });
  });

  test('of an episode that is not the present one, or of nothing, is passed over', () => {
    expect(opened().pulls(untracked('b'), GRANTED)).toMatchObject({ kind: 'pass' });
    expect(new Key().pulls(untracked(), GRANTED)).toMatchObject({ kind: 'pass' });
  });
});

/** Episodes one after another, each with actives and perhaps a recovery. */
const history = fc
  .array(fc.record({ actives: fc.integer({ min: 1, max: 3 }), recovers: fc.boolean() }), { minLength: 1, maxLength: 5 })
  .map((episodes) => {
    let minute = 0;
    return episodes.flatMap(({ actives, recovers }, index) => {
      const lasting = Array.from({ length: actives }, () => active((minute += 1), `e${index}`));
      return recovers ? [...lasting, recovered((minute += 1), `e${index}`)] : lasting;
    });
  });

/** Each alert comes by one of the ways or by both, in any order, perhaps several times. */
const arrivals = history.chain((inOrder) =>
  fc.tuple(
    fc.constant(inOrder),
    fc.shuffledSubarray(
      inOrder.flatMap((one) => [
        { one, way: 'push' as const },
        { one, way: 'pull' as const },
        { one, way: 'pull' as const },
      ]),
      { minLength: inOrder.length * 3 },
    ),
    fc.array(fc.constantFrom('push', 'pull', 'both'), { minLength: inOrder.length, maxLength: inOrder.length }),
  ),
);

function after(steps: readonly { readonly one: Alert; readonly way: 'push' | 'pull' }[]): Key {
  const key = new Key();
  for (const { one, way } of steps) {
    if (way === 'push') key.receives(one, at(1_000));
    else key.pulls(one, GRANTED, at(1_000));
  }
  return key;
}

describe('push and pull of the same alerts', () => {
  test('end alike, whichever of them brings what, in whatever order', () => {
    fc.assert(
      fc.property(arrivals, ([inOrder, steps, ways]) => {
        const chosen = steps.filter(({ one, way }) => [way, 'both'].includes(ways[inOrder.indexOf(one)] ?? ''));
        const pushed = after(inOrder.map((one) => ({ one, way: 'push' as const })));
        const mixed = after(chosen);
        return (
          mixed.isUnresolved() === pushed.isUnresolved() &&
          (!mixed.isUnresolved() || mixed.state.alert?.episode === pushed.state.alert?.episode)
        );
      }),
      { numRuns: 1_000 },
    );
  });

  test('what is read again changes nothing', () => {
    fc.assert(
      fc.property(history, (inOrder) => {
        const key = after(inOrder.map((one) => ({ one, way: 'pull' as const })));
        const last = inOrder.at(-1) ?? alert();
        const before = key.state;
        key.pulls(last, GRANTED, at(1_000));
        return key.state === before;
      }),
      { numRuns: 500 },
    );
  });

  test('without a permit nothing is ever opened, whatever was pushed before', () => {
    fc.assert(
      fc.property(arrivals, ([, steps]) => {
        const key = new Key();
        for (const { one, way } of steps) {
          const before = { opened: key.incidentIds.length, unresolved: key.isUnresolved() };
          if (way === 'push') key.receives(one, at(1_000));
          else {
            key.pulls(one, FOREIGN, at(1_000));
            if (key.incidentIds.length > before.opened || (key.isUnresolved() && !before.unresolved)) return false;
          }
        }
        return true;
      }),
      { numRuns: 1_000 },
    );
  });

  test('an episode that has ended never opens anything, by either way', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.integer({ min: 0, max: 60 }), fc.boolean()), { maxLength: 20 }), (later) => {
        const key = opened().isResolvedByResponder(at(3));
        for (const [minute, pushes] of later) {
          if (pushes) key.receives(active(minute), at(100));
          else key.pulls(active(minute), GRANTED, at(100));
        }
        return !key.isUnresolved() && key.incidentIds.length === 1;
      }),
    );
  });
});
