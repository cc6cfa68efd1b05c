import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { ToldNotice } from './notice-content.ts';
import { renderNoticeMail, renderNoticeSlack, renderNoticeSms, renderNoticeVoice } from './render-notice.ts';
import { hostileText } from './render.fixture.ts';
import { septets, toGsm } from './render-sms.ts';

const NOW = new Date('2027-01-05T03:24:00Z');
type Of<Event> = Extract<ToldNotice, { readonly event: Event }>;
const of = { schedule: 'Payments primary', team: 'Payments', recipient: 'Ada', timeZone: 'Europe/Berlin' };
const handoff = (over: Partial<Of<'handoff'>> = {}): ToldNotice => ({
  ...of,
  event: 'handoff',
  onCall: null,
  from: new Date('2027-03-27T08:00:00Z'),
  until: new Date('2027-03-28T07:00:00Z'),
  next: 'Grace',
  ...over,
});
const over = (more: Partial<Of<'handoff_over'>> = {}): ToldNotice => ({
  ...of,
  event: 'handoff_over',
  onCall: 'Grace',
  until: new Date('2027-03-28T07:00:00Z'),
  ...more,
});
const verification: ToldNotice = {
  event: 'verification',
  recipient: 'Ada',
  code: '012345',
  expiresAt: new Date('2027-01-05T03:39:00Z'),
  now: NOW,
};
const trial: ToldNotice = {
  event: 'test',
  recipient: 'Ada',
  askedBy: 'Grace',
  askedAt: new Date('2027-01-05T03:23:00Z'),
  now: NOW,
};

describe('the mail of a turn that begins', () => {
  test('says which schedule, from when until when by its clocks, and who is next', () => {
    const { subject, text } = renderNoticeMail(handoff());
    expect(subject).toBe('On call: Payments primary until Sun 2027-03-28 09:00');
    expect(text).toBe(`You are on call in Payments primary.

From:  Sat 2027-03-27 09:00
Until: Sun 2027-03-28 09:00
Times: Europe/Berlin, for 23 h
Next:  Grace
Team:  Payments
Told:  Ada

If you cannot be, ask a colleague to take the shift: an override of the schedule does so.
`);
  });

  test('says that nobody is next', () => {
    expect(renderNoticeMail(handoff({ next: null })).text).toContain('Next:  nobody: there will be a gap\n');
  });
});

test.each([
  ['of a turn that is over names who has it', over(), 'Your turn in Payments primary is over. Grace is on call now.'],
  ['of one into a gap says so', over({ onCall: null }), 'Nobody is on call now.'],
  ['of a code shows it', verification, 'Your code is 012345.'],
  ['of a test asks for nothing', trial, 'This is a test. Nothing is wrong, and nothing is asked of you.'],
])('a notice %s, in mail and Slack', (_, told, text) => {
  expect(renderNoticeMail(told).text).toContain(text);
  expect(renderNoticeMail(told).html).toContain(text);
  expect(JSON.stringify(renderNoticeSlack(told))).toContain(text);
});

test.each([
  [handoff(), 'You are on call: Payments primary, until Sun 2027-03-28 09:00 (Europe/Berlin). Next: Grace.'],
  [
    handoff({ onCall: 'Ben' }),
    'Ben is on call: Payments primary, until Sun 2027-03-28 09:00 (Europe/Berlin). Next: Grace.',
  ],
  [over(), 'Your turn is over: Payments primary. Grace is on call now.'],
  [verification, '012345 is your code for Incidents. Good for 15 min.'],
  [trial, 'Test page, asked for by Grace. Nothing is wrong, and nothing is asked of you.'],
])('one SMS: %#', (told, text) => {
  expect(renderNoticeSms(told)).toBe(text);
});

test('a call says the digits of a code one by one, three times', () => {
  const twiml = renderNoticeVoice(verification);
  expect(twiml.match(/0, 1, 2, 3, 4, 5\./g)).toHaveLength(3);
  expect(twiml).not.toContain('Gather');
});

const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: null });
const date = fc.date();
const ofSchedule = { schedule: hostileText, team: hostileText, recipient: hostileText, timeZone: hostileText };
const anyNotice: fc.Arbitrary<ToldNotice> = fc.oneof(
  fc.record({
    ...ofSchedule,
    event: fc.constant('handoff' as const),
    onCall: maybe(hostileText),
    from: date,
    until: date,
    next: maybe(hostileText),
  }),
  fc.record({
    ...ofSchedule,
    event: fc.constant('handoff_over' as const),
    onCall: maybe(hostileText),
    until: maybe(date),
  }),
  fc.record({
    event: fc.constant('verification' as const),
    recipient: hostileText,
    code: hostileText,
    expiresAt: date,
    now: date,
  }),
  fc.record({
    event: fc.constant('test' as const),
    recipient: hostileText,
    askedBy: hostileText,
    askedAt: date,
    now: date,
  }),
  fc.record({
    event: fc.constant('silence_ending' as const),
    recipient: hostileText,
    reason: hostileText,
    endsAt: date,
    held: fc.nat(),
    now: date,
  }),
  fc.record({
    event: fc.constant('token_ending' as const),
    recipient: hostileText,
    kind: fc.constantFrom('source' as const, 'api' as const),
    name: hostileText,
    endsAt: date,
    lastUsedAt: maybe(date),
    now: date,
  }),
);
const TWIML =
  /^<\?xml version="1.0" encoding="UTF-8"\?><Response>(<\/?Say>|[^<>&\0-\x08\x0b-\x1f\ufffe\uffff]|&#\d+;)*<\/Response>$/u;

/** All texts in a block, however deep. */
function texts(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(texts) : [];
}

test('whatever a name holds, no notice throws, breaks out of its channel or is too long for it', () => {
  fc.assert(
    fc.property(anyNotice, (told) => {
      const { subject, text, html } = renderNoticeMail(told);
      expect(subject).not.toMatch(/[\p{Cc}]/u);
      expect(subject.length).toBeLessThanOrEqual(200);
      expect(text).not.toMatch(/[^\P{Cc}\n]/u);
      expect(html.match(/<(\/?\w+)/g)?.every((tag) => OURS.has(tag.replace(/[</]/g, '')))).toBe(true);
      const slack = renderNoticeSlack(told);
      for (const each of texts(slack)) expect(each).not.toMatch(/[<>]|&(?!(amp|lt|gt);)/);
      expect(slack.blocks.length).toBeLessThanOrEqual(50);
      const sms = renderNoticeSms(told);
      expect(toGsm(sms)).toBe(sms);
      expect(sms).not.toMatch(/[\r\n]/);
      expect(septets(sms)).toBeLessThanOrEqual(160);
      const twiml = renderNoticeVoice(told);
      expect(twiml).toMatch(TWIML);
      expect(twiml.length).toBeLessThan(4000);
    }),
  );
});

const OURS = new Set(['html', 'head', 'meta', 'title', 'style', 'body', 'h1', 'table', 'tr', 'th', 'td', 'p']);
