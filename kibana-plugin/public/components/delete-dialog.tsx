import { EuiConfirmModal } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import type { ReactElement, ReactNode } from 'react';
import { isolate } from './text';

interface DeleteDialogProps {
  readonly name: string;
  /** What goes with it, and what stays. */
  readonly body: string;
  /** What became of it, where the question stays until it is done. */
  readonly children?: ReactNode;
  readonly onCancel: () => void;
  readonly onConfirm: () => void;
}

/** Asks before something goes for good. */
export function DeleteDialog({ name, body, children, onCancel, onConfirm }: DeleteDialogProps): ReactElement {
  const question = i18n.translate('incidents.delete.title', {
    defaultMessage: 'Delete {name}?',
    values: { name: isolate(name, 60) },
  });
  return (
    <EuiConfirmModal
      role="alertdialog"
      aria-modal
      title={question}
      aria-label={question}
      buttonColor="danger"
      onCancel={onCancel}
      onConfirm={onConfirm}
      cancelButtonText={i18n.translate('incidents.delete.no', { defaultMessage: 'Keep it' })}
      confirmButtonText={i18n.translate('incidents.delete.yes', { defaultMessage: 'Delete' })}
      defaultFocusedButton="cancel"
    >
      {children}
      <p>{body}</p>
    </EuiConfirmModal>
  );
}
