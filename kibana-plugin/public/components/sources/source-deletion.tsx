import { i18n } from '@kbn/i18n';
import type { SourceAnswer } from 'incident-core';
import type { ReactElement } from 'react';
import { useEdit, type Opened } from '../../hooks/edit';
import { useSourceActions } from '../../hooks/sources';
import { DeleteDialog } from '../delete-dialog';
import { EditNotice } from '../edit/edit-notice';

interface SourceDeletionProps {
  readonly opened: Opened<SourceAnswer>;
  readonly onClose: () => void;
}

/** Deletes a source as it is when it is asked about; who changed it meanwhile is told. */
export function SourceDeletion({ opened, onClose }: SourceDeletionProps): ReactElement {
  const { id, name, team_id, storm_rate } = opened.item;
  const { remove } = useSourceActions();
  const edit = useEdit(
    opened,
    () => undefined,
    (tag, refused) => remove(id, tag, onClose, refused),
  );
  return (
    <DeleteDialog
      name={name}
      body={i18n.translate('incidents.sources.remove.body', {
        defaultMessage: 'Its incidents stay. Whatever still posts with an old token of it is refused.',
      })}
      onCancel={onClose}
      onConfirm={() => edit.remove()}
    >
      <EditNotice edit={edit} mine={{ name, team_id, storm_rate }} />
    </DeleteDialog>
  );
}
