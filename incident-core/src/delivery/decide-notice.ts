import { TEST_SECONDS, type NoticeEvent } from '../model/notice.ts';
import type { Gap, Shift } from '../model/schedule.ts';
import { GIVE_UP_SECONDS } from './decide-delivery.ts';
import type { DueRecipient } from './decide-send.ts';

/** Why a notice is withheld at the moment of sending. */
export const NOTICE_SUPPRESSIONS = [
  'shift_over',
  'shift_back',
  'schedule_gone',
  'code_over',
  'test_over',
  'silence_over',
  'token_over',
  'recipient_gone',
  'contact_method_gone',
  'contact_method_unverified',
] as const;
export type NoticeSuppression = (typeof NOTICE_SUPPRESSIONS)[number];

/** Whether a notice is still true when its turn to be sent comes. */
export type NoticeDecision =
  { readonly kind: 'send' } | { readonly kind: 'suppress'; readonly reason: NoticeSuppression };

/** A notice and the world as it is now. */
export interface DueNotice {
  readonly event: NoticeEvent;
  /** Whom it is about: of a hand-off that a Slack channel hears, nobody in particular. */
  readonly userId: string | null;
  readonly recipient: DueRecipient;
  /** Who is on call in the schedule of a hand-off; null where there is none. */
  readonly standing: Shift | Gap | null;
  /** Until when the code, the test, the silence or the token counts; null for what has been used, replaced or ended. */
  readonly until: Date | null;
}

/** So long after its first attempt a notice is not tried any more: a test and a code are wanted now. */
export function noticePatience(event: NoticeEvent): number {
  return event === 'test' || event === 'verification' ? TEST_SECONDS : GIVE_UP_SECONDS;
}

/** Decides at send time: a shift that was given away, a code that was replaced and a test that is over are not told any more. */
export function decideNotice(notice: DueNotice, now: Date): NoticeDecision {
  const reason = toStale(notice, now) ?? toUnreachable(notice);
  return reason === null ? { kind: 'send' } : { kind: 'suppress', reason };
}

function toStale({ event, userId, standing, until }: DueNotice, now: Date): NoticeSuppression | null {
  const onCall = standing?.kind === 'on_call' ? standing.userId : null;
  switch (event) {
    case 'handoff':
      if (standing === null) return 'schedule_gone';
      return onCall === null || (userId !== null && onCall !== userId) ? 'shift_over' : null;
    case 'handoff_over':
      if (standing === null) return 'schedule_gone';
      return onCall === userId ? 'shift_back' : null;
    case 'verification':
      return until !== null && until > now ? null : 'code_over';
    case 'test':
      return until !== null && until > now ? null : 'test_over';
    case 'silence_ending':
      return until !== null && until > now ? null : 'silence_over';
    case 'token_ending':
      return until !== null && until > now ? null : 'token_over';
  }
}

/** To verify an address, and to try it, is what these are for. */
function toUnreachable({ event, recipient }: DueNotice): NoticeSuppression | null {
  switch (recipient) {
    case 'verified':
      return null;
    case 'unverified':
      return event === 'verification' || event === 'test' ? null : 'contact_method_unverified';
    case 'method_gone':
      return 'contact_method_gone';
    case 'gone':
      return 'recipient_gone';
  }
}
