import { expect, test } from '@jest/globals';
import { DELIVERY_STATUSES } from '../model/notification.ts';
import { DELIVERY_TRANSITIONS, isDeliveryEnded, isDeliveryMove } from './delivery-status.ts';

const ARROWS = [
  'pending sending',
  'pending delivered',
  'pending suppressed',
  'sending sent',
  'sending delivered',
  'sending failed',
  'sending pending',
  'sending suppressed',
  'sent delivered',
  'sent failed',
];
const PAIRS = DELIVERY_STATUSES.flatMap((from) => DELIVERY_STATUSES.map((to) => [from, to] as const));

test.each(PAIRS)('%s to %s is a move exactly when the lifecycle has that arrow', (from, to) => {
  expect(isDeliveryMove(from, to)).toBe(ARROWS.includes(`${from} ${to}`));
});

test('delivered, failed and suppressed are ends', () => {
  expect(DELIVERY_STATUSES.filter(isDeliveryEnded)).toEqual(['delivered', 'failed', 'suppressed']);
});

test('each status is reached from pending', () => {
  const reached = new Set(['pending']);
  for (const status of DELIVERY_STATUSES) for (const next of DELIVERY_TRANSITIONS[status]) reached.add(next);
  expect(reached.size).toBe(DELIVERY_STATUSES.length);
});
