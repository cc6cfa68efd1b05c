import type { ContactMethod } from '../model/notification.ts';
import type { PlannedNotice } from '../model/notice.ts';

/** How many days before its end those who look after a token are told, once each. */
export const TOKEN_WARNING_DAYS = [14, 1] as const;
export type TokenWarningDays = (typeof TOKEN_WARNING_DAYS)[number];

/** A token with an end, and the one of the same owner that may have taken its place. */
export interface EndingToken {
  readonly createdAt: Date;
  readonly expiresAt: Date;
  readonly lastUsedAt: Date | null;
  /** When the living one that ends later, or never, was last used; null where there is none, or it never was. */
  readonly successorUsedAt: Date | null;
}

/** Which of the two warnings has its time now, and whether it is given. */
export interface TokenWarning {
  readonly days: TokenWarningDays;
  readonly isTold: boolean;
}

const DAY_MS = 86_400_000;

/**
 * Decides about a token that ends within fourteen days. Who made it for a shorter time knows, and one in whose place
 * another is in use already ends unnoticed.
 */
export function decideTokenWarning(token: EndingToken, now: Date): TokenWarning {
  const { createdAt, expiresAt, lastUsedAt, successorUsedAt } = token;
  const days = expiresAt.getTime() - now.getTime() > DAY_MS ? 14 : 1;
  const isReplaced = successorUsedAt !== null && (lastUsedAt === null || successorUsedAt > lastUsedAt);
  const isShort = expiresAt.getTime() - createdAt.getTime() <= days * DAY_MS;
  return { days, isTold: !isReplaced && !isShort };
}

/** A person whom a token may concern. */
export interface TokenKeeper {
  readonly userId: string;
  readonly isMember: boolean;
  /** What they may arrange: things of the team that the token is of, or of all teams. */
  readonly manages: 'team' | 'all' | null;
}

/** Who looks after the token of a team's source: the members who manage it, else its managers, its members, those of all. */
export function chooseKeepers(people: readonly TokenKeeper[]): readonly string[] {
  const ways: readonly ((person: TokenKeeper) => boolean)[] = [
    ({ isMember, manages }) => isMember && manages !== null,
    ({ manages }) => manages === 'team',
    ({ isMember }) => isMember,
    ({ manages }) => manages === 'all',
  ];
  const found = ways.map((isKeeper) => people.filter(isKeeper)).find((some) => some.length > 0) ?? [];
  return found.map(({ userId }) => userId);
}

/** What tells people that a token ends: by mail and in Slack, on the first verified address of each. */
export function planTokenWarning(
  token: { readonly type: 'source_token' | 'api_token'; readonly id: string; readonly days: TokenWarningDays },
  userIds: readonly string[],
  contactMethods: readonly ContactMethod[],
): readonly PlannedNotice[] {
  const { type, id, days } = token;
  return userIds.flatMap((userId) =>
    (['slack', 'email'] as const).flatMap((channel) => {
      const isFirst = (each: ContactMethod) => each.userId === userId && each.verified && each.channel === channel;
      const method = contactMethods.find(isFirst);
      if (!method) return [];
      return [
        {
          uniqueKey: `v1:token_ending:${id}:${days}:user:${userId}:${channel}`,
          event: 'token_ending' as const,
          about: { type, id },
          recipient: { type: 'user' as const, id: userId },
          channel,
          contactMethodId: method.id,
        },
      ];
    }),
  );
}
