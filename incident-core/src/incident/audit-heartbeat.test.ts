import { expect, test } from '@jest/globals';
import { auditHeartbeat, type WatchedHeartbeat } from './audit-heartbeat.ts';

const NOW = new Date('2027-01-05T03:00:00Z');
const later = (seconds: number) => new Date(NOW.getTime() + seconds * 1000);
const heartbeat = (over: Partial<WatchedHeartbeat> = {}): WatchedHeartbeat => ({
  intervalSeconds: 3_600,
  graceSeconds: 300,
  setUpAt: later(-86_400),
  lastBeatAt: later(-60),
  dueAt: later(3_840),
  silentAt: null,
  ...over,
});

test.each([
  ['the next sign is to come', heartbeat(), null],
  ['it was set up again just now', heartbeat({ lastBeatAt: later(-50_000), dueAt: later(3_960) }), null],
  ['it is due since a moment, and its worker is on the way', heartbeat({ dueAt: later(-120) }), null],
  [
    'it is due, and nobody was told',
    heartbeat({ dueAt: later(-121) }),
    { kind: 'heartbeat_overdue', dueAt: later(-121) },
  ],
  ['it is silent, and that is known', heartbeat({ dueAt: later(-9_999), silentAt: later(-9_000) }), null],
  [
    'it is due later than any sign can have made it',
    heartbeat({ dueAt: later(3_961) }),
    { kind: 'heartbeat_due_too_late', dueAt: later(3_840) },
  ],
  [
    'the same, and it would have been silent long since',
    heartbeat({ lastBeatAt: later(-9_000), dueAt: later(1e9) }),
    { kind: 'heartbeat_due_too_late', dueAt: NOW },
  ],
  [
    'the same before the first sign',
    heartbeat({ lastBeatAt: null, setUpAt: later(-10), dueAt: later(1e9) }),
    { kind: 'heartbeat_due_too_late', dueAt: later(3_890) },
  ],
] as const)('%s', (_, given, finding) => {
  expect(auditHeartbeat(given, NOW)).toEqual(finding);
});
