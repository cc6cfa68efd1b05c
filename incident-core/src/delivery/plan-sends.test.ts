import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { CHANNELS, HOLD_REASONS, NOTIFICATION_EVENTS } from '../model/notification.ts';
import { SEVERITIES, URGENCIES } from '../model/severity.ts';
import { DEFAULT_THROTTLES, type Throttles } from '../model/throttle.ts';
import { bucketsOf, MOST_AT_ONE_SERVER, planSends, providerBucket, type WaitingDelivery } from './plan-sends.ts';

const NOW = new Date('2027-01-05T03:00:00.000Z');
const later = (seconds: number) => new Date(NOW.getTime() + seconds * 1000);
const one = (id: string, over: Partial<WaitingDelivery> = {}): WaitingDelivery => ({
  id,
  channel: 'email',
  event: 'escalation_step',
  urgency: 'high',
  severity: 'error',
  dueAt: NOW,
  attempts: 0,
  holdReason: null,
  contactMethodId: 'ada-mail',
  recipientId: 'ada',
  server: null,
  ...over,
});
const some = (count: number, over: Partial<WaitingDelivery> = {}) =>
  Array.from({ length: count }, (_, at) => one(`${String(at).padStart(2, '0')}-${over.urgency ?? ''}`, over));
const KEYS = bucketsOf(one(''));
interface Given {
  readonly empty?: readonly string[];
  readonly throttles?: Partial<Throttles>;
  readonly byServer?: ReadonlyMap<string, number>;
}
function plan(waiting: readonly WaitingDelivery[], { empty = [], throttles = {}, byServer = new Map() }: Given = {}) {
  const buckets = new Map(empty.map((key) => [key, { tokens: 0, at: NOW }]));
  return planSends(waiting, { throttles: { ...DEFAULT_THROTTLES, ...throttles }, buckets, byServer, now: NOW });
}
/** The messages, each as the deliveries in it. */
const sent = (...given: Parameters<typeof plan>) =>
  plan(...given).sends.map((send) => [send.leaderId, ...send.memberIds]);

describe('one person', () => {
  test('is told of a few one by one, the severe first', () => {
    const few = [one('a'), one('b', { severity: 'critical' }), one('c', { dueAt: later(-1) })];
    expect(sent(few)).toEqual([['b'], ['c'], ['a']]);
  });

  test('is told of a storm once, and the worst of it leads', () => {
    const storm = [
      ...some(40),
      one('worst', { severity: 'critical' }),
      ...some(3, { urgency: 'low', severity: 'info' }),
    ];
    const [message, ...more] = sent(storm);
    expect(more).toEqual([]);
    expect(message).toHaveLength(44);
    expect(message?.[0]).toBe('worst');
  });

  test('who has had too many waits for the next, and loses nothing', () => {
    const { sends, holds } = plan(some(2), { empty: [KEYS.high] });
    expect(sends).toEqual([]);
    expect(holds).toEqual(some(2).map(({ id }) => ({ id, reason: 'throttle', until: later(30) })));
  });

  test.each(['throttle', 'quiet_hours'] as const)('is told in one message of what was held by %s', (holdReason) => {
    expect(sent([one('a', { holdReason }), one('b', { holdReason })])).toEqual([['a', 'b']]);
  });

  test('with room for fewer messages than there are is told of all in one', () => {
    const people = { ...DEFAULT_THROTTLES.people, email: { messages: 1, seconds: 30, burst: 2 } };
    expect(sent(some(2), { throttles: { people } })).toHaveLength(2);
    expect(sent(some(3), { throttles: { people } })).toHaveLength(1);
  });

  test('is told of what is urgent however much of the rest was sent', () => {
    const both = [one('low', { urgency: 'low' }), one('high')];
    const { sends, holds } = plan(both, { empty: [KEYS.low] });
    expect(sends).toEqual([{ leaderId: 'high', memberIds: [] }]);
    expect(holds).toMatchObject([{ id: 'low' }]);
  });

  test('hears of what is urgent by itself, beside what waited through the night', () => {
    const night = some(5, { urgency: 'low', holdReason: 'quiet_hours' });
    expect(sent([...night, one('page')])).toEqual([['page'], night.map(({ id }) => id)]);
  });

  test('gets again what was tried before as it was, under its own id', () => {
    expect(sent([...some(5), one('tried', { attempts: 1 })])).toContainEqual(['tried']);
    expect(sent([one('tried', { attempts: 1 })], { empty: [KEYS.high] })).toEqual([['tried']]);
  });

  test.each(['standing_changed', 'resolved'] as const)(
    'has each Slack message brought up to date: %s is not merged',
    (event) => expect(sent(some(8, { channel: 'slack', event }))).toHaveLength(8),
  );

  test('is not merged with another, nor by another contact method', () => {
    const two = [...some(6), ...some(6).map((each) => ({ ...each, id: `${each.id}x`, contactMethodId: 'grace-mail' }))];
    expect(sent(two)).toHaveLength(2);
  });

  test('without limits is told of each', () => {
    const people = { ...DEFAULT_THROTTLES.people, email: null };
    expect(sent(some(40), { throttles: { people, mergeAbove: null } })).toHaveLength(40);
  });
});

describe('a provider', () => {
  const providers = { ...DEFAULT_THROTTLES.providers, email: { messages: 2, seconds: 1, burst: 2 } };
  const people = (count: number) =>
    Array.from({ length: count }, (_, at) => one(`${at}`, { contactMethodId: `${at}`, recipientId: `${at}` }));

  test('is given what it takes, the urgent first; the rest comes one after the other', () => {
    const all = [...people(4), one('low', { urgency: 'low', contactMethodId: 'x' })];
    const { sends, holds, isProviderFull } = plan(all, { throttles: { providers } });
    expect(isProviderFull).toBe(true);
    expect(sends.map(({ leaderId }) => leaderId)).toEqual(['0', '1']);
    expect(holds).toEqual([
      { id: '2', reason: 'provider_throttle', until: later(0.5) },
      { id: '3', reason: 'provider_throttle', until: later(1) },
      { id: 'low', reason: 'provider_throttle', until: later(1.5) },
    ]);
  });

  test('that is out of room takes nothing from whom it would have told', () => {
    const { buckets } = plan(some(1), { empty: [providerBucket('email')] });
    expect(buckets.size).toBe(0);
  });

  test('of one Slack conversation is not asked for more than one message a second', () => {
    const channel = { channel: 'slack', contactMethodId: null, recipientId: 'room' } as const;
    const places = { ...DEFAULT_THROTTLES.places, slack: { messages: 1, seconds: 1, burst: 1 } };
    const { sends, holds, isProviderFull } = plan(some(3, channel), { throttles: { places } });
    expect(isProviderFull).toBe(false);
    expect(sends).toHaveLength(1);
    expect(holds.map(({ until }) => until)).toEqual([later(1), later(2)]);
  });
});

const waiting = fc
  .record({
    event: fc.constantFrom(...NOTIFICATION_EVENTS),
    urgency: fc.constantFrom(...URGENCIES),
    severity: fc.constantFrom(...SEVERITIES),
    dueAt: fc.date({ min: later(-99), max: NOW, noInvalidDate: true }),
    attempts: fc.integer({ min: 0, max: 2 }),
    holdReason: fc.constantFrom(null, ...HOLD_REASONS),
    contactMethodId: fc.constantFrom(null, 'ada', 'grace'),
    recipientId: fc.constantFrom('ada', 'grace'),
    server: fc.constantFrom(null, 'one:443'),
  })
  .map((each) => ({ ...each, id: '', channel: 'email' as WaitingDelivery['channel'] }));

test('each of what is due is in one message or held once; nobody with room is left without a word', () => {
  fc.assert(
    fc.property(fc.array(waiting, { maxLength: 40 }), fc.constantFrom(...CHANNELS), (given, channel) => {
      const all = given.map((each, at) => ({ ...each, id: String(at), channel }));
      const { sends, holds } = plan(all);
      const ids = [...sends.flatMap((send) => [send.leaderId, ...send.memberIds]), ...holds.map(({ id }) => id)];
      expect([...ids].sort()).toEqual(all.map(({ id }) => id).sort());
      for (const { until } of holds) expect(until > NOW).toBe(true);
      const isHigh = (id: string) => all[Number(id)]?.urgency === 'high';
      const ranks = sends.map(({ leaderId }) => isHigh(leaderId));
      expect(ranks).toEqual([...ranks].sort((one, other) => Number(other) - Number(one)));
    }),
  );
});

describe('a server that has not answered', () => {
  const to = (server: string, count: number) =>
    some(count, { channel: 'webhook', contactMethodId: null, recipientId: server, server }).map((each) => ({
      ...each,
      id: `${server}-${each.id}`,
    }));

  test('is called so often at once and no more; the others have what is left, and what waits for it stands aside', () => {
    const { sends, holds, isProviderFull } = plan([...to('mute:443', 30), ...to('pager:443', 2)], {
      byServer: new Map([['mute:443', MOST_AT_ONE_SERVER - 3]]),
    });
    const leaders = sends.map(({ leaderId }) => leaderId.split('-')[0]);
    expect(leaders.filter((server) => server === 'mute:443')).toHaveLength(3);
    expect(leaders.filter((server) => server === 'pager:443')).toHaveLength(2);
    expect(new Set(holds.map(({ reason, until }) => `${reason} ${until.toISOString()}`))).toEqual(
      new Set([`provider_throttle ${later(2).toISOString()}`]),
    );
    expect([holds.length, isProviderFull]).toEqual([27, false]);
  });

  test('may be the server of several recipients', () => {
    const waiting = to('mute:443', 30).map((each, at) => ({ ...each, recipientId: `${at}` }));
    expect(plan(waiting).sends).toHaveLength(MOST_AT_ONE_SERVER);
  });
});
