import { isBeyondSlack } from '../model/audit.ts';
import { NOTICE_EVENTS, type NoticeEvent } from '../model/notice.ts';
import type { DeliveryStatus } from '../model/notification.ts';
import { GIVE_UP_SECONDS } from './decide-delivery.ts';
import { noticePatience } from './decide-notice.ts';
import { decideSend, type DueNotification, type DueRecipient } from './decide-send.ts';

/** No lease, and no pause that a provider asks for, is longer than this. */
const LONGEST_PAUSE_SECONDS = 60 * 60;
/** Nothing is held longer than this before it is tried for the first time, or by a throttle. */
const LONGEST_HOLD_SECONDS = 7 * 24 * 60 * 60;

/** A delivery that has not ended, or that awaits its receipt, as it stands in the rows. */
export interface AuditedDelivery {
  readonly status: DeliveryStatus;
  readonly dueAt: Date | null;
  readonly leasedUntil: Date | null;
  readonly receiptDueAt: Date | null;
  readonly attempts: number;
  readonly isHeld: boolean;
  /** When it was planned, or was last tried: ahead of now only where a clock was ahead. */
  readonly touchedAt: Date;
  readonly parkedAt: Date | null;
  /** When the auditor took it up again after it had been parked. */
  readonly unparkedAt: Date | null;
}

/** What is wrong with a delivery, and what makes it right. */
export type DeliveryFinding =
  /** Once it is tried again. One that was parked again is for people. */
  | { readonly kind: 'delivery_parked'; readonly repair: 'unpark' | 'none' }
  /** Its turn is now. */
  | { readonly kind: 'delivery_without_due_time' | 'delivery_due_too_late' }
  /** The worker that should have taken it did not. */
  | { readonly kind: 'delivery_overdue' | 'receipt_overdue' };

/** Judges a delivery by when its turn comes: now, within what can hold it, or never. */
export function auditDelivery(delivery: AuditedDelivery, now: Date): DeliveryFinding | null {
  const { status, parkedAt, unparkedAt, receiptDueAt } = delivery;
  if (status === 'sent') {
    const isOverdue = receiptDueAt !== null && isBeyondSlack('receipt_overdue', receiptDueAt, now);
    return isOverdue ? { kind: 'receipt_overdue' } : null;
  }
  if (status !== 'pending' && status !== 'sending') return null;
  if (parkedAt !== null) {
    if (unparkedAt !== null) return { kind: 'delivery_parked', repair: 'none' };
    return isBeyondSlack('delivery_parked', parkedAt, now) ? { kind: 'delivery_parked', repair: 'unpark' } : null;
  }
  const turn = status === 'pending' ? delivery.dueAt : delivery.leasedUntil;
  if (turn === null) return { kind: 'delivery_without_due_time' };
  const waits = status === 'pending' && (delivery.isHeld || delivery.attempts === 0);
  const longest = waits ? LONGEST_HOLD_SECONDS : LONGEST_PAUSE_SECONDS;
  const wasAhead = isBeyondSlack('delivery_due_too_late', now, delivery.touchedAt);
  if ((wasAhead && turn > now) || isBeyondSlack('delivery_due_too_late', after(now, longest), turn)) {
    return { kind: 'delivery_due_too_late' };
  }
  return isBeyondSlack('delivery_overdue', turn, now) ? { kind: 'delivery_overdue' } : null;
}

function after(date: Date, seconds: number): Date {
  return new Date(date.getTime() + seconds * 1000);
}

/** A notification that has no delivery. Of a notice it is decided at send time whether it is still true. */
export type UndeliveredNotification = (DueNotification | UndeliveredNotice) & { readonly createdAt: Date };

interface UndeliveredNotice {
  readonly event: NoticeEvent;
  readonly recipient: DueRecipient;
}

/**
 * Whether a notification that has no delivery must have one: it would be sent now. What an escalation says is wanted
 * as long as its run goes on, anything else only for as long as it would have been tried.
 */
export function isDeliveryMissing(notification: UndeliveredNotification, now: Date): boolean {
  const age = now.getTime() - notification.createdAt.getTime();
  if (isNotice(notification)) return age <= noticePatience(notification.event) * 1000 && isThere(notification);
  const { event } = notification;
  const isTried = age <= GIVE_UP_SECONDS * 1000;
  if (decideSend(notification).kind === 'suppress') return false;
  return isTried || (event === 'escalation_step' && notification.run !== null);
}

function isNotice<Told extends UndeliveredNotification>(notification: Told): notification is Told & UndeliveredNotice {
  return (NOTICE_EVENTS as readonly string[]).includes(notification.event);
}

/** A code and a test go to an address that is not verified yet. */
function isThere({ event, recipient }: UndeliveredNotice): boolean {
  const isProven = event === 'handoff' || event === 'handoff_over';
  return recipient === 'verified' || (!isProven && recipient === 'unverified');
}
