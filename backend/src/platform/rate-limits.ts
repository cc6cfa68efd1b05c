import { Inject, Injectable } from '@nestjs/common';
import { decideTurn, type RateLimit } from 'incident-core';
import { Clock } from './clock.ts';
import { CONFIG, type Config } from './config.ts';
import { Redis } from './redis.ts';

/** What is limited: calls of the API, and posts of alerts. */
export type LimitedKind = 'api' | 'intake';

/** What may come at once, in seconds of the pace. */
const BURST_SECONDS = 10;
/** Of Redis as many turns are taken at once as a fraction of the burst, so that it is not asked for each. */
const PIECES = 100;
const PIECE_KEPT_MS = 1_000;
const MOST_KEPT = 10_000;

/** As `decideTurn`, for all backends at once. */
const TURN = `
  local now, turn, most, count = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4])
  local taken = tonumber(redis.call('get', KEYS[1]) or '0')
  if taken > now + 2 * most * turn then taken = now end
  local before = math.max(taken, now)
  local wait = before + count * turn - now - most * turn
  if wait > 0 then return math.ceil(wait) end
  redis.call('set', KEYS[1], string.format('%.3f', before + count * turn), 'px', math.ceil(most * turn) + 1000)
  return 0
`;

interface Kept {
  /** Until when turns are taken, as far as this process took them. */
  takenUntil: number;
  /** Turns that Redis has granted and nobody has used. */
  left: number;
  leftUntil: number;
}

/**
 * How often one token may call, over all backends as far as Redis says so. Without Redis each backend counts for itself,
 * from what it has granted so far: nobody is refused because Redis is away, and nobody gets a second burst.
 */
@Injectable()
export class RateLimits {
  private readonly limits: Readonly<Record<LimitedKind, RateLimit | null>>;
  private readonly kept = new Map<string, Kept>();

  constructor(
    @Inject(CONFIG) config: Config,
    private readonly clock: Clock,
    private readonly redis: Redis,
  ) {
    this.limits = { api: toLimit(config.API_RATE_PER_SECOND), intake: toLimit(config.INTAKE_RATE_PER_SECOND) };
  }

  /** Takes a turn: 0, or the whole seconds after which there is room again. */
  async secondsToWait(kind: LimitedKind, token: string): Promise<number> {
    const limit = this.limits[kind];
    if (limit === null) return 0;
    const now = this.clock.now();
    const kept = this.keptOf(`${kind}:${token}`);
    if (kept.left > 0 && Math.abs(kept.leftUntil - now.getTime()) <= PIECE_KEPT_MS) {
      kept.left -= 1;
      return 0;
    }
    const count = Math.max(1, Math.floor(limit.burst / PIECES));
    const shared = await this.shared(this.redis.key('rate', kind, token), limit, count, now);
    if (shared !== null && shared > 0) return toSeconds(shared);
    if (shared === 0) {
      kept.left = count - 1;
      kept.leftUntil = now.getTime();
    }
    return this.own(kept, limit, shared === 0 ? count : 1, now, shared === 0);
  }

  /** What one token may do at once, and then each second. */
  describe(kind: LimitedKind): string {
    const limit = this.limits[kind];
    return limit === null ? 'any number' : `${limit.burst} at once and ${limit.perSecond} a second`;
  }

  private async shared(key: string, limit: RateLimit, count: number, now: Date): Promise<number | null> {
    const given = [now.getTime(), 1000 / limit.perSecond, limit.burst, count];
    const answer = await this.redis.ask((client) => client.eval(TURN, 1, key, ...given));
    return answer === null ? null : Number(answer);
  }

  private own(kept: Kept, limit: RateLimit, count: number, now: Date, isGranted: boolean): number {
    const decision = decideTurn(limit, kept.takenUntil, count, now);
    if (decision.kind === 'taken') kept.takenUntil = decision.takenUntil;
    return isGranted || decision.kind === 'taken' ? 0 : toSeconds(decision.waitMs);
  }

  private keptOf(key: string): Kept {
    const known = this.kept.get(key);
    if (known) return known;
    const [oldest] = this.kept.keys();
    if (oldest !== undefined && this.kept.size >= MOST_KEPT) this.kept.delete(oldest);
    const made = { takenUntil: 0, left: 0, leftUntil: 0 };
    this.kept.set(key, made);
    return made;
  }
}

function toLimit(perSecond: number): RateLimit | null {
  return perSecond === 0 ? null : { perSecond, burst: perSecond * BURST_SECONDS };
}

function toSeconds(ms: number): number {
  return Math.max(1, Math.ceil(ms / 1000));
}
