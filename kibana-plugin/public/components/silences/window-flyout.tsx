import { EuiButtonGroup, EuiFormRow, EuiSpacer, EuiTitle } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import type { MaintenanceWindowAnswer } from 'incident-core';
import { useState, type ReactElement } from 'react';
import { useEdit, type Opened } from '../../hooks/edit';
import { useSuppressionActions } from '../../hooks/suppressions';
import { EditFlyout } from '../edit/edit-flyout';
import { EditNotice } from '../edit/edit-notice';
import { LiveCount } from './live-count';
import { RecurrenceFields } from './recurrence-fields';
import { SharedFields, type SharedDraft } from './shared-fields';
import { SpanFields } from './span-fields';
import { toGivenMatchers } from './suppression-matchers';
import { draftOfTimes, toGivenTimes } from './window-draft';

interface WindowFlyoutProps {
  /** The one to be changed; none makes another. */
  readonly opened?: Opened<MaintenanceWindowAnswer>;
  readonly onClose: () => void;
}

/** A maintenance window, planned or changed; the next times and what it would mean now stand beside it. */
export function WindowFlyout({ opened, onClose }: WindowFlyoutProps): ReactElement {
  const window = opened?.item;
  const { saveWindow, removeWindow, isRunning } = useSuppressionActions();
  const [shared, setShared] = useState<SharedDraft>(() => {
    const { team_id = null, matchers = {}, reason = '' }: Partial<SharedDraft> = window ?? {};
    return { team_id, matchers, reason };
  });
  const [draft, setDraft] = useState(() => draftOfTimes(window?.times, Date.now()));
  const [isTried, setTried] = useState(false);
  const matchers = toGivenMatchers(shared.matchers);
  const times = toGivenTimes(draft);
  const given = { ...shared, reason: shared.reason.trim(), matchers };
  const edit = useEdit(
    opened,
    (tag, refused) => {
      if (times) saveWindow({ id: window?.id, tag }, { ...given, times }, onClose, refused);
    },
    (tag, refused) => window && removeWindow(window.id, tag, onClose, refused),
  );
  const send = () => {
    setTried(true);
    if (given.reason !== '') edit.send();
  };
  return (
    <EditFlyout
      title={
        window
          ? i18n.translate('incidents.window.change', { defaultMessage: 'Change the maintenance window' })
          : i18n.translate('incidents.window.make', { defaultMessage: 'New maintenance window' })
      }
      subject="incidentsWindow"
      isRunning={isRunning}
      isUnready={false}
      onClose={onClose}
      onSave={send}
      deletion={
        window && {
          name: window.reason,
          body: i18n.translate('incidents.window.deleteBody', {
            defaultMessage: 'It never comes again. What it holds now and is still active is told at once.',
          }),
          onConfirm: () => edit.remove(),
        }
      }
    >
      <EditNotice edit={edit} mine={{ ...given, times }} />
      <SharedFields draft={shared} isTried={isTried} onChange={(change) => setShared({ ...shared, ...change })} />
      <EuiSpacer size="l" />
      <EuiTitle size="xs">
        <h3>{i18n.translate('incidents.window.when', { defaultMessage: 'When' })}</h3>
      </EuiTitle>
      <EuiSpacer size="s" />
      <EuiFormRow hasChildLabel={false}>
        <EuiButtonGroup
          isFullWidth
          buttonSize="compressed"
          legend={i18n.translate('incidents.window.howOften', { defaultMessage: 'How often' })}
          options={[
            {
              id: 'once',
              label: i18n.translate('incidents.window.once', { defaultMessage: 'Once' }),
              'data-test-subj': 'incidentsWindowOnce',
            },
            {
              id: 'recurring',
              label: i18n.translate('incidents.window.recurring', { defaultMessage: 'Recurring' }),
              'data-test-subj': 'incidentsWindowRecurring',
            },
          ]}
          idSelected={draft.type}
          onChange={(id) => setDraft({ ...draft, type: id === 'recurring' ? id : 'once' })}
        />
      </EuiFormRow>
      <EuiSpacer size="s" />
      {draft.type === 'once' ? (
        <SpanFields from={draft.from} until={draft.until} onChange={(change) => setDraft({ ...draft, ...change })} />
      ) : (
        <RecurrenceFields recurring={draft.recurring} onChange={(recurring) => setDraft({ ...draft, recurring })} />
      )}
      <EuiSpacer size="m" />
      <LiveCount given={{ team_id: shared.team_id, matchers, ...(times ? { times } : {}) }} />
    </EditFlyout>
  );
}
