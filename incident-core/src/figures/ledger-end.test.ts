import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { LEDGER_ENDS, LEDGER_OUTCOMES, type LedgerEnd } from '../model/ledger.ts';
import { DELIVERY_STATUSES } from '../model/notification.ts';
import { decideLedgerEnd, type Followed, type FollowingRun, type FollowingTelling } from './ledger-end.ts';

const received = new Date('2027-01-05T03:00:00Z');
const later = new Date('2027-01-05T03:05:00Z');
const running: FollowingRun = { nobodyNotified: false, endedAt: null, endReason: null, heldBecause: null };
const over: FollowingRun = { nobodyNotified: false, endedAt: later, endReason: 'acknowledged', heldBecause: null };
const telling = (given: Partial<FollowingTelling>): FollowingTelling => ({
  ...{ status: 'pending', sentAt: null, endedAt: null, reason: null, holdReason: null, ...given },
});
const opened: Followed = {
  ...{ outcome: 'opened', reason: null, receivedAt: received, hasIncident: true, runs: [running], tellings: [] },
};

const cases: readonly (readonly [string, Partial<Followed>, LedgerEnd, string | null])[] = [
  ['what the ledger does not know is open', { outcome: 'open' }, 'open', null],
  ['a duplicate is dropped', { outcome: 'duplicate', runs: [] }, 'dropped', 'duplicate'],
  ['what is ignored says why', { outcome: 'ignored', reason: 'late', runs: [] }, 'dropped', 'late'],
  ['a refresh is noted', { outcome: 'refreshed', reason: 'new_episode', runs: [] }, 'noted', 'new_episode'],
  ['before anybody is told, it waits', {}, 'waiting', null],
  ['what is held says by what', { tellings: [telling({ holdReason: 'quiet_hours' })] }, 'waiting', 'quiet_hours'],
  [
    'one message that was taken is enough',
    { tellings: [telling({}), telling({ status: 'sent', sentAt: later })] },
    'told',
    null,
  ],
  ['over before anybody was told', { runs: [over] }, 'answered', 'acknowledged'],
  ['what a silence holds says so', { runs: [{ ...running, heldBecause: 'deployment' }] }, 'waiting', 'deployment'],
  ['what was over inside a silence', { runs: [{ ...over, heldBecause: 'deployment' }] }, 'suppressed', 'deployment'],
  [
    'withheld, with the reason',
    { runs: [over], tellings: [telling({ status: 'suppressed', reason: 'resolved', endedAt: later })] },
    'suppressed',
    'resolved',
  ],
  [
    'a step that reached nobody',
    { runs: [{ ...over, nobodyNotified: true, endReason: 'exhausted' }] },
    'nobody_told',
    'exhausted',
  ],
  [
    'all refused for good',
    { tellings: [telling({ status: 'failed', reason: '550', endedAt: later })] },
    'nobody_told',
    '550',
  ],
  [
    'an unreadable post that opened an incident is followed',
    { outcome: 'unreadable', reason: 'not_json' },
    'waiting',
    null,
  ],
  ['one that joined it is noted', { outcome: 'unreadable', reason: 'not_json', runs: [] }, 'noted', 'not_json'],
  ['an incident that was deleted since', { hasIncident: false, runs: [] }, 'noted', 'incident_gone'],
];
test.each(cases)('%s', (_, given, end, reason) => {
  expect(decideLedgerEnd({ ...opened, ...given })).toMatchObject({ end, reason });
});

test('whatever followed, there is one end, and told only with a message that was taken', () => {
  const date = fc.option(fc.constant(later));
  const runs = fc.array(
    fc.record({
      nobodyNotified: fc.boolean(),
      endedAt: date,
      endReason: fc.option(fc.constant('resolved')),
      heldBecause: fc.option(fc.string()),
    }),
    { maxLength: 3 },
  );
  const tellings = fc.array(
    fc.record({
      status: fc.constantFrom(...DELIVERY_STATUSES),
      sentAt: date,
      endedAt: date,
      reason: fc.option(fc.string()),
      holdReason: fc.option(fc.string()),
    }),
    { maxLength: 3 },
  );
  const followed = fc.record({
    outcome: fc.constantFrom(...LEDGER_OUTCOMES),
    reason: fc.option(fc.string()),
    receivedAt: fc.constant(received),
    hasIncident: fc.boolean(),
    runs,
    tellings,
  });
  fc.assert(
    fc.property(followed, (given) => {
      const { end } = decideLedgerEnd(given);
      expect(LEDGER_ENDS).toContain(end);
      if (end === 'told') expect(given.tellings.some(({ sentAt }) => sentAt !== null)).toBe(true);
    }),
  );
});
