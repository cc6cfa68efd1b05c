import { EuiModal, EuiModalBody } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import { Fragment, type ReactElement } from 'react';
import type { Query } from '../../api/caller';
import type { Opened } from '../../hooks/edit';
import { useTagged } from '../../hooks/tagged';
import { ErrorFace } from '../face';

interface WhenOpenedProps<Item> {
  /** Where it is read and edited. */
  readonly path: string;
  readonly query?: Query;
  readonly onClose: () => void;
  readonly children: (opened: Opened<Item>) => ReactElement;
}

/** A dialog or flyout on something that is there, as it is when it opens: what a list shows may be older. */
export function WhenOpened<Item>({ path, query, onClose, children }: WhenOpenedProps<Item>): ReactElement | null {
  const { data, error, refetch } = useTagged<Item>(path, query);
  const reload = () => void refetch();
  // What is dropped for a newer state begins anew.
  if (data) return <Fragment key={data.tag}>{children({ ...data, reload })}</Fragment>;
  if (!error) return null;
  return (
    <EuiModal
      role="dialog"
      aria-modal
      aria-label={i18n.translate('incidents.edit.unopened', { defaultMessage: 'It cannot be opened' })}
      onClose={onClose}
    >
      <EuiModalBody>
        <ErrorFace error={error} onRetry={reload} />
      </EuiModalBody>
    </EuiModal>
  );
}
