import { useCallback, useState } from 'react';
import type { Tagged } from '../api/caller';
import { useIsShown } from './shown';

/** What a form edits, as it was at the moment at which the form opened. */
export interface Opened<Item> extends Tagged<Item> {
  /** Reads it anew; what has changed since begins the form again. */
  readonly reload: () => void;
}

/** Takes what a save was refused for, so that nothing else says it; false where the form is no longer there to say it. */
export type Refused = (error: unknown) => boolean;

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
  const isShown = useIsShown();
  const refused = useCallback<Refused>(
    (error) => {
      if (isShown.current === true) setRefusal(error);
      return isShown.current === true;
    },
    [isShown],
  );
  return {
    before: opened?.item,
    refusal,
    send: ({ tag = opened?.tag, isForced = false } = {}) => save(tag, refused, isForced),
    reload: () => opened?.reload(),
  };
}
