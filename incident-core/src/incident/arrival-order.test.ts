import { describe, test } from '@jest/globals';
import fc from 'fast-check';
import type { Alert } from '../model/alert.ts';
import { INCIDENT_STATUSES } from '../model/incident.ts';
import { isIncidentMove } from './lifecycle.ts';
import { Key, active, at, recovered } from './incident.fixture.ts';

// Names are drawn, so that nothing rests on their being in the order of time.
const episodeNames = fc.uniqueArray(fc.string({ minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 6 });

/** What a source can truly say of one key: episodes one after another, each with actives and perhaps a recovery. */
const history: fc.Arbitrary<readonly Alert[]> = episodeNames.chain((names) =>
  fc
    .tuple(...names.map(() => fc.record({ actives: fc.integer({ min: 1, max: 4 }), recovers: fc.boolean() })))
    .map((episodes) => {
      let minute = 0;
      return episodes.flatMap(({ actives, recovers }, index) => {
        const name = names[index] ?? '';
        const lasting = Array.from({ length: actives }, () => active((minute += 1), name));
        return recovers ? [...lasting, recovered((minute += 1), name)] : lasting;
      });
    }),
);

/** The same alerts as they may arrive: in any order, each once or several times. */
const arrivals = history.chain((inOrder) =>
  fc
    .tuple(
      fc.shuffledSubarray([...inOrder], { minLength: inOrder.length }),
      fc.array(fc.tuple(fc.nat(), fc.nat()), { maxLength: 10 }),
    )
    .map(([shuffled, repeats]) => ({ inOrder, shuffled: withRepeats(shuffled, repeats) })),
);

function withRepeats(alerts: readonly Alert[], repeats: readonly (readonly [number, number])[]): readonly Alert[] {
  const all = [...alerts];
  for (const [from, to] of repeats) {
    const again = all[from % all.length];
    if (again) all.splice(to % (all.length + 1), 0, again);
  }
  return all;
}

/** `Key` throws when a second unresolved incident would be opened. */
function keyAfter(alerts: readonly Alert[], now?: Date): Key {
  const key = new Key();
  for (const received of alerts) key.receives(received, now ?? received.date);
  return key;
}

describe('whatever the order of arrival', () => {
  test('the same alerts leave the same answer to whether there is an unresolved incident', () => {
    fc.assert(
      fc.property(
        arrivals,
        fc.boolean(),
        ({ inOrder, shuffled }, late) =>
          keyAfter(shuffled, late ? at(1000) : undefined).isUnresolved() === keyAfter(inOrder).isUnresolved(),
      ),
      { numRuns: 1000 },
    );
  });

  test('what is unresolved in the end is the last episode, and only where it did not recover', () => {
    fc.assert(
      fc.property(arrivals, ({ inOrder, shuffled }) => {
        const last = inOrder.at(-1);
        const key = keyAfter(shuffled, at(1000));
        return (
          key.isUnresolved() === (last?.status === 'active') &&
          (!key.isUnresolved() || key.state.alert?.episode === last?.episode)
        );
      }),
      { numRuns: 1000 },
    );
  });

  test('an alert applied twice equals an alert applied once', () => {
    fc.assert(
      fc.property(arrivals, ({ shuffled }) => {
        const key = new Key();
        return shuffled.every((received) => {
          key.receives(received, at(1000));
          const once = key.state;
          const again = key.receives(received, at(1000));
          return again.kind === 'ignore' && again.reason === 'duplicate' && key.state === once;
        });
      }),
    );
  });

  test('an episode that ended opens nothing more, and people resolving in between changes nothing of that', () => {
    const anyAlert = fc
      .tuple(fc.boolean(), fc.integer({ min: 0, max: 90 }), fc.constantFrom('a', 'b', 'c'))
      .map(([isActive, minute, name]) => (isActive ? active(minute, name) : recovered(minute, name)));
    const step = fc.oneof(
      { weight: 5, arbitrary: anyAlert },
      { weight: 1, arbitrary: fc.constant('resolves' as const) },
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), fc.constantFrom(0, 900), (steps, reopenWindowSeconds) => {
        const key = new Key({ reopenWindowSeconds });
        return steps.every((next) => {
          if (next === 'resolves') {
            if (key.isUnresolved()) key.isResolvedByResponder(at(90));
            return true;
          }
          const ended = key.episode(next.episode ?? '')?.ended;
          const kind = key.receives(next, at(100)).kind;
          return ended === 'recovered' || ended === 'resolved_by_responder' ? kind === 'ignore' : true;
        });
      }),
      { numRuns: 1000 },
    );
  });

  test('an incident only moves along the lifecycle', () => {
    fc.assert(
      fc.property(arrivals, fc.array(fc.constantFrom(...INCIDENT_STATUSES)), ({ shuffled }, statuses) => {
        const key = new Key();
        return shuffled.every((received, index) => {
          const wished = statuses[index];
          const held = key.state.incident;
          if (
            wished &&
            held &&
            held.status !== 'resolved' &&
            wished !== 'resolved' &&
            isIncidentMove(held.status, wished)
          )
            key.is(wished);
          const before = key.state.incident;
          const { kind } = key.receives(received, at(1000));
          const after = key.state.incident;
          if (!before || !after || before.id !== after.id) return kind === 'open' || before === after;
          return before.status === after.status || isIncidentMove(before.status, after.status);
        });
      }),
    );
  });
});
