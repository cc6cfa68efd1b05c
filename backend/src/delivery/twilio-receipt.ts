import type { Receipt } from 'incident-core';

/**
 * What Twilio says became of a message or call; null for what is on the way. A call that was answered has been delivered,
 * unless Twilio says that a machine answered it: while it lasts, or at its end.
 */
export function toReceipt(fields: ReadonlyMap<string, string>): Receipt | null {
  const message = fields.get('MessageStatus');
  if (message !== undefined) return toMessageReceipt(message, fields.get('ErrorCode'));
  return toCallReceipt(fields.get('CallStatus') ?? '', fields.get('AnsweredBy') ?? '');
}

function toMessageReceipt(status: string, errorCode: string | undefined): Receipt | null {
  if (status === 'delivered' || status === 'read') return { kind: 'delivered' };
  if (status !== 'undelivered' && status !== 'failed') return null;
  const code = /^\d{1,6}$/.test(errorCode ?? '') ? ` (${errorCode})` : '';
  return { kind: 'failed', error: `Twilio says that it is ${status}${code}` };
}

function toCallReceipt(status: string, answeredBy: string): Receipt | null {
  if (/^(machine|fax)/.test(answeredBy)) return { kind: 'failed', error: 'a machine answered the call' };
  if (status === 'completed') return { kind: 'delivered' };
  const failed = ['busy', 'no-answer', 'failed', 'canceled'].includes(status);
  return failed ? { kind: 'failed', error: `Twilio says that the call ended with ${status}` } : null;
}
