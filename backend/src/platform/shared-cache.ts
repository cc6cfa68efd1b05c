import { deserialize, serialize } from 'node:v8';
import { Injectable } from '@nestjs/common';
import { Redis } from './redis.ts';
import { SecretBox } from './secret-box.ts';

/** What backends read often, and share. */
export type SharedKind = 'api_tokens' | 'source_tokens' | 'routing' | 'policies';

/** Also the longest that a change may go unseen where Redis could not be told of it. */
const KEPT_MS = 5_000;
const WORD = 'forgotten';
const HOLDS_NOTHING = '0';

/**
 * What one backend has read, for the others too, in Redis. Each entry bears the number of changes of its kind that came
 * before it was read, and counts as long as there was no other: so what was read before a change is never taken after
 * it, also when it is written later. Entries are sealed: who reaches Redis can neither read nor forge what a token allows.
 */
@Injectable()
export class SharedCache {
  constructor(
    private readonly redis: Redis,
    private readonly box: SecretBox,
  ) {}

  /** What is kept, else what `read` finds; null is not kept. Without a Redis that answers it is read each time. */
  async through<Found>(kind: SharedKind, key: string, read: () => Promise<Found | null>): Promise<Found | null> {
    const [changesKey, entryKey] = [this.redis.key('changes', kind), this.redis.key(kind, key)];
    const kept = await this.redis.ask((client) => client.mget(changesKey, entryKey));
    if (kept === null) return read();
    const changes = kept[0] ?? HOLDS_NOTHING;
    const entry = this.open<Found>(kept[1] ?? null, entryKey, changes);
    if (entry !== null) return entry.found;
    const found = await read();
    if (found !== null) {
      const sealed = this.seal({ key: entryKey, changes, found });
      await this.redis.ask((client) => client.set(entryKey, sealed, 'PX', KEPT_MS));
    }
    return found;
  }

  /** To be called after a change was committed: whatever was read before is not taken any more, by any backend. */
  async forget(kind: SharedKind): Promise<void> {
    await this.redis.ask((client) => client.incr(this.redis.key('changes', kind)));
    await this.redis.say(WORD, kind);
  }

  /** Called when another backend (or this one) has changed what is of this kind, and when that may have been missed. */
  onForgotten(kind: SharedKind, forget: () => void): void {
    this.redis.hear(WORD, (message) => {
      if (message === null || message === kind) forget();
    });
  }

  private seal(entry: Entry<unknown>): string {
    return this.box.seal(serialize(entry).toString('base64'));
  }

  private open<Found>(sealed: string | null, key: string, changes: string): Entry<Found> | null {
    if (sealed === null) return null;
    try {
      const entry = deserialize(Buffer.from(this.box.open(sealed), 'base64')) as Entry<Found>;
      // An entry that somebody put under another key is not what was asked for.
      return entry.key === key && entry.changes === changes ? entry : null;
    } catch {
      // Whatever it is, we did not write it, or not with this key.
      return null;
    }
  }
}

interface Entry<Found> {
  readonly key: string;
  readonly changes: string;
  readonly found: Found;
}
