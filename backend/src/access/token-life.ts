import { invalid } from '../platform/problem.ts';

/** How coarsely the last use of a token is recorded. */
const USE_RECORDED_EVERY_MS = 60_000;

export interface TokenLife {
  readonly expiresAt: Date | null;
  readonly revokedAt: Date | null;
}

/** Why a token is refused; null while it lives. */
export function deathOf({ expiresAt, revokedAt }: TokenLife, now: Date): 'revoked' | 'expired' | null {
  if (revokedAt !== null) return 'revoked';
  return expiresAt !== null && expiresAt <= now ? 'expired' : null;
}

/** Whether the last use that is on record is old enough to be written anew. */
export function isUseStale(lastUsedAt: Date | null, now: Date): boolean {
  return lastUsedAt === null || lastUsedAt.getTime() <= staleBefore(now).getTime();
}

/** Uses on record up to here may be written anew. */
export function staleBefore(now: Date): Date {
  return new Date(now.getTime() - USE_RECORDED_EVERY_MS);
}

/**
 * When a token is to end; null for one that lives until revoked.
 *
 * @throws Problem 400 for a time that has passed
 */
export function readExpiry(text: string | null | undefined, now: Date): Date | null {
  if (text === null || text === undefined) return null;
  const expiresAt = new Date(text);
  if (expiresAt > now) return expiresAt;
  throw invalid([{ path: '$.expires_at', found: JSON.stringify(text), expected: 'a time to come' }]);
}
