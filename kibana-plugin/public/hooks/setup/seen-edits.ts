import { useCallback, useState } from 'react';
import type { Caller } from '../../api/caller';
import { ApiProblem } from '../../api/problem';
import type { Edit } from '../edit';

/** An edit of something in a list, that rests on what the list showed. */
export interface SeenEdit {
  readonly method: 'PUT' | 'DELETE';
  readonly path: string;
  readonly seen: { readonly updated_at: string };
  readonly body?: object;
  /** What was wanted, in the fields of what was seen. */
  readonly mine: object;
}

/** One that was refused, since somebody else was faster. */
export interface SeenConflict {
  readonly path: string;
  readonly edit: Edit;
  readonly mine: object;
}

/** A tag that no state has. */
const SEEN_EARLIER = '"seen-earlier"';

/**
 * Edits in a page on which each value is kept as soon as it is typed: a list has no tags, so what is there is read before
 * each. Of a state that was not seen, the backend says who made it; what was wanted waits until somebody decides.
 * `save`: makes the changes one after another.
 */
export function useSeenEdits(caller: Caller, save: (work: () => Promise<void>) => void) {
  const [conflicts, setConflicts] = useState<readonly SeenConflict[]>([]);
  const settle = useCallback((path: string) => setConflicts((all) => all.filter((each) => each.path !== path)), []);
  const write = useCallback(
    async (wanted: SeenEdit, of?: string): Promise<void> => {
      const { method, path, seen, body, mine } = wanted;
      const tag = of ?? (await tagOf(caller, path, seen));
      try {
        await caller.edit(method, path, body, tag);
        settle(path);
      } catch (refusal) {
        if (!(refusal instanceof ApiProblem && refusal.problem.status === 412)) throw refusal;
        const edit: Edit = {
          before: seen,
          refusal,
          // What takes a row away is a write like the others here.
          tried: 'save',
          remove: () => undefined,
          send: ({ tag: newer } = {}) => {
            settle(path);
            save(() => write(wanted, newer));
          },
          reload: () => settle(path),
        };
        setConflicts((all) => [...all.filter((each) => each.path !== path), { path, edit, mine }]);
      }
    },
    [caller, save, settle],
  );
  return { write, conflicts } as const;
}

async function tagOf(caller: Caller, path: string, seen: SeenEdit['seen']): Promise<string | undefined> {
  const { item, tag } = await caller.getTagged<SeenEdit['seen']>(path);
  return item.updated_at === seen.updated_at ? tag : SEEN_EARLIER;
}
