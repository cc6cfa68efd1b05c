import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Escalation } from '../model/escalation.ts';
import type { EscalationPolicy } from '../model/escalation-policy.ts';
import { decideEscalation } from './decide-escalation.ts';
import { at, policy, step } from './escalation.fixture.ts';
import { isEscalationMove } from './lifecycle.ts';
import { startEscalation } from './start-escalation.ts';

/** One passage through a step, as a store would keep it. */
interface Passage {
  readonly round: number;
  readonly step: number;
  readonly activatedAt: number;
}

interface Walk {
  readonly end: 'exhausted' | 'acknowledged' | 'stuck';
  readonly moves: number;
  readonly passages: readonly Passage[];
  /** Each status that the current step was in, and the one after it. */
  readonly statuses: readonly (readonly [Escalation['status'], Escalation['status']])[];
}

/** What comes of a step: somebody was reached, nobody can be, or what was sent turns out not to have arrived. */
const FATES = ['reached', 'unreached', 'bounced'] as const;
type Fate = (typeof FATES)[number];
const UNHEARD_WHEN: Readonly<Record<Fate, Escalation['status'] | null>> = {
  reached: null,
  unreached: 'active',
  bounced: 'notified',
};

/** Walks a run to its end with a clock that jumps to what is due next, `lateBy` seconds late each time. */
function walk(
  of: EscalationPolicy,
  world: { readonly fates: readonly Fate[]; readonly lateBy: number; readonly acknowledgedAt?: number },
): Walk {
  let run: Escalation = { ...startEscalation('incident', 1, of, at(0)), id: 'run' };
  let now = 0;
  const passages: Passage[] = [];
  const statuses: (readonly [Escalation['status'], Escalation['status']])[] = [];
  const become = (next: Escalation) => {
    statuses.push([run.status, next.status]);
    run = next;
  };
  for (let moves = 1; moves <= 5000; moves += 1) {
    const fate = world.fates[passages.length % world.fates.length] ?? 'reached';
    const nobodyNotified = run.status === UNHEARD_WHEN[fate];
    const isAcknowledged = world.acknowledgedAt !== undefined && now >= world.acknowledgedAt;
    const incidentStatus = isAcknowledged ? 'acknowledged' : 'triggered';
    const decision = decideEscalation(run, { incidentStatus, nobodyNotified }, at(now));
    switch (decision.kind) {
      case 'wait':
        if (run.status === 'active') become({ ...run, status: 'notified' });
        else now = Math.max(now, ((run.dueAt?.getTime() ?? 0) - at(0).getTime()) / 1000 + world.lateBy);
        break;
      case 'activate':
        passages.push({ round: run.round, step: run.step, activatedAt: now });
        become({
          ...run,
          status: 'active',
          activatedAt: at(now),
          dueAt: decision.dueAt,
          roundStartedAt: decision.roundStartedAt,
        });
        break;
      case 'escalate':
        become({ ...run, status: 'escalated' });
        become({ ...run, status: 'pending', round: decision.round, step: decision.step, dueAt: decision.dueAt });
        break;
      case 'exhaust':
      case 'end':
        become({ ...run, status: 'resolved', dueAt: null });
        return { end: decision.kind === 'end' ? 'acknowledged' : 'exhausted', moves, passages, statuses };
    }
  }
  return { end: 'stuck', moves: 5000, passages, statuses };
}

const steps = fc.array(
  fc
    .tuple(fc.integer({ min: 1, max: 7200 }), fc.integer({ min: 0, max: 3600 }))
    .map(([timeout, delay]) => step(timeout, delay)),
  { minLength: 1, maxLength: 8 },
);
const policies = fc
  .record({ steps, repeat: fc.integer({ min: 0, max: 6 }) })
  .map(({ steps: all, repeat }) => policy({ steps: all, repeat }));
const worlds = fc.record({
  fates: fc.array(fc.constantFrom(...FATES), { minLength: 1, maxLength: 10 }),
  lateBy: fc.integer({ min: 0, max: 100 }),
});

describe('every run of an escalation', () => {
  test('ends, after each step of each round once and in order', () => {
    fc.assert(
      fc.property(policies, worlds, (of, world) => {
        const { end, moves, passages } = walk(of, world);
        expect(end).toBe('exhausted');
        expect(moves).toBeLessThanOrEqual((of.repeat + 1) * of.steps.length * 5 + 1);
        const rounds = Array.from({ length: of.repeat + 1 }, (_, index) => index + 1);
        const expected = rounds.flatMap((round) => of.steps.map((_, index) => ({ round, step: index + 1 })));
        expect(passages).toMatchObject(expected);
      }),
    );
  });

  test('moves along the lifecycle only', () => {
    fc.assert(
      fc.property(policies, worlds, fc.nat(10_000), (of, world, acknowledgedAt) =>
        walk(of, { ...world, acknowledgedAt }).statuses.every(([from, to]) => isEscalationMove(from, to)),
      ),
    );
  });

  test('is over as soon as somebody acknowledges: no step becomes active after that', () => {
    fc.assert(
      fc.property(policies, worlds, fc.nat(10_000), (of, world, acknowledgedAt) =>
        walk(of, { ...world, acknowledgedAt }).passages.every(
          (passage) => passage.activatedAt < acknowledgedAt || acknowledgedAt === 0,
        ),
      ),
    );
  });

  test('starts no round sooner than its steps’ timeouts after the one before, even when nobody can be reached', () => {
    fc.assert(
      fc.property(policies, worlds, fc.constantFrom(null, ...FATES), (of, world, always) => {
        const { passages } = walk(of, always === null ? world : { ...world, fates: [always] });
        const starts = passages.filter((passage) => passage.step === 1).map((passage) => passage.activatedAt);
        const timeouts = of.steps.reduce((sum, each) => sum + each.timeoutSeconds, 0);
        return starts.every((start, index) => index === 0 || start - (starts[index - 1] ?? 0) >= timeouts);
      }),
    );
  });

  test('that reaches everybody takes exactly its delays and timeouts', () => {
    fc.assert(
      fc.property(policies, (of) => {
        const { passages } = walk(of, { fates: ['reached'], lateBy: 0 });
        let due = 0;
        for (const { step: at, activatedAt } of passages) {
          const current = of.steps[at - 1];
          expect(activatedAt).toBe(due + (current?.delaySeconds ?? 0));
          due = activatedAt + (current?.timeoutSeconds ?? 0);
        }
      }),
    );
  });
});
