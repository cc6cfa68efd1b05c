import type { Escalation } from '../model/escalation.ts';
import type { EscalationPolicy, EscalationStep } from '../model/escalation-policy.ts';
import type { WeekHours } from '../model/matchers.ts';

const START = Date.parse('2027-01-05T03:00:00Z');

/** So many seconds after the tests' beginning. */
export function at(seconds: number): Date {
  return new Date(START + seconds * 1000);
}

export function step(timeoutSeconds: number, delaySeconds = 0): EscalationStep {
  return { delaySeconds, timeoutSeconds, targets: [{ type: 'user', id: `user-${timeoutSeconds}-${delaySeconds}` }] };
}

/** From 22:00 to 06:00 in Berlin, on nights that begin on Friday and Saturday. */
export function nights(): WeekHours {
  return { weekdays: ['friday', 'saturday'], from: '22:00', until: '06:00', timeZone: 'Europe/Berlin' };
}

export function policy(over: Partial<EscalationPolicy> = {}): EscalationPolicy {
  return {
    id: 'policy',
    name: 'Policy',
    teamId: null,
    matchers: {},
    position: 0,
    isDefault: false,
    repeat: 0,
    steps: [step(300)],
    ...over,
  };
}

/** A run that has just started at second 0, on three steps and two rounds: 300 s, 30 s later 600 s, 60 s later 900 s. */
export function run(over: Partial<Escalation> = {}): Escalation {
  return {
    id: 'run',
    incidentId: 'incident',
    run: 1,
    snapshot: policy({ repeat: 1, steps: [step(300, 10), step(600, 30), step(900, 60)] }),
    round: 1,
    step: 1,
    status: 'pending',
    dueAt: at(10),
    activatedAt: null,
    roundStartedAt: null,
    ...over,
  };
}

/** A run whose step became active at `since`. */
export function activeRun(since: number, over: Partial<Escalation> = {}): Escalation {
  const begun = run({ status: 'active', activatedAt: at(since), roundStartedAt: at(since), ...over });
  const timeout = begun.snapshot.steps[begun.step - 1]?.timeoutSeconds ?? 0;
  return { ...begun, dueAt: over.dueAt ?? at(since + timeout) };
}
