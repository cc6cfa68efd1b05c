import type { ReactElement } from 'react';
import type { SetupStore } from '../../hooks/setup/config';
import { EditNotice } from '../edit/edit-notice';

/** What was not kept, since somebody else had changed it first. */
export function SeenConflicts({ store }: { readonly store: SetupStore }): ReactElement {
  return (
    <>
      {store.conflicts.map(({ path, edit, mine }) => (
        <EditNotice key={path} edit={edit} mine={mine} />
      ))}
    </>
  );
}
