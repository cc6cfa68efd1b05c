import { expect, test } from '@jest/globals';
import { ESCALATION_STATUSES } from '../model/escalation.ts';
import { isEscalationMove } from './lifecycle.ts';

const ARROWS = [
  'pending → active',
  'pending → resolved',
  'active → notified',
  'active → escalated',
  'active → resolved',
  'notified → escalated',
  'notified → resolved',
  'escalated → pending',
  'escalated → resolved',
];

test.each(ESCALATION_STATUSES.flatMap((from) => ESCALATION_STATUSES.map((to) => [from, to] as const)))(
  'a step from %s to %s: only where the lifecycle has an arrow',
  (from, to) => {
    expect(isEscalationMove(from, to)).toBe(ARROWS.includes(`${from} → ${to}`));
  },
);
