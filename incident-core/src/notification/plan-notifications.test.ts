import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { EscalationTarget } from '../model/escalation-policy.ts';
import { CHANNELS, NOTIFICATION_EVENTS, type ContactMethod } from '../model/notification.ts';
import { planForToldBefore, planNotifications, type Occasion, type Reach } from './plan-notifications.ts';

const ADA: EscalationTarget = { type: 'user', id: 'ada' };
const GRACE: EscalationTarget = { type: 'user', id: 'grace' };
const HOOK: EscalationTarget = { type: 'webhook', id: 'hook' };

const STEP: Occasion = {
  incidentId: 'incident',
  event: 'escalation_step',
  passage: { escalationId: 'run-id', run: 1, round: 1, step: 1 },
  occurrence: '',
};
const RESOLVED: Occasion = { incidentId: 'incident', event: 'resolved', passage: null, occurrence: 'resolution-1' };

function email(id: string, userId: string, verified = true): ContactMethod {
  return { id, userId, channel: 'email', address: `${id}@example.org`, verified };
}

function reach(over: Partial<Reach> = {}): Reach {
  return {
    userIds: ['ada', 'grace'],
    contactMethods: [email('ada-1', 'ada'), email('grace-1', 'grace')],
    webhooks: [{ id: 'hook', enabled: true }],
    ...over,
  };
}

function waysOf(targets: readonly EscalationTarget[], given = reach()): readonly string[] {
  const { notifications } = planNotifications(STEP, targets, given);
  return notifications.map(
    ({ recipient, channel, contactMethodId }) => `${recipient.id} ${channel} ${contactMethodId}`,
  );
}

describe('a plan', () => {
  test('tells each target, with what the notification must know', () => {
    expect(planNotifications(STEP, [ADA, HOOK], reach())).toEqual({
      notifications: [
        {
          uniqueKey: 'v1:run-id:1:1:escalation_step:user:ada:email',
          incidentId: 'incident',
          escalationId: 'run-id',
          run: 1,
          round: 1,
          step: 1,
          event: 'escalation_step',
          recipient: ADA,
          channel: 'email',
          contactMethodId: 'ada-1',
        },
        expect.objectContaining({ recipient: HOOK, channel: 'webhook', contactMethodId: null }),
      ],
      unreachable: [],
    });
  });

  test('without a passage belongs to no run', () => {
    const [told] = planNotifications(RESOLVED, [ADA], reach()).notifications;
    expect(told).toMatchObject({ escalationId: null, run: 0, round: 0, step: 0 });
  });

  test.each([
    ['tells somebody who is named twice once', [ADA, HOOK, ADA, HOOK], ['ada email ada-1', 'hook webhook null']],
    ['keeps the order of the targets', [GRACE, ADA], ['grace email grace-1', 'ada email ada-1']],
    ['of no targets is empty', [], []],
  ])('%s', (_, targets, ways) => {
    expect(waysOf(targets)).toEqual(ways);
  });

  test.each([
    ['the first of two of one channel', [email('a', 'ada'), email('b', 'ada')], 'ada email a'],
    ['the first that is verified', [email('a', 'ada', false), email('b', 'ada')], 'ada email b'],
    ['never that of somebody else', [email('a', 'grace'), email('b', 'ada')], 'ada email b'],
  ])('uses of the contact methods %s', (_, contactMethods, way) => {
    expect(waysOf([ADA], reach({ contactMethods }))).toEqual([way]);
  });

  test('uses each channel that a responder has', () => {
    const other: ContactMethod = { ...email('b', 'ada'), channel: 'webhook' };
    expect(waysOf([ADA], reach({ contactMethods: [email('a', 'ada'), other] }))).toEqual([
      'ada email a',
      'ada webhook b',
    ]);
  });

  test.each([
    ['a responder who is not there', ADA, { userIds: [] }, 'unknown_user'],
    ['a responder without contact methods', ADA, { contactMethods: [] }, 'no_verified_contact_method'],
    [
      'a responder with unverified ones only',
      ADA,
      { contactMethods: [email('a', 'ada', false)] },
      'no_verified_contact_method',
    ],
    ['a webhook that is not there', HOOK, { webhooks: [] }, 'unknown_webhook'],
    ['a webhook that is switched off', HOOK, { webhooks: [{ id: 'hook', enabled: false }] }, 'webhook_off'],
    ['a webhook with the id of a responder', { type: 'webhook', id: 'ada' } as const, {}, 'unknown_webhook'],
  ])('says why it does not reach %s, once', (_, target, over, reason) => {
    const plan = planNotifications(STEP, [target, target], reach(over));
    expect(plan).toEqual({ notifications: [], unreachable: [{ target, reason }] });
  });

  test('reaches the others where one cannot be reached', () => {
    const plan = planNotifications(STEP, [ADA, { type: 'user', id: 'nobody' }, HOOK], reach());
    expect([plan.notifications.length, plan.unreachable.length]).toEqual([2, 1]);
  });
});

describe('the unique key', () => {
  const keyOf = (occasion: Occasion, target = ADA) =>
    planNotifications(occasion, [target], reach()).notifications[0]?.uniqueKey;
  const passage = { escalationId: 'run-id', run: 1, round: 1, step: 1 };

  test.each<readonly [string, Occasion, Occasion]>([
    ['run', STEP, { ...STEP, passage: { ...passage, escalationId: 'next-run', run: 2 } }],
    ['round', STEP, { ...STEP, passage: { ...passage, round: 2 } }],
    ['step', STEP, { ...STEP, passage: { ...passage, step: 2 } }],
    ['event', STEP, { ...STEP, event: 'nobody_notified' }],
    ['event without a passage', RESOLVED, { ...RESOLVED, event: 'exhausted' }],
    ['incident', RESOLVED, { ...RESOLVED, incidentId: 'other' }],
    ['occurrence', RESOLVED, { ...RESOLVED, occurrence: 'resolution-2' }],
  ])('differs by %s', (_, one, other) => {
    expect(keyOf(one)).not.toBe(keyOf(other));
  });

  test('differs by recipient, its type and the channel', () => {
    const targets: readonly EscalationTarget[] = [ADA, GRACE, { type: 'webhook', id: 'ada' }];
    const told = targets.flatMap((recipient) =>
      CHANNELS.map((channel) => ({ recipient, channel, contactMethodId: null })),
    );
    expect(new Set(planForToldBefore(STEP, told).map(({ uniqueKey }) => uniqueKey)).size).toBe(6);
  });

  test('is the same for the same occasion, also by another contact method of the channel', () => {
    const [first] = planNotifications(STEP, [ADA], reach()).notifications;
    const [again] = planNotifications(
      { ...STEP },
      [ADA],
      reach({ contactMethods: [email('new', 'ada')] }),
    ).notifications;
    expect(again?.uniqueKey).toBe(first?.uniqueKey);
  });

  test('is the same for two occasions only where they are equal', () => {
    const id = fc.uuid();
    const occasions = fc.record({
      incidentId: id,
      event: fc.constantFrom(...NOTIFICATION_EVENTS),
      passage: fc.option(
        fc.record({
          escalationId: id,
          run: fc.constant(1),
          round: fc.integer({ min: 1, max: 12 }),
          step: fc.integer({ min: 1, max: 12 }),
        }),
        { nil: null },
      ),
      occurrence: fc.constantFrom('', '1:1', ':user:ada:email', 'user', 'a:b'),
    });
    // What has a passage is told once in it, whatever its occurrence; and the run's id stands for its incident.
    const meaning = ({ incidentId, event, passage: at, occurrence }: Occasion) =>
      JSON.stringify(at ? [at.escalationId, at.round, at.step, event] : [incidentId, event, occurrence]);
    fc.assert(
      fc.property(occasions, occasions, fc.constantFrom(ADA, GRACE), (one, other, target) => {
        const alike = { ...other, incidentId: one.incidentId };
        return (keyOf(one, target) === keyOf(alike, target)) === (meaning(one) === meaning(alike));
      }),
    );
  });
});

describe('those who were told before', () => {
  test('are told in the same way as then, once for each way', () => {
    const told = [
      { recipient: ADA, channel: 'email', contactMethodId: 'ada-1' },
      { recipient: ADA, channel: 'email', contactMethodId: 'ada-1' },
      { recipient: HOOK, channel: 'webhook', contactMethodId: null },
    ] as const;
    expect(planForToldBefore(RESOLVED, told)).toMatchObject([
      {
        recipient: ADA,
        channel: 'email',
        contactMethodId: 'ada-1',
        event: 'resolved',
        uniqueKey: 'v1:incident:resolved:resolution-1:user:ada:email',
      },
      { recipient: HOOK, channel: 'webhook', contactMethodId: null, event: 'resolved' },
    ]);
  });

  test('are nobody where nobody was', () => {
    expect(planForToldBefore(RESOLVED, [])).toEqual([]);
  });
});
