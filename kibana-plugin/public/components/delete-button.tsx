import { EuiButtonEmpty, EuiFlexItem } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import { useState, type ReactElement } from 'react';
import { DeleteDialog } from './delete-dialog';

interface DeleteButtonProps {
  readonly name: string;
  /** What goes with it, and what stays. */
  readonly body: string;
  readonly onConfirm: () => void;
}

/** Deletes after a question; one of the items of a flex group. */
export function DeleteButton({ name, body, onConfirm }: DeleteButtonProps): ReactElement {
  const [isAsked, setAsked] = useState(false);
  return (
    <EuiFlexItem grow={false}>
      <EuiButtonEmpty color="danger" onClick={() => setAsked(true)} data-test-subj="incidentsDelete">
        {i18n.translate('incidents.delete.button', { defaultMessage: 'Delete' })}
      </EuiButtonEmpty>
      {isAsked && (
        <DeleteDialog
          name={name}
          body={body}
          onCancel={() => setAsked(false)}
          onConfirm={() => {
            setAsked(false);
            onConfirm();
          }}
        />
      )}
    </EuiFlexItem>
  );
}
