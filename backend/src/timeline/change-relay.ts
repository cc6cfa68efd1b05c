import { setTimeout as pause } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { Random } from '../platform/random.ts';
import { Redis } from '../platform/redis.ts';
import { isAfter, readPlace, writePlace, type ChangePlace, type IncidentChange } from './incident-change.ts';

/** All changes between two places, as one backend read them. */
export interface RelayedChanges {
  readonly from: ChangePlace;
  readonly changes: readonly IncidentChange[];
}

const WORD = 'changes';
const READER = 'reader';
/** Who died while it read for all is followed after so long. */
const READER_MS = 2_000;
/** 1 for who is the reader, or becomes it. */
const HOLD = `
  local holder = redis.call('get', KEYS[1])
  if holder and holder ~= ARGV[1] then return 0 end
  redis.call('set', KEYS[1], ARGV[1], 'px', ARGV[2])
  return 1
`;
/** Whoever waits longer for the reader reads for itself. */
const PATIENCE_MS = 60;
const LOOK_MS = 5;

/**
 * With Redis one backend reads the changes of incidents for all that have watchers, and passes them on. It is a saving
 * and no more: a backend that hears nothing of the reader, or not from where it stands, reads for itself.
 */
@Injectable()
export class ChangeRelay {
  private readonly name: string;

  constructor(
    private readonly redis: Redis,
    random: Random,
  ) {
    this.name = random.token('reader');
  }

  /** Answers how to stop. */
  hear(take: (relayed: RelayedChanges) => void): () => void {
    return this.redis.hear(WORD, (message) => {
      const relayed = message === null ? null : read(message);
      if (relayed !== null && relayed.by !== this.name) take(relayed);
    });
  }

  /** Whether this backend is to read; without a Redis that answers, always. */
  async isReader(): Promise<boolean> {
    const key = this.redis.key(READER);
    return (await this.redis.ask((client) => client.eval(HOLD, 1, key, this.name, READER_MS))) !== 0;
  }

  /** Comes back once the place has moved, or is not waited for any longer. */
  async waitForReader(hasMoved: () => boolean): Promise<void> {
    for (let waited = 0; waited < PATIENCE_MS && !hasMoved(); waited += LOOK_MS) await pause(LOOK_MS);
  }

  async pass({ from, changes }: RelayedChanges): Promise<void> {
    if (this.redis.isThere) await this.redis.say(WORD, write(this.name, from, changes));
  }
}

function write(by: string, from: ChangePlace, changes: readonly IncidentChange[]): string {
  const written = changes.map(({ place, ...change }) => ({ ...change, place: writePlace(place) }));
  return JSON.stringify({ by, from: writePlace(from), changes: written });
}

interface Message {
  readonly by: string;
  readonly from: string;
  readonly changes: readonly Written[];
}

type Written = Omit<IncidentChange, 'place' | 'at'> & { readonly place: string; readonly at: string };

/** Null where a place is none. Only backends of this version and installation write here. */
function read(message: string): (RelayedChanges & { readonly by: string }) | null {
  const given = JSON.parse(message) as Message;
  const from = readPlace(given.from);
  const changes = given.changes.flatMap(({ place: written, at, ...change }) => {
    const place = readPlace(written);
    return place === null ? [] : [{ ...change, place, at: new Date(at) }];
  });
  return from === null || changes.length !== given.changes.length ? null : { by: given.by, from, changes };
}

/** Those of the changes that come next for who stands at the place; null when some between may be missing. */
export function joined({ from, changes }: RelayedChanges, place: ChangePlace): readonly IncidentChange[] | null {
  return isAfter(from, place) ? null : changes.filter((change) => isAfter(change.place, place));
}
