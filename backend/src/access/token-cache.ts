/** How long a revocation made by another backend may go unseen. */
const KEPT_MS = 5_000;
const MOST = 10_000;

interface Kept<Found> {
  readonly found: Found;
  readonly since: number;
}

/** Remembers for a short while what live tokens stand for; one look-up serves all who ask at the same time. */
export class TokenCache<Found> {
  private readonly kept = new Map<string, Kept<Found>>();
  private readonly pending = new Map<string, Promise<Found | null>>();
  private generation = 0;

  /** @param isLive only what is live is kept; what has ended since is looked up again */
  constructor(private readonly isLive: (found: Found, now: Date) => boolean) {}

  /** What was kept, else what `load` finds. */
  async get(hash: Buffer, now: Date, load: () => Promise<Found | null>): Promise<Found | null> {
    const key = hash.toString('base64');
    const kept = this.kept.get(key);
    // A clock that was set back must not keep a token alive, hence the absolute difference.
    if (kept && Math.abs(now.getTime() - kept.since) < KEPT_MS && this.isLive(kept.found, now)) return kept.found;
    const going = this.pending.get(key);
    if (going) return going;
    const loading = this.load(key, now, load);
    this.pending.set(key, loading);
    try {
      return await loading;
    } finally {
      if (this.pending.get(key) === loading) this.pending.delete(key);
    }
  }

  /** Everything is looked up anew, also what is being looked up just now: after a change made by this backend. */
  clear(): void {
    this.generation += 1;
    this.kept.clear();
    this.pending.clear();
  }

  private async load(key: string, now: Date, load: () => Promise<Found | null>): Promise<Found | null> {
    const { generation } = this;
    const found = await load();
    this.kept.delete(key);
    if (found === null || generation !== this.generation || !this.isLive(found, now)) return found;
    const [oldest] = this.kept.keys();
    if (oldest !== undefined && this.kept.size >= MOST) this.kept.delete(oldest);
    this.kept.set(key, { found, since: now.getTime() });
    return found;
  }
}
