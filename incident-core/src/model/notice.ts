import type { Recipient } from './escalation-policy.ts';
import type { Channel } from './notification.ts';

/**
 * What people are told that is of no incident: their turn has begun or is over, a code to verify an address, a test, that
 * a silence of theirs ends, that a token that they look after does.
 */
export const NOTICE_EVENTS = [
  'handoff',
  'handoff_over',
  'verification',
  'test',
  'silence_ending',
  'token_ending',
] as const;
export type NoticeEvent = (typeof NOTICE_EVENTS)[number];

/** How long a code is good, and how long a test lasts: who waits for them waits no longer. */
export const CODE_SECONDS = 15 * 60;
export const TEST_SECONDS = 15 * 60;

/** What a notice is about. */
export type NoticeSubject =
  | { readonly type: 'schedule'; readonly id: string }
  | { readonly type: 'verification'; readonly id: string }
  | { readonly type: 'page_test'; readonly id: string }
  | { readonly type: 'suppression'; readonly id: string }
  | { readonly type: 'source_token'; readonly id: string }
  | { readonly type: 'api_token'; readonly id: string };

/** The intent to tell one recipient by one channel something that is of no incident. */
export interface PlannedNotice {
  /** Two plans with the same key are the same notice. */
  readonly uniqueKey: string;
  readonly event: NoticeEvent;
  readonly about: NoticeSubject;
  readonly recipient: Recipient;
  readonly channel: Channel;
  readonly contactMethodId: string | null;
}

/** What can be tried with a real page: an address, a policy, the way from a source on. */
export const PAGE_TEST_TYPES = ['contact_method', 'escalation_policy', 'source'] as const;
export type PageTestType = (typeof PAGE_TEST_TYPES)[number];

/** How far a test has come: nothing has left yet, a channel took it, its end confirmed it, somebody acknowledged, or nothing got through. */
export const PAGE_TEST_STATES = ['under_way', 'sent', 'delivered', 'acknowledged', 'failed'] as const;
export type PageTestState = (typeof PAGE_TEST_STATES)[number];

/** What is known of a message's arrival; `none` where the channel never tells, or nothing has been sent. */
export const RECEIPT_STATES = ['none', 'awaited', 'received', 'missed'] as const;
export type ReceiptState = (typeof RECEIPT_STATES)[number];
