import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { EscalationTarget, Recipient } from '../model/escalation-policy.ts';
import { CHANNELS, NOTIFICATION_EVENTS, type ContactMethod } from '../model/notification.ts';
import { DEFAULT_PREFERENCES, type Preferences } from '../model/preferences.ts';
import type { PreferredReach, Reach } from './find-recipients.ts';
import { planForToldBefore, planNotifications, type Occasion, type ToldBefore } from './plan-notifications.ts';

const ADA: Recipient = { type: 'user', id: 'ada' };
const GRACE: Recipient = { type: 'user', id: 'grace' };
const HOOK: Recipient = { type: 'webhook', id: 'hook' };
const ROOM: Recipient = { type: 'slack_channel', id: 'room' };

const NOW = new Date('2027-01-05T03:00:00.000Z');
const STEP: Occasion = {
  incidentId: 'incident',
  event: 'escalation_step',
  passage: { escalationId: 'run-id', run: 1, round: 1, step: 1 },
  occurrence: '',
  severity: 'error',
  urgency: 'high',
};
const RESOLVED: Occasion = { ...STEP, event: 'resolved', passage: null, occurrence: 'resolution-1' };

function email(id: string, userId: string, verified = true): ContactMethod {
  return { id, userId, channel: 'email', address: `${id}@example.org`, verified };
}

function reach(over: Partial<Reach> = {}): Reach {
  return {
    userIds: ['ada', 'grace'],
    contactMethods: [email('ada-1', 'ada'), email('grace-1', 'grace')],
    webhooks: [{ id: 'hook', kind: 'standard', enabled: true }],
    slackChannels: [{ id: 'room', enabled: true }],
    schedules: [],
    teams: [],
    at: NOW,
    preferences: [],
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
          onCall: null,
          channel: 'email',
          contactMethodId: 'ada-1',
          delaySeconds: 0,
          hold: null,
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

  describe('of the channels that a responder has', () => {
    const on = (channel: ContactMethod['channel']): ContactMethod => ({ ...email(channel, 'ada'), channel });
    const ALL = [on('voice'), on('sms'), on('slack'), on('email')];
    const plan = (contactMethods: readonly ContactMethod[], over: Partial<Occasion> = {}) => {
      const { notifications, unreachable } = planNotifications({ ...STEP, ...over }, [ADA], reach({ contactMethods }));
      return [...notifications.map(({ channel }) => channel), ...unreachable.map(({ reason }) => reason)];
    };
    const CRITICAL = { severity: 'critical' } as const;
    const LOW = { severity: 'warning', urgency: 'low' } as const;

    test.each([
      ['uses Slack and mail', ALL, {}, ['slack', 'email']],
      ['uses SMS too for what is critical, and never calls', ALL, CRITICAL, ['slack', 'email', 'sms']],
      ['sends an SMS where nothing else is there, for what is urgent', [on('voice'), on('sms')], {}, ['sms']],
      ['calls where there is but a phone, for what is urgent', [on('voice')], {}, ['voice']],
      ['does not ring the phone for what is not urgent', [on('voice'), on('sms')], LOW, ['only_by_phone']],
      ['uses mail for what is not urgent', ALL, LOW, ['slack', 'email']],
    ])('%s', (_, methods, over, expected) => {
      expect(plan(methods, over)).toEqual(expected);
    });
  });

  test('tells a Slack channel, and a Teams workflow by its own channel', () => {
    const webhooks = [{ id: 'hook', kind: 'teams', enabled: true }] as const;
    expect(waysOf([ROOM, HOOK], reach({ webhooks }))).toEqual(['room slack null', 'hook teams null']);
  });

  test.each<readonly [string, EscalationTarget, Partial<Reach>, string]>([
    ['a responder who is not there', ADA, { userIds: [] }, 'unknown_user'],
    ['a responder without contact methods', ADA, { contactMethods: [] }, 'no_verified_contact_method'],
    [
      'a responder with unverified ones only',
      ADA,
      { contactMethods: [email('a', 'ada', false)] },
      'no_verified_contact_method',
    ],
    ['a webhook that is not there', HOOK, { webhooks: [] }, 'unknown_webhook'],
    [
      'a webhook that is switched off',
      HOOK,
      { webhooks: [{ id: 'hook', kind: 'standard', enabled: false }] },
      'webhook_off',
    ],
    ['a Slack channel that is not there', { type: 'slack_channel', id: 'hook' }, {}, 'unknown_slack_channel'],
    ['a Slack channel that is off', ROOM, { slackChannels: [{ id: 'room', enabled: false }] }, 'slack_channel_off'],
    ['a webhook with the id of a responder', { type: 'webhook', id: 'ada' }, {}, 'unknown_webhook'],
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
    const targets: readonly Recipient[] = [ADA, GRACE, { type: 'webhook', id: 'ada' }];
    const told = targets.flatMap((recipient) =>
      CHANNELS.map((channel) => ({ recipient, channel, contactMethodId: null, isOnCall: false })),
    );
    const keys = planForToldBefore({ ...STEP, event: 'new_episode' }, told, reach()).map(({ uniqueKey }) => uniqueKey);
    expect(new Set(keys).size).toBe(3 * CHANNELS.length);
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
      severity: fc.constant('error' as const),
      urgency: fc.constant('high' as const),
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
      { recipient: ADA, channel: 'email', contactMethodId: 'ada-1', isOnCall: false },
      { recipient: ADA, channel: 'email', contactMethodId: 'ada-1', isOnCall: false },
      { recipient: HOOK, channel: 'webhook', contactMethodId: null, isOnCall: false },
    ] as const;
    expect(planForToldBefore(RESOLVED, told, reach())).toMatchObject([
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

  test.each([
    ['resolved', ['email', 'webhook', 'slack', 'teams']],
    ['recovery_noted', ['email', 'webhook', 'slack', 'teams']],
    ['new_episode', [...CHANNELS]],
    ['standing_changed', ['slack']],
  ] as const)('hear of %s by %j', (event, channels) => {
    expect(channelsFor(event, reach())).toEqual(channels);
  });

  test.each([
    ['resolved', ['email', 'webhook', 'slack', 'sms', 'teams']],
    ['standing_changed', ['email', 'slack']],
    ['recovery_noted', ['email', 'webhook', 'slack', 'teams']],
  ] as const)('and want status updates hear of %s by %j', (event, channels) => {
    expect(channelsFor(event, reach({ preferences: [{ ...prefers(), quiet: [] }] }))).toEqual(channels);
  });

  test('hear of what can wait after their quiet hours, unless they are on call; Slack shows whose it is all the time', () => {
    const given = reach({ preferences: [prefers()] });
    const held = (over: Partial<Occasion>, isOnCall = false) =>
      planForToldBefore({ ...RESOLVED, urgency: 'low', ...over }, toldBy('slack', isOnCall), given).map(
        ({ hold }) => hold,
      );
    expect(held({})).toEqual([{ reason: 'quiet_hours', until: MORNING }]);
    expect(held({}, true)).toEqual([null]);
    expect(held({ urgency: 'high' })).toEqual([null]);
    expect(held({ event: 'standing_changed' })).toEqual([null]);
  });

  test('are nobody where nobody was', () => {
    expect(planForToldBefore(RESOLVED, [], reach())).toEqual([]);
  });

  const toldBy = (channel: ToldBefore['channel'], isOnCall = false): readonly ToldBefore[] => [
    { recipient: ADA, channel, contactMethodId: null, isOnCall },
  ];
  const channelsFor = (event: Occasion['event'], given: Reach) =>
    planForToldBefore(
      { ...RESOLVED, event },
      CHANNELS.flatMap((channel) => toldBy(channel)),
      given,
    ).map(({ channel }) => channel);
});

describe('by what they prefer', () => {
  const LOW = { ...STEP, severity: 'warning', urgency: 'low' } as const;
  const planned = (occasion: Occasion, given: Partial<Reach>, targets: readonly EscalationTarget[] = [ADA]) =>
    planNotifications(occasion, targets, reach({ preferences: [prefers()], ...given })).notifications.map(
      ({ recipient, channel, delaySeconds, hold }) => [recipient.id, channel, delaySeconds, hold?.until ?? null],
    );

  test('each channel has its delay, and others are told as they want it', () => {
    const contactMethods = [email('ada-1', 'ada'), { ...email('ada-2', 'ada'), channel: 'voice' as const }];
    const grace = { ...email('grace-1', 'grace') };
    expect(planned(STEP, { contactMethods: [...contactMethods, grace] }, [ADA, GRACE])).toEqual([
      ['ada', 'email', 30, null],
      ['ada', 'voice', 300, null],
      ['grace', 'email', 0, null],
    ]);
  });

  test('what can wait is held until quiet hours are over, also what would be due in them by its own delay', () => {
    expect(planned(LOW, {})).toEqual([['ada', 'email', 60, MORNING]]);
    const quiet = [{ from: new Date(NOW.getTime() + 60_000), until: MORNING }];
    expect(planned(LOW, { preferences: [{ ...prefers(), quiet }] })).toEqual([['ada', 'email', 60, MORNING]]);
    expect(planned({ ...LOW, event: 'assigned', passage: null }, { preferences: [{ ...prefers(), quiet }] })).toEqual([
      ['ada', 'email', 0, null],
    ]);
  });

  test('who is on call is told at once, also where they are named beside', () => {
    const standing = {
      kind: 'on_call',
      userId: 'ada',
      by: { type: 'override', id: 'o' },
      from: NOW,
      until: MORNING,
    } as const;
    const schedules = [{ id: 'primary', name: 'Primary', teamId: 'payments', standing }];
    const targets = [ADA, { type: 'schedule', id: 'primary' } as const];
    expect(planned(LOW, { schedules }, targets)).toEqual([['ada', 'email', 60, null]]);
    expect(planned(LOW, { schedules }, [...targets].reverse())).toEqual([['ada', 'email', 60, null]]);
  });
});

const MORNING = new Date('2027-01-05T07:00:00.000Z');

/** Ada has quiet hours until the morning. */
function prefers(): PreferredReach {
  const preferences: Preferences = {
    ...DEFAULT_PREFERENCES,
    high: [
      { channel: 'email', delaySeconds: 30 },
      { channel: 'voice', delaySeconds: 300 },
    ],
    low: [{ channel: 'email', delaySeconds: 60 }],
    statusUpdates: true,
  };
  return { userId: 'ada', preferences, quiet: [{ from: new Date(NOW.getTime() - 3_600_000), until: MORNING }] };
}
