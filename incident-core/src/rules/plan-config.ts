import type { ConfigChange } from '../model/config-file.ts';
import type { ConfigOwner } from '../model/config-problem.ts';
import { compareText } from './pattern-order.ts';

/** An entry that there is: a layer of thresholds, a team mapping, a policy. */
export interface KeptEntry {
  /** What makes two entries the same one, such as the scope of a layer; compared without regard to case. */
  readonly key: string;
  /** All that it says, in one form, so that equal entries are equal texts. */
  readonly value: string;
  readonly managedBy: ConfigOwner;
  readonly file: string | null;
}

/** An entry that a file wants. */
export type WantedEntry = Pick<KeptEntry, 'key' | 'value'>;

/** What becomes of one entry. */
export interface EntryChange {
  readonly change: ConfigChange;
  readonly key: string;
  readonly found: string | null;
  readonly wanted: string | null;
  readonly managedBy: ConfigOwner | null;
}

/**
 * What applying a file comes to, sorted by key. Entries that people made stay, unless the file names them: then they are
 * adopted when they say the same, else in conflict, or taken over when that is allowed. What a file no longer names is
 * removed; the file is the one that looks after all entries of its sort that belong to files, whatever it was called.
 */
export function planConfig(
  kept: readonly KeptEntry[],
  wanted: readonly WantedEntry[],
  { takeOver }: { readonly takeOver: boolean },
): readonly EntryChange[] {
  const found = new Map(kept.map((entry) => [entry.key.toLowerCase(), entry] as const));
  const named = new Set(wanted.map(({ key }) => key.toLowerCase()));
  const changes = wanted.map(({ key, value }): EntryChange => {
    const there = found.get(key.toLowerCase());
    const change = there ? changeOf(there, value, takeOver) : 'add';
    return { change, key, found: there?.value ?? null, wanted: value, managedBy: there?.managedBy ?? null };
  });
  const removed = kept.flatMap((entry): readonly EntryChange[] => {
    if (entry.managedBy !== 'file' || named.has(entry.key.toLowerCase())) return [];
    return [{ change: 'remove', key: entry.key, found: entry.value, wanted: null, managedBy: 'file' }];
  });
  return [...changes, ...removed].sort((a, b) => compareText(a.key, b.key));
}

function changeOf({ value, managedBy }: KeptEntry, wanted: string, takeOver: boolean): ConfigChange {
  if (managedBy === 'file') return value === wanted ? 'keep' : 'change';
  if (value === wanted) return 'adopt';
  return takeOver ? 'take_over' : 'conflict';
}
