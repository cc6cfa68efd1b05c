import { describe, expect, test } from '@jest/globals';
import { at, nights, policy, step } from './escalation.fixture.ts';
import { RESTART_AFTER_EXHAUSTION_SECONDS, restartAt, startEscalation } from './start-escalation.ts';

describe('a run that starts', () => {
  test.each([
    ['at once where the first step has no delay', 0],
    ['after the first step’s delay', 120],
  ])('begins %s', (_, delay) => {
    expect(startEscalation('incident', 3, policy({ steps: [step(300, delay)] }), at(7))).toMatchObject({
      incidentId: 'incident',
      run: 3,
      round: 1,
      step: 1,
      status: 'pending',
      dueAt: at(7 + delay),
      activatedAt: null,
      roundStartedAt: null,
    });
  });

  test('has its own copy of the policy: what is edited later does not reach it', () => {
    const edited = policy({
      matchers: {
        service: ['checkout'],
        environment: ['production'],
        severity: ['critical'],
        tags: ['a'],
        times: [nights()],
      },
      repeat: 2,
      steps: [step(300), step(600)],
    });
    const asItWas = structuredClone(edited);
    const { snapshot } = startEscalation('incident', 1, edited, at(0));
    expect(snapshot).toEqual(asItWas);
    edited.name = 'Edited';
    edited.repeat = 9;
    for (const list of [edited.matchers.service, edited.matchers.environment, edited.matchers.tags]) list?.push('more');
    edited.matchers.severity?.pop();
    for (const hours of edited.matchers.times ?? []) hours.weekdays.pop();
    for (const each of edited.steps) {
      each.timeoutSeconds = 1;
      for (const target of each.targets) target.id = 'somebody else';
      each.targets.push({ type: 'webhook', id: 'hook' });
    }
    edited.steps.pop();
    expect(snapshot).toEqual(asItWas);
  });
});

test.each([
  ['high', at(RESTART_AFTER_EXHAUSTION_SECONDS)],
  ['low', null],
] as const)('an exhausted incident of %s urgency gets its next run at %s', (urgency, when) => {
  expect(restartAt(urgency, at(0))).toEqual(when);
});
