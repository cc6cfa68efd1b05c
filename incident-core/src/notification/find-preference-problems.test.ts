import { describe, expect, test } from '@jest/globals';
import { CONTACT_CHANNELS, type ContactChannel } from '../model/notification.ts';
import { DEFAULT_PREFERENCES, type PreferredChannel } from '../model/preferences.ts';
import { findPreferenceProblems } from './find-preference-problems.ts';

const at = (channel: ContactChannel, delaySeconds = 0): PreferredChannel => ({ channel, delaySeconds });
const HIGH = [at('slack'), at('sms', 120)];
const LOW = [at('email')];

test.each<readonly [string, PreferredChannel[], PreferredChannel[], readonly ContactChannel[], readonly string[]]>([
  ['nothing is wrong with what can be reached', HIGH, LOW, CONTACT_CHANNELS, []],
  ['a channel that is not verified is named', HIGH, LOW, ['slack', 'email'], ['high.1 no_verified_contact_method']],
  [
    'the phone never rings for what can wait',
    HIGH,
    [at('email'), at('voice', 60)],
    CONTACT_CHANNELS,
    ['low.1 never_rings'],
  ],
  ['SMS alone is for what is critical', [at('sms')], LOW, CONTACT_CHANNELS, ['high only_when_critical']],
  [
    'SMS is alone where the rest is not verified',
    HIGH,
    LOW,
    ['sms', 'email'],
    ['high.0 no_verified_contact_method', 'high only_when_critical', 'high nothing_at_once'],
  ],
  [
    'whoever must be told at once is not',
    [at('email', 60), at('voice', 90)],
    LOW,
    CONTACT_CHANNELS,
    ['high nothing_at_once'],
  ],
  ['what can wait may', HIGH, [at('email', 600)], CONTACT_CHANNELS, []],
  ['who has nothing verified is not reached at all', HIGH, LOW, [], [' unreachable']],
])('%s', (_, high, low, verified, problems) => {
  const methods = CONTACT_CHANNELS.map((channel) => ({
    ...{ id: channel, userId: 'ada', channel, address: channel },
    verified: verified.includes(channel),
  }));
  const found = findPreferenceProblems({ ...DEFAULT_PREFERENCES, high, low }, methods);
  expect(found.map(({ path, reason }) => `${path.join('.')} ${reason}`).sort()).toEqual([...problems].sort());
});

describe('who has said nothing', () => {
  const reasons = (...channels: readonly ContactChannel[]) => {
    const methods = channels.map((channel) => ({
      ...{ id: channel, userId: 'ada', channel, address: channel, verified: true },
    }));
    return findPreferenceProblems(null, methods).map(({ path, reason }) => `${path.join('.')} ${reason}`);
  };

  test.each<readonly [ContactChannel]>([['email'], ['slack']])(
    'and has %s is not warned of what they lack',
    (channel) => expect(reasons(channel)).toEqual([]),
  );

  test('and has nothing verified is not reached at all', () => expect(reasons()).toEqual([' unreachable']));

  test('and has SMS only learns that it is for what is critical', () =>
    expect(reasons('sms')).toEqual(['high only_when_critical']));
});
