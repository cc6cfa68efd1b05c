import { planConfig, type EntryChange } from 'incident-core';
import type { NamedChange } from './config-parts.ts';
import { byFile, isStale, type FileOwner, type Managed } from './managed.ts';

/** A row of configuration: what it says, and who looks after it. */
export type Entry<Content> = Content &
  Managed & { readonly id: string; readonly createdAt: Date; readonly updatedAt: Date };

/** How entries of one kind are told apart, held against each other, and called. */
export interface EntryWords<Content> {
  keyOf(content: Content): string;
  /** All that it says, in one form. */
  valueOf(content: Content): string;
  /** What it is for, in words. */
  nameOf(content: Content): string;
}

/** What applying a file comes to, and in rows when asked. */
export interface EntryPlan<Content> {
  readonly changes: readonly NamedChange[];
  readonly isPending: boolean;
  toRows(now: Date, newId: () => string): RowChanges<Content>;
}

/** Whole rows to be written, and those to be deleted. */
export interface RowChanges<Content> {
  readonly written: readonly Entry<Content>[];
  readonly removed: readonly Entry<Content>[];
}

/** Holds what a file wants against the rows that there are. */
export function planEntries<Content>(
  kept: readonly Entry<Content>[],
  wanted: readonly Content[],
  words: EntryWords<Content>,
  { owner, takeOver }: { readonly owner: FileOwner; readonly takeOver: boolean },
): EntryPlan<Content> {
  const foundByKey = new Map(kept.map((row) => [words.keyOf(row).toLowerCase(), row] as const));
  const wantedByKey = new Map(wanted.map((content) => [words.keyOf(content).toLowerCase(), content] as const));
  const changes = planConfig(
    kept.map((row) => ({ ...row, key: words.keyOf(row), value: words.valueOf(row) })),
    wanted.map((content) => ({ key: words.keyOf(content), value: words.valueOf(content) })),
    { takeOver },
  );
  const pairs = changes.map((change) => {
    const key = change.key.toLowerCase();
    return { change, found: foundByKey.get(key), wanted: wantedByKey.get(key) };
  });
  return {
    changes: pairs.map(({ change, ...pair }) => ({ ...change, name: nameOf(pair, words) })),
    isPending: pairs.some(
      ({ change, found }) => change.change !== 'keep' || (found !== undefined && isStale(found, owner)),
    ),
    toRows: (now, newId) => ({
      written: pairs.flatMap((pair) => writtenRow(pair, owner, now, newId)),
      removed: pairs.flatMap(({ change, found }) => (change.change === 'remove' && found ? [found] : [])),
    }),
  };
}

interface Pair<Content> {
  readonly change: EntryChange;
  readonly found: Entry<Content> | undefined;
  readonly wanted: Content | undefined;
}

function nameOf<Content>({ found, wanted }: Omit<Pair<Content>, 'change'>, words: EntryWords<Content>): string {
  const either = wanted ?? found;
  if (either === undefined) throw new Error('a change is about nothing');
  return words.nameOf(either);
}

function writtenRow<Content>(
  { change: { change }, found, wanted }: Pair<Content>,
  owner: FileOwner,
  now: Date,
  newId: () => string,
): readonly Entry<Content>[] {
  const managed = byFile(owner);
  if (wanted === undefined) return [];
  if (found === undefined) return [{ ...wanted, ...managed, id: newId(), createdAt: now, updatedAt: now }];
  switch (change) {
    case 'keep':
      // The same as before, from another text.
      return isStale(found, owner) ? [{ ...found, ...managed }] : [];
    case 'adopt':
      return [{ ...found, ...managed, updatedAt: now }];
    case 'change':
    case 'take_over':
      return [{ ...found, ...wanted, ...managed, updatedAt: now }];
    case 'add':
    case 'remove':
    case 'conflict':
      return [];
  }
}
