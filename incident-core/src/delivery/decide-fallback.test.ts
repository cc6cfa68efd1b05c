import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { CHANNELS, CONTACT_CHANNELS, DELIVERY_STATUSES, NOTIFICATION_EVENTS } from '../model/notification.ts';
import { URGENCIES } from '../model/severity.ts';
import { decideFallback, type Unreached } from './decide-fallback.ts';

function unreached(over: Partial<Unreached> = {}): Unreached {
  return {
    event: 'escalation_step',
    urgency: 'high',
    state: { kind: 'failed' },
    others: [],
    channels: ['slack', 'email', 'sms', 'voice'],
    channel: 'slack',
    ...over,
  };
}

test.each<readonly [string, Partial<Unreached>, string]>([
  ['falls back on the next channel', {}, 'email'],
  ['passes over channels that the recipient does not have', { channels: ['slack', 'sms'] }, 'sms'],
  ['goes on to a call when all else has failed', { others: tried('email', 'sms') }, 'voice'],
  ['takes Slack when it is what is left', { channel: 'email', channels: ['email', 'slack'] }, 'slack'],
  ['keeps to the order of the recipient', { channels: ['slack', 'voice', 'email'] }, 'voice'],
  ['hastens a channel that was to wait', { others: [delayed('sms')] }, 'hasten sms'],
  ['hastens the first of several that were to wait', { others: [delayed('voice'), delayed('sms')] }, 'hasten sms'],
  ['hastens before it takes one that was not planned', { others: [delayed('voice')] }, 'hasten voice'],
  [
    'hastens nothing while another has its turn',
    { others: [delayed('sms'), other('email', 'sending')] },
    'not_tried_yet',
  ],
  ['hastens nothing that is held', { others: [delayed('sms'), other('email', 'pending', 0)] }, 'not_tried_yet'],
  ['hastens nothing when another got through', { others: [delayed('sms'), other('email', 'sent')] }, 'told_otherwise'],
  ['hastens a mail at low urgency too', { urgency: 'low', others: [delayed('email')] }, 'hasten email'],
  [
    'does not wait for a provider that is tried no more within the minute',
    { state: { kind: 'refused', nextAfterSeconds: 60 } },
    'email',
  ],
  [
    'waits for one that is tried again within the minute',
    { state: { kind: 'refused', nextAfterSeconds: 59 } },
    'not_yet',
  ],
  ['falls back on mail at low urgency too', { urgency: 'low', channels: ['sms', 'slack', 'voice', 'email'] }, 'email'],
  ['rings no phone at low urgency', { urgency: 'low', others: tried('email') }, 'low_urgency'],
  [
    'has nothing left at low urgency',
    { urgency: 'low', channels: ['slack', 'email'], others: tried('email') },
    'no_channel_left',
  ],
  ['is for what calls for somebody', { event: 'resolved' }, 'not_for_event'],
  ['is needless when another channel took it', { others: [other('email', 'sent')] }, 'told_otherwise'],
  ['is needless when another channel delivered it', { others: [other('sms', 'delivered')] }, 'told_otherwise'],
  ['leaves it to one that has its turn yet', { others: [other('email', 'pending', 0)] }, 'not_tried_yet'],
  ['leaves it to one that is under way', { others: [other('email', 'sending')] }, 'not_tried_yet'],
  ['does not wait for one that was refused too', { others: [other('email', 'pending')] }, 'sms'],
  ['is none when each has been tried', { channels: ['slack', 'email'], others: tried('email') }, 'no_channel_left'],
  ['is none for who is no responder', { channels: [] }, 'no_channel_left'],
])('%s', (_, over, expected) => {
  const decision = decideFallback(unreached(over));
  const said = { none: 'reason' in decision ? decision.reason : '', fall_back: '', hasten: 'hasten ' }[decision.kind];
  expect(`${said}${decision.kind === 'none' ? '' : decision.channel}`).toBe(expected);
});

test('whatever has happened, it is never a channel that was tried, nor one that the recipient has not', () => {
  const any = fc.record({
    event: fc.constantFrom(...NOTIFICATION_EVENTS),
    urgency: fc.constantFrom(...URGENCIES),
    state: fc.oneof(
      fc.constant({ kind: 'failed' as const }),
      fc.record({ kind: fc.constant('refused' as const), nextAfterSeconds: fc.nat(200) }),
    ),
    others: fc.array(
      fc.record({
        channel: fc.constantFrom(...CHANNELS),
        status: fc.constantFrom(...DELIVERY_STATUSES),
        attempts: fc.nat(3),
        isDelayed: fc.boolean(),
      }),
      { maxLength: 4 },
    ),
    channels: fc.uniqueArray(fc.constantFrom(...CONTACT_CHANNELS)),
    channel: fc.constantFrom(...CHANNELS),
  });
  fc.assert(
    fc.property(any, (given) => {
      const decision = decideFallback(given);
      if (decision.kind === 'none') return true;
      if (decision.kind === 'hasten') {
        const hastened = given.others.filter(({ channel }) => channel === decision.channel);
        return hastened.some(({ status, attempts, isDelayed }) => status === 'pending' && attempts === 0 && isDelayed);
      }
      const isTried =
        decision.channel === given.channel || given.others.some(({ channel }) => channel === decision.channel);
      const mayRing = given.urgency === 'high' || !['sms', 'voice'].includes(decision.channel);
      return !isTried && given.channels.includes(decision.channel) && mayRing;
    }),
  );
});

test('channel by channel it comes to an end, with each tried once', () => {
  const order: string[] = ['email'];
  for (;;) {
    const others = order.slice(0, -1).map((channel) => other(channel as 'email', 'failed'));
    const decision = decideFallback(unreached({ channel: order.at(-1) as 'email', others }));
    if (decision.kind === 'none') break;
    order.push(decision.channel);
  }
  expect(order).toEqual(['email', 'slack', 'sms', 'voice']);
});

type Other = Unreached['others'][number];
function other(channel: Other['channel'], status: Other['status'], attempts = 1): Other {
  return { channel, status, attempts, isDelayed: false };
}
function delayed(channel: Other['channel']): Other {
  return { ...other(channel, 'pending', 0), isDelayed: true };
}
function tried(...channels: readonly Other['channel'][]): readonly Other[] {
  return channels.map((channel) => other(channel, 'failed'));
}
