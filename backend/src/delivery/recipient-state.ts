import type { DueRecipient } from 'incident-core';

/** Whether a responder, and the address that was chosen for them, are still there. */
export function recipientState(context: {
  readonly userName: string | null;
  readonly address: string | null;
  readonly verifiedAt: Date | null;
}): DueRecipient {
  if (context.userName === null) return 'gone';
  if (context.address === null) return 'method_gone';
  return context.verifiedAt === null ? 'unverified' : 'verified';
}
