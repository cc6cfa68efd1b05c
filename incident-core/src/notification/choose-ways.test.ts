import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  CONTACT_CHANNELS,
  NOTIFICATION_EVENTS,
  type ContactChannel,
  type ContactMethod,
} from '../model/notification.ts';
import { DEFAULT_PREFERENCES, type PreferredChannel, type Preferences } from '../model/preferences.ts';
import { SEVERITIES, URGENCIES } from '../model/severity.ts';
import { chooseWays, type Matter } from './choose-ways.ts';

const STEP: Matter = { event: 'escalation_step', severity: 'error', urgency: 'high', isPassage: true };
const CRITICAL: Matter = { ...STEP, severity: 'critical' };
const LOW: Matter = { ...STEP, severity: 'warning', urgency: 'low' };
const ASSIGNED: Matter = { ...CRITICAL, event: 'assigned', isPassage: false };

const ALL = CONTACT_CHANNELS.map((channel) => method(channel));
const LADDER = list('slack 0', 'email 0', 'sms 120', 'voice 300');

describe('by their own list', () => {
  test.each<readonly [string, readonly PreferredChannel[], Matter, readonly string[]]>([
    [
      'somebody is told by each channel after its delay',
      LADDER,
      CRITICAL,
      ['slack 0', 'email 0', 'sms 120', 'voice 300'],
    ],
    ['an SMS is for what is critical, a call for what is urgent', LADDER, STEP, ['slack 0', 'email 0', 'voice 300']],
    ['the order is theirs', list('voice 0', 'email 60'), STEP, ['voice 0', 'email 60']],
    ['what they leave out is not used', list('email 0'), CRITICAL, ['email 0']],
    ['what calls nobody comes at once by what comes first', LADDER, ASSIGNED, ['slack 0', 'email 0']],
    ['what calls nobody does not wait', list('email 60', 'sms 120'), ASSIGNED, ['email 0']],
    [
      'nobody is called by voice to hear news',
      list('voice 0', 'email 60', 'slack 60'),
      ASSIGNED,
      ['email 0', 'slack 0'],
    ],
    [
      'a step that has become worse calls',
      LADDER,
      { ...CRITICAL, event: 'severity_rose' },
      ['slack 0', 'email 0', 'sms 120', 'voice 300'],
    ],
    ['one that somebody holds does not', LADDER, { ...ASSIGNED, event: 'severity_rose' }, ['slack 0', 'email 0']],
    [
      'that nobody was reached calls',
      LADDER,
      { ...ASSIGNED, event: 'nobody_notified' },
      ['slack 0', 'email 0', 'sms 120', 'voice 300'],
    ],
    [
      'a list of nothing but SMS is filled up with Slack and mail where SMS may not be',
      list('sms 0'),
      STEP,
      ['slack 0', 'email 0'],
    ],
    ['what can wait never rings', list('voice 0', 'sms 0'), LOW, ['slack 0', 'email 0']],
  ])('%s', (_, high, matter, expected) => {
    const preferences: Preferences = { ...DEFAULT_PREFERENCES, high: [...high], low: [...high] };
    expect(ways(ALL, preferences, matter)).toEqual(expected);
  });

  test('a channel without a verified contact method is passed over, and one that is left out stands in for none', () => {
    const preferences: Preferences = { ...DEFAULT_PREFERENCES, high: [...list('slack 0', 'sms 60')] };
    expect(ways([method('email')], preferences, CRITICAL)).toEqual(['email 0']);
    expect(ways([{ ...method('slack'), verified: false }, method('sms')], preferences, CRITICAL)).toEqual(['sms 60']);
    expect(ways([method('voice')], preferences, STEP)).toEqual(['voice 0']);
    expect(ways([method('voice')], preferences, LOW)).toEqual('only_by_phone');
    expect(ways([], preferences, STEP)).toEqual('no_verified_contact_method');
  });
});

test('whatever somebody prefers, urgent news reach who has any verified method, SMS is for what is critical or all that is left, and no channel is used twice', () => {
  const preferred = fc.uniqueArray(
    fc.record({ channel: fc.constantFrom(...CONTACT_CHANNELS), delaySeconds: fc.nat(86_400) }),
    { minLength: 1, selector: ({ channel }) => channel },
  );
  const matter = fc.record({
    event: fc.constantFrom(...NOTIFICATION_EVENTS),
    severity: fc.constantFrom(...SEVERITIES),
    urgency: fc.constantFrom(...URGENCIES),
    isPassage: fc.boolean(),
  });
  const verified = fc.uniqueArray(fc.constantFrom(...CONTACT_CHANNELS), { minLength: 1 });
  fc.assert(
    fc.property(preferred, matter, verified, (list, given, channels) => {
      const preferences = { ...DEFAULT_PREFERENCES, high: list, low: list };
      const found = chooseWays(channels.map(method), preferences, given);
      if (typeof found === 'string') {
        expect(given.urgency).toBe('low');
        expect(channels.every((channel) => channel === 'sms' || channel === 'voice')).toBe(true);
        return;
      }
      const used = found.map(({ channel }) => channel);
      expect(new Set(used).size).toBe(used.length);
      expect(used.length).toBeGreaterThan(0);
      expect(used.every((channel) => channels.includes(channel as ContactChannel))).toBe(true);
      if (used.includes('sms') && given.severity !== 'critical') expect(used).toEqual(['sms']);
      if (used.includes('voice')) expect(given.urgency).toBe('high');
    }),
  );
});

function method(channel: ContactChannel): ContactMethod {
  return { id: channel, userId: 'ada', channel, address: channel, verified: true };
}

function list(...entries: readonly `${ContactChannel} ${number}`[]): PreferredChannel[] {
  return entries.map((entry) => {
    const [channel = '', delay] = entry.split(' ');
    return { channel: channel as ContactChannel, delaySeconds: Number(delay) };
  });
}

function ways(methods: readonly ContactMethod[], preferences: Preferences, matter: Matter): readonly string[] | string {
  const found = chooseWays(methods, preferences, matter);
  return typeof found === 'string' ? found : found.map(({ channel, delaySeconds }) => `${channel} ${delaySeconds}`);
}
