import { Injectable } from '@nestjs/common';
import type { FindingKind } from 'incident-core';
import type { Transaction } from './database.ts';

/** Something that looks wrong; whether it is, is decided again under lock. */
export interface Suspect {
  readonly kind: FindingKind;
  /** The row's id, by which `settle` finds it again. */
  readonly subject: string;
  readonly incidentId: string | null;
}

/** A stretch of a patrol. */
export interface Stretch {
  readonly suspects: readonly Suspect[];
  /** Where the next one begins; null for at the beginning. */
  readonly place: string | null;
  /** Whether there is more before the end of this lap. */
  readonly more: boolean;
}

/** The stretch of rows that were read in their order, `limit` at most; `placeOf` names the place of one. */
export function toStretch<Row>(
  suspects: readonly Suspect[],
  rows: readonly Row[],
  limit: number,
  placeOf: (row: Row) => string,
): Stretch {
  const last = rows.length === limit ? rows.at(-1) : undefined;
  return { suspects, place: last === undefined ? null : placeOf(last), more: last !== undefined };
}

/** What was wrong. Not repaired: the worker that should have seen to it was woken, or it is for people. */
export interface Settled extends Suspect {
  readonly isRepaired: boolean;
}

/**
 * Looks over the rows of one stage again and again, a bounded stretch at a time, so that the cost of a look does not grow
 * with the table and nothing is too old to be looked at. The auditor walks it.
 */
export interface Patrol {
  readonly name: string;
  look(place: string | null, limit: number, now: Date): Promise<Stretch>;
  /** Those of the subjects that still look wrong. */
  lookAgain(subjects: readonly string[], now: Date): Promise<readonly Suspect[]>;
  /** Locks, decides again and repairs, all in the transaction; null when nothing is wrong, or somebody works on it. */
  settle(transaction: Transaction, subject: string, now: Date): Promise<Settled | null>;
}

/** The stages say here what of theirs is to be proved: imports point the other way. */
@Injectable()
export class Patrols {
  private readonly patrols: Patrol[] = [];

  register(patrol: Patrol): void {
    this.patrols.push(patrol);
  }

  get all(): readonly Patrol[] {
    return this.patrols;
  }
}
