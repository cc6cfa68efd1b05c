import type { ContactMethod } from '../model/notification.ts';
import type { PlannedNotice } from '../model/notice.ts';

/** What reminds the owner of a silence that it ends: by mail and in Slack, on the first verified address of each. */
export function planSilenceReminder(
  silence: { readonly id: string; readonly ownerId: string; readonly endsAt: Date },
  contactMethods: readonly ContactMethod[],
): readonly PlannedNotice[] {
  const { id, ownerId, endsAt } = silence;
  const own = contactMethods.filter((method) => method.userId === ownerId && method.verified);
  return (['slack', 'email'] as const).flatMap((channel) => {
    const method = own.find((each) => each.channel === channel);
    if (!method) return [];
    return [
      {
        // Lengthened, it ends once more.
        uniqueKey: `v1:silence_ending:${id}:${endsAt.getTime()}:user:${ownerId}:${channel}`,
        event: 'silence_ending',
        about: { type: 'suppression', id },
        recipient: { type: 'user', id: ownerId },
        channel,
        contactMethodId: method.id,
      },
    ];
  });
}
