import { randomBytes, randomFillSync } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { v7 } from 'uuid';
import { Clock } from './clock.ts';

const ID_BYTES = 16;

/** Ids and chance, from one place. */
@Injectable()
export class Random {
  private last = { msecs: Number.NaN, seq: 0 };
  private readonly pool = Buffer.alloc(4_096);
  private used = this.pool.length;

  constructor(private readonly clock: Clock) {}

  /** A UUIDv7 of the clock's present time: sorts by age, also within a millisecond as far as this process made them. */
  id(): string {
    const msecs = this.clock.now().getTime();
    // Half of what fits is left to count up in.
    const seq = msecs === this.last.msecs ? this.last.seq + 1 : this.bytes().readUInt32BE() >>> 1;
    this.last = { msecs, seq };
    return v7({ msecs, seq, random: this.bytes() });
  }

  /** Taken in stock, for asking for a few costs as much as asking for many. */
  private bytes(): Buffer {
    if (this.used + ID_BYTES > this.pool.length) {
      randomFillSync(this.pool);
      this.used = 0;
    }
    this.used += ID_BYTES;
    return this.pool.subarray(this.used - ID_BYTES, this.used);
  }

  /** Below every id of that instant or later. */
  firstIdOf(at: Date): string {
    const time = Math.max(0, at.getTime()).toString(16).padStart(12, '0');
    return `${time.slice(0, 8)}-${time.slice(8)}-0000-0000-000000000000`;
  }

  /** A number from 0 up to but not including 1. */
  fraction(): number {
    return randomBytes(4).readUInt32BE() / 2 ** 32;
  }

  /** A token of 32 random bytes behind a prefix that tells people and scanners what it is. */
  token(prefix: string): string {
    return `${prefix}_${randomBytes(32).toString('base64url')}`;
  }
}
