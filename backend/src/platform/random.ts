import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { v7 } from 'uuid';
import { Clock } from './clock.ts';

/** Ids and chance, from one place. */
@Injectable()
export class Random {
  constructor(private readonly clock: Clock) {}

  /** A UUIDv7 of the clock's present time: sorts by age. */
  id(): string {
    return v7({ msecs: this.clock.now().getTime() });
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
