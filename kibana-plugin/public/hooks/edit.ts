import { useState } from 'react';
import type { Tagged } from '../api/caller';

/** What a form edits, as it was at the moment at which the form opened. */
export interface Opened<Item> extends Tagged<Item> {
  /** Reads it anew; what has changed since begins the form again. */
  readonly reload: () => void;
}

/** Says in the form what a save was refused for. */
export type Refused = (error: unknown) => void;

/** The saving of a form, with what became of it. */
export interface Edit<Item = object> {
  readonly before: Item | undefined;
  readonly refusal: unknown;
  /** Of the state that the form opened in, unless of a newer one; `isForced`: saved although it is not ready. */
  readonly send: (how?: { readonly tag?: string; readonly isForced?: boolean }) => void;
  readonly reload: () => void;
}

/** `save`: sends what is in the form now, as an edit of the state that a tag names; without one, it makes something. */
export function useEdit<Item>(
  opened: Opened<Item> | undefined,
  save: (tag: string | undefined, refused: Refused, isForced: boolean) => void,
): Edit<Item> {
  const [refusal, setRefusal] = useState<unknown>(undefined);
  return {
    before: opened?.item,
    refusal,
    send: ({ tag = opened?.tag, isForced = false } = {}) => save(tag, setRefusal, isForced),
    reload: () => opened?.reload(),
  };
}
