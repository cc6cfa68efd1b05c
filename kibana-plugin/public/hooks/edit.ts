import { useState } from 'react';
import type { Tagged } from '../api/caller';

/** What a form edits, as it was at the moment at which the form opened. */
export interface Opened<Item> extends Tagged<Item> {
  /** Reads it anew; what has changed since begins the form again. */
  readonly reload: () => void;
}

/** Says in the form what a save was refused for. */
export type Refused = (error: unknown) => void;

/** What was tried in a form. */
type Tried = 'save' | 'delete';

/** The saving of a form, and the deletion of what it edits, with what became of it. */
export interface Edit<Item = object> {
  readonly before: Item | undefined;
  readonly refusal: unknown;
  /** What it was that was refused. */
  readonly tried: Tried;
  /** Of the state that the form opened in, unless of a newer one; `isForced`: saved although it is not ready. */
  readonly send: (how?: { readonly tag?: string; readonly isForced?: boolean }) => void;
  /** Of the same state. */
  readonly remove: (how?: { readonly tag?: string }) => void;
  readonly reload: () => void;
}

/** `save`: sends what is in the form now, as an edit of the state that a tag names; without one, it makes something. `remove`: for what can be deleted. */
export function useEdit<Item>(
  opened: Opened<Item> | undefined,
  save: (tag: string | undefined, refused: Refused, isForced: boolean) => void,
  remove?: (tag: string | undefined, refused: Refused) => void,
): Edit<Item> {
  const [{ refusal, tried }, setRefused] = useState<{ readonly refusal: unknown; readonly tried: Tried }>(NOTHING);
  const refusing =
    (what: Tried): Refused =>
    (error) =>
      setRefused({ refusal: error, tried: what });
  return {
    before: opened?.item,
    refusal,
    tried,
    send: ({ tag = opened?.tag, isForced = false } = {}) => save(tag, refusing('save'), isForced),
    remove: ({ tag = opened?.tag } = {}) => remove?.(tag, refusing('delete')),
    reload: () => opened?.reload(),
  };
}

const NOTHING = { refusal: undefined, tried: 'save' } as const;
