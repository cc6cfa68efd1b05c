import { EuiConfirmModal, EuiRadioGroup } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import type { IncidentAnswer } from 'incident-core';
import { useState, type ReactElement } from 'react';
import { useBulkMerge } from '../../hooks/bulk-merge';
import { plain } from '../text';

interface MergeDialogProps {
  readonly selected: readonly IncidentAnswer[];
  readonly onClose: () => void;
  readonly onDone: () => void;
}

/** Which of the selected ones stays: the first that was opened, unless somebody knows better. */
export function MergeDialog({ selected, onClose, onDone }: MergeDialogProps): ReactElement {
  const { run, isRunning } = useBulkMerge();
  const inOrder = [...selected].sort((one, other) => one.number - other.number);
  const [chosen, setChosen] = useState(inOrder[0]?.id);
  const into = inOrder.find(({ id }) => id === chosen) ?? inOrder[0];
  const title = i18n.translate('incidents.mergeDialog.title', {
    defaultMessage: 'Merge {count} incidents into one?',
    values: { count: selected.length },
  });
  return (
    <EuiConfirmModal
      role="alertdialog"
      aria-modal
      title={title}
      aria-label={title}
      onCancel={onClose}
      isLoading={isRunning}
      onConfirm={() => {
        if (!into) return;
        run(
          into,
          inOrder.filter(({ id }) => id !== into.id),
          onDone,
        );
      }}
      cancelButtonText={i18n.translate('incidents.mergeDialog.no', { defaultMessage: 'Leave them as they are' })}
      confirmButtonText={i18n.translate('incidents.mergeDialog.yes', { defaultMessage: 'Merge' })}
      defaultFocusedButton="cancel"
      data-test-subj="incidentsMergeDialog"
    >
      <p>
        {i18n.translate('incidents.mergeDialog.body', {
          defaultMessage:
            'One stays and has all alerts; the others are resolved, their escalations end, and this cannot be undone.',
        })}
      </p>
      <EuiRadioGroup
        legend={{
          children: i18n.translate('incidents.mergeDialog.stays', { defaultMessage: 'Which stays' }),
        }}
        name="incidentsMergeInto"
        options={inOrder.map(({ id, number, title: text }) => ({ id, label: `#${number} ${plain(text, 80)}` }))}
        idSelected={into?.id ?? ''}
        onChange={(id) => setChosen(id)}
      />
    </EuiConfirmModal>
  );
}
