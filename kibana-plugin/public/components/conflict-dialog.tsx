import { EuiConfirmModal } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import type { ReactElement } from 'react';
import type { Conflict } from '../hooks/conflict';
import { useNow } from '../hooks/now';
import { shortAge } from './age';
import { isolate } from './text';

interface ConflictDialogProps {
  readonly conflict: Conflict;
  readonly number: number;
  readonly onCancel: () => void;
  readonly onConfirm: () => void;
}

/** Asks before an action that takes something from somebody, or that ends what is not over. */
export function ConflictDialog({ conflict, number, onCancel, onConfirm }: ConflictDialogProps): ReactElement | null {
  const words = useWords(conflict, number);
  if (!words) return null;
  return (
    <EuiConfirmModal
      role="alertdialog"
      aria-modal
      title={words.title}
      aria-label={words.title}
      onCancel={onCancel}
      onConfirm={onConfirm}
      cancelButtonText={words.no}
      confirmButtonText={words.yes}
      defaultFocusedButton="cancel"
      data-test-subj="incidentsConflict"
    >
      <p>{words.body}</p>
    </EuiConfirmModal>
  );
}

function useWords(conflict: Conflict, number: number) {
  const now = useNow();
  if (conflict.kind === 'held') {
    const values = { name: isolate(conflict.by, 60), age: shortAge(now - Date.parse(conflict.since)), number };
    return {
      title: i18n.translate('incidents.conflict.held.title', {
        defaultMessage: '{name} holds #{number} since {age}',
        values,
      }),
      body: i18n.translate('incidents.conflict.held.body', {
        defaultMessage: 'Take it over? It is yours then, and the timeline says so. Better let {name} know.',
        values,
      }),
      yes: i18n.translate('incidents.conflict.held.yes', { defaultMessage: 'Take over' }),
      no: i18n.translate('incidents.conflict.held.no', { defaultMessage: 'Leave it with {name}', values }),
    };
  }
  if (conflict.kind === 'still_active') {
    return {
      title: i18n.translate('incidents.conflict.active.title', {
        defaultMessage: 'The alert of #{number} is still active',
        values: { number },
      }),
      body: i18n.translate('incidents.conflict.active.body', {
        defaultMessage:
          'Kibana has not seen a recovery yet. When you resolve now, the alert opens nothing again until it has recovered and come back.',
      }),
      yes: i18n.translate('incidents.conflict.active.yes', { defaultMessage: 'Resolve anyway' }),
      no: i18n.translate('incidents.conflict.active.no', { defaultMessage: 'Leave it open' }),
    };
  }
  return undefined;
}
