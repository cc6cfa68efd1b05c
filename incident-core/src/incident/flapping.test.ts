import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Alert } from '../model/alert.ts';
import type { KnownIncident } from '../model/incident.ts';
import { DEFAULT_TEAM_SETTINGS } from '../model/team.ts';
import { decideIncident, type IncidentDecision } from './decide-incident.ts';
import { FLAPPING_QUIET_SECONDS, holdWhileFlapping, isFlapping } from './flapping.ts';
import { foldDecision } from './fold-decision.ts';
import { active, alert, at, Key, nothingKnown, recovered } from './incident.fixture.ts';

const OPENED: KnownIncident = {
  id: 'i',
  status: 'triggered',
  resolvedAt: null,
  flappingAt: null,
  isStorm: false,
  settings: DEFAULT_TEAM_SETTINGS,
};

/** A key whose incident stays open while it flaps, as a store would keep it, with a clock that resolves it. */
class FlappingKey extends Key {
  resolveDueAt: Date | null = null;
  told = 0;

  override receives(received: Alert, now = received.date): IncidentDecision {
    this.passes(now);
    const decided = decideIncident(received, this.state, now);
    const flaps = isFlapping(received, this.state, decided.episode);
    const decision = holdWhileFlapping(decided, this.state, flaps, now);
    const opened = decision.kind === 'open' ? OPENED : null;
    this.state = foldDecision(this.state, received, decision, now, opened);
    if (decision.kind === 'open' || decision.kind === 'reopen') this.told += 1;
    if (decision.kind === 'note_recovery') this.resolveDueAt = decision.resolveDueAt;
    else if (decision.kind !== 'ignore') this.resolveDueAt = null;
    if (flaps && decision.kind !== 'ignore' && this.state.incident) {
      this.state = { ...this.state, incident: { ...this.state.incident, flappingAt: now } };
    }
    return decision;
  }

  passes(now: Date): void {
    if (!this.resolveDueAt || this.resolveDueAt > now || !this.state.incident) return;
    this.state = {
      ...this.state,
      incident: { ...this.state.incident, status: 'resolved', resolvedAt: this.resolveDueAt },
    };
    this.resolveDueAt = null;
  }
}

/** So many episodes, each of a minute, two minutes apart. */
function after(episodes: number, key = new FlappingKey()): FlappingKey {
  for (let index = 0; index < episodes; index += 1) {
    key.receives(active(index * 2, `e${index}`));
    key.receives(recovered(index * 2 + 1, `e${index}`));
  }
  return key;
}

describe('an alert flaps', () => {
  test('from the fourth episode within an hour', () => {
    const three = after(3);
    expect(isFlapping(active(6, 'e2'), three.state, 'e2')).toBe(false);
    expect(isFlapping(active(6, 'e3'), three.state, 'e3')).toBe(true);
    expect(isFlapping(recovered(9, 'e3'), after(4).state, 'e3')).toBe(true);
  });
  test('but not when the first of the four is an hour old', () => {
    expect(isFlapping(active(60, 'e3'), after(3).state, 'e3')).toBe(false);
    expect(isFlapping(active(59.9, 'e3'), after(3).state, 'e3')).toBe(true);
  });
  test('when Kibana says so', () => {
    expect(isFlapping(alert({ flapping: true }), nothingKnown(), 'a')).toBe(true);
  });
});

describe('while it flaps', () => {
  test('a recovery is noted, and the incident resolves after fifteen quiet minutes', () => {
    const key = after(3);
    key.receives(active(6, 'e3'));
    expect(key.receives(recovered(7, 'e3'))).toEqual({
      ...{ kind: 'note_recovery', reason: 'flapping', episode: 'e3', incidentId: 'i' },
      resolveDueAt: at(7 + FLAPPING_QUIET_SECONDS / 60),
    });
    key.passes(at(21.9));
    expect(key.isUnresolved()).toBe(true);
    key.passes(at(22));
    expect(key.isUnresolved()).toBe(false);
  });
  test('nobody is told of each episode', () => {
    const key = after(4);
    expect(key.told).toBe(4);
    after(10, key);
    for (let index = 20; index < 30; index += 1) key.receives(active(index, `f${index}`));
    expect(key.told).toBe(4);
  });
  test('another alert of the incident that recovers last keeps it open as long', () => {
    const key = after(4);
    const incident = key.state.incident;
    if (!incident) throw new Error('there is no incident');
    const other = { ...nothingKnown(), incident: { ...incident, flappingAt: at(7) } };
    const resolve = { kind: 'resolve', episode: 'x', incidentId: 'i' } as const;
    expect(holdWhileFlapping(resolve, other, false, at(10))).toMatchObject({ resolveDueAt: at(22) });
    expect(holdWhileFlapping(resolve, other, false, at(22))).toEqual(resolve);
  });
});

test('whatever the order of arrival, once all has been quiet an incident is open only where the last episode goes on', () => {
  const history = fc
    .array(fc.record({ length: fc.integer({ min: 1, max: 5 }), pause: fc.integer({ min: 1, max: 20 }) }), {
      minLength: 1,
      maxLength: 8,
    })
    .chain((episodes) => {
      let minute = 0;
      const inOrder = episodes.flatMap(({ length, pause }, index) => {
        const began = (minute += pause);
        minute += length;
        return [active(began, `e${index}`), recovered(minute, `e${index}`)];
      });
      return fc.tuple(fc.boolean(), fc.constant(inOrder)).chain(([goesOn, all]) => {
        const said = goesOn ? all.slice(0, -1) : all;
        return fc.shuffledSubarray(said, { minLength: said.length }).map((shuffled) => ({ said, shuffled, goesOn }));
      });
    });
  fc.assert(
    fc.property(history, ({ said, shuffled, goesOn }) => {
      return [said, shuffled].every((alerts) => {
        const key = new FlappingKey();
        for (const received of alerts) key.receives(received, at(500));
        key.passes(at(600));
        return key.isUnresolved() === goesOn;
      });
    }),
    { numRuns: 1000 },
  );
});
