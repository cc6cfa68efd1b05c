import { describe, expect, test } from '@jest/globals';
import type { ContactMethod } from '../model/notification.ts';
import type { Gap, Shift } from '../model/schedule.ts';
import type { Reach } from './find-recipients.ts';
import { decideHandoff, planHandoff, type HandoffSettings } from './plan-handoff.ts';

const FROM = new Date('2027-01-04T08:00:00Z');
const NOW = new Date('2027-01-04T08:00:05Z');
const shift = (userId: string): Shift => ({
  kind: 'on_call',
  userId,
  by: { type: 'layer', index: 0, name: 'days' },
  from: FROM,
  until: new Date('2027-01-05T08:00:00Z'),
});
const GAP: Gap = { kind: 'gap', reason: 'restricted', from: null, until: null };
const SINCE: Gap = { ...GAP, from: FROM };

describe('of a change', () => {
  const tell = (incoming: Shift | null, outgoing: object | null) => ({ kind: 'tell', incoming, outgoing });
  test.each([
    ['both are told', 'ada', shift('ben'), tell(shift('ben'), { userId: 'ada', at: FROM })],
    ['after a gap only whose turn begins', null, shift('ada'), tell(shift('ada'), null)],
    ['into a gap only whose turn is over', 'ada', SINCE, tell(null, { userId: 'ada', at: FROM })],
    ['into a gap without a beginning too', 'ada', GAP, tell(null, { userId: 'ada', at: NOW })],
    ['nobody is told who goes on', 'ada', shift('ada'), { kind: 'note', reason: 'same_person' }],
    ['nobody is told of a schedule that is new', undefined, shift('ada'), { kind: 'note', reason: 'first_seen' }],
    ['nobody is told where there was nobody', null, GAP, { kind: 'note', reason: 'gap' }],
  ] as const)('%s', (_, last, standing, decision) => {
    expect(decideHandoff(last, standing, NOW)).toEqual(decision);
  });
});

describe('each is told', () => {
  const method = (id: string, userId: string, over: Partial<ContactMethod> = {}): ContactMethod => ({
    id,
    userId,
    channel: 'email',
    address: `${id}@example.org`,
    verified: true,
    ...over,
  });
  const contactMethods = [
    method('old', 'ada', { verified: false }),
    method('ben-1', 'ben'),
    method('ada-1', 'ada'),
    method('ada-2', 'ada'),
    method('ada-dm', 'ada', { channel: 'slack' }),
    method('ada-phone', 'ada', { channel: 'sms' }),
    method('ada-call', 'ada', { channel: 'voice' }),
  ];
  const settings: HandoffSettings = {
    id: 'schedule',
    revision: 7,
    handoffChannels: ['email', 'slack'],
    handoffTells: ['incoming', 'outgoing'],
    handoffSlackChannelId: null,
    handoffWebhookId: null,
  };
  const change = { incoming: shift('ada'), outgoing: { userId: 'ben', at: FROM } };
  const plan = (
    over: Partial<HandoffSettings> = {},
    slackChannels: readonly { id: string; enabled: boolean }[] = [],
    webhooks: Reach['webhooks'] = [],
  ) => planHandoff({ ...settings, ...over }, change, { contactMethods, slackChannels, webhooks });
  const ways = (over: Partial<HandoffSettings> = {}) =>
    plan(over).map(({ event, contactMethodId }) => `${event} ${contactMethodId}`);

  test('on the first verified address of each channel, once for a beginning', () => {
    expect(plan()[0]).toEqual({
      uniqueKey: 'v1:handoff:schedule:7:1799049600000:user:ada:email',
      event: 'handoff',
      about: { type: 'schedule', id: 'schedule' },
      recipient: { type: 'user', id: 'ada' },
      channel: 'email',
      contactMethodId: 'ada-1',
    });
    expect(ways()).toEqual(['handoff ada-1', 'handoff ada-dm', 'handoff_over ben-1']);
    const keys = plan().map(({ uniqueKey }) => uniqueKey);
    expect(new Set(keys).size).toBe(3);
    const later = { ...change, incoming: { ...shift('ada'), from: NOW } };
    const reach = { contactMethods, slackChannels: [], webhooks: [] };
    expect(planHandoff(settings, later, reach)[0]?.uniqueKey).not.toBe(keys[0]);
  });

  test('again when an edit or an override put them there again, and once for each', () => {
    const slackChannels = [{ id: 'general', enabled: true }];
    const keys = (revision: number) =>
      plan({ revision, handoffSlackChannelId: 'general' }, slackChannels).map(({ uniqueKey }) => uniqueKey);
    expect(keys(8)).toEqual(keys(8));
    expect(new Set([...keys(7), ...keys(8)]).size).toBe(8);
  });

  test('by the channels of the schedule, a call being one of them where it is named', () => {
    expect(ways({ handoffChannels: ['sms'] })).toEqual(['handoff ada-phone']);
    expect(ways({ handoffChannels: ['voice'] })).toEqual(['handoff ada-call']);
    expect(ways({ handoffChannels: [] })).toEqual([]);
  });

  test('unless that one is not to be told', () => {
    expect(ways({ handoffTells: ['outgoing'] })).toEqual(['handoff_over ben-1']);
    expect(ways({ handoffTells: [] })).toEqual([]);
  });

  test('and the Slack channel of the schedule, while it is on', () => {
    const over = { handoffSlackChannelId: 'general', handoffTells: [] };
    expect(plan(over, [{ id: 'general', enabled: true }])).toMatchObject([
      { event: 'handoff', recipient: { type: 'slack_channel', id: 'general' }, channel: 'slack' },
    ]);
    expect(plan(over, [{ id: 'general', enabled: false }])).toEqual([]);
    expect(plan(over, [])).toEqual([]);
  });

  test.each([
    ['standard', 'webhook'],
    ['teams', 'teams'],
  ] as const)('and its webhook (%s), while it is on', (kind, channel) => {
    const over = { handoffWebhookId: 'hook', handoffTells: [] };
    expect(plan(over, [], [{ id: 'hook', kind, enabled: true }])).toMatchObject([
      { event: 'handoff', recipient: { type: 'webhook', id: 'hook' }, channel },
    ]);
    expect(plan(over, [], [{ id: 'hook', kind, enabled: false }])).toEqual([]);
    expect(plan(over, [], [{ id: 'other', kind, enabled: true }])).toEqual([]);
  });
});
