import { describe, expect, test } from '@jest/globals';
import type { ContactMethod } from '../model/notification.ts';
import type { Gap, Shift } from '../model/schedule.ts';
import { describeDuty, findRecipients, type Reach, type ScheduleReach } from './find-recipients.ts';
import { planNotifications, type Occasion } from './plan-notifications.ts';

const UNTIL = new Date('2027-01-05T08:00:00Z');
const shift = (userId: string): Shift => ({
  kind: 'on_call',
  userId,
  by: { type: 'layer', index: 0, name: 'days' },
  from: new Date('2027-01-04T08:00:00Z'),
  until: UNTIL,
});
const GAP: Gap = { kind: 'gap', reason: 'restricted', from: null, until: UNTIL };
const schedule = (id: string, standing: Shift | Gap, teamId = 'payments'): ScheduleReach => ({
  id,
  name: id.toUpperCase(),
  teamId,
  standing,
});
const email = (userId: string): ContactMethod => ({
  id: `${userId}-1`,
  userId,
  channel: 'email',
  address: `${userId}@example.org`,
  verified: true,
});
const reach = (over: Partial<Reach> = {}): Reach => ({
  userIds: ['ada', 'ben'],
  contactMethods: [email('ada'), email('ben')],
  webhooks: [],
  slackChannels: [],
  at: new Date('2027-01-05T03:00:00.000Z'),
  preferences: [],
  schedules: [],
  teams: [{ id: 'payments', memberIds: ['ada', 'ben'] }],
  ...over,
});
const PRIMARY = { type: 'schedule', id: 'primary' } as const;
const TEAM = { type: 'team', id: 'payments' } as const;
const ADA = { type: 'user', id: 'ada' } as const;
const duty = (id: string) => ({ scheduleId: id, schedule: id.toUpperCase(), until: UNTIL });

describe('those who are meant', () => {
  test('by a schedule are whoever is on call, with the schedule and how long', () => {
    const found = findRecipients(PRIMARY, reach({ schedules: [schedule('primary', shift('ada'))] }));
    expect(found).toEqual([{ recipient: ADA, onCall: duty('primary') }]);
  });

  test('by a team are those on call in its schedules, in those that have somebody, and in no others', () => {
    const schedules = [
      schedule('primary', shift('ada')),
      schedule('second', GAP),
      schedule('third', shift('ben')),
      schedule('foreign', shift('eve'), 'search'),
    ];
    expect(findRecipients(TEAM, reach({ schedules }))).toEqual([
      { recipient: ADA, onCall: duty('primary') },
      { recipient: { type: 'user', id: 'ben' }, onCall: duty('third') },
    ]);
  });

  test('by a team without a schedule are all its members, none of whom is on call', () => {
    expect(findRecipients(TEAM, reach({ schedules: [schedule('foreign', shift('eve'), 'search')] }))).toEqual([
      { recipient: ADA, onCall: null },
      { recipient: { type: 'user', id: 'ben' }, onCall: null },
    ]);
  });

  test.each([
    ['a schedule that is not there', PRIMARY, {}, 'unknown_schedule'],
    ['a schedule in a gap', PRIMARY, { schedules: [schedule('primary', GAP)] }, 'schedule_gap'],
    ['a team that is not there', TEAM, { teams: [] }, 'unknown_team'],
    ['a team of nobody', TEAM, { teams: [{ id: 'payments', memberIds: [] }] }, 'empty_team'],
    ['a team whose schedules all have a gap', TEAM, { schedules: [schedule('primary', GAP)] }, 'schedule_gap'],
  ] as const)('by %s are nobody, for a reason', (_, target, over, reason) => {
    expect(findRecipients(target, reach(over))).toBe(reason);
    const plan = planNotifications(STEP, [target, target], reach(over));
    expect(plan).toEqual({ notifications: [], unreachable: [{ target, reason }] });
  });
});

const STEP: Occasion = {
  incidentId: 'incident',
  event: 'escalation_step',
  passage: { escalationId: 'run-id', run: 1, round: 1, step: 1 },
  occurrence: '',
  severity: 'error',
  urgency: 'high',
};

describe('a plan', () => {
  const schedules = [schedule('primary', shift('ada'))];

  test.each([
    ['before', [ADA, PRIMARY]],
    ['after', [PRIMARY, ADA]],
  ])('tells once who is named %s being on call, and as one who is', (_, targets) => {
    const { notifications } = planNotifications(STEP, targets, reach({ schedules }));
    expect(notifications).toMatchObject([{ recipient: ADA, onCall: duty('primary') }]);
  });

  test('says who is on call but cannot be reached', () => {
    const plan = planNotifications(STEP, [PRIMARY], reach({ schedules, contactMethods: [] }));
    expect(plan).toEqual({
      notifications: [],
      unreachable: [{ target: ADA, reason: 'no_verified_contact_method' }],
    });
  });
});

test('a duty is described with the schedule and its end', () => {
  expect(describeDuty({ scheduleId: 'a', schedule: 'Payments primary', until: UNTIL })).toBe(
    'on call in Payments primary until 2027-01-05 08:00 UTC',
  );
});
