import {
  EuiButton,
  EuiButtonEmpty,
  EuiFieldText,
  EuiForm,
  EuiFormRow,
  EuiModal,
  EuiModalBody,
  EuiModalFooter,
  EuiModalHeader,
  EuiModalHeaderTitle,
  EuiSelect,
} from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import type { SourceAnswer } from 'incident-core';
import { useState, type FormEvent, type ReactElement } from 'react';
import { useTeams } from '../../hooks/directory';
import { useSourceActions } from '../../hooks/sources';
import { plain } from '../text';

interface SourceDialogProps {
  /** The one to be changed; none makes another. */
  readonly source?: SourceAnswer;
  readonly onClose: () => void;
}

export function SourceDialog({ source, onClose }: SourceDialogProps): ReactElement {
  const { data: teams = [] } = useTeams();
  const { make, change, isRunning } = useSourceActions();
  const [name, setName] = useState(source?.name ?? '');
  const [team, setTeam] = useState(source?.team_id ?? '');
  const title = source
    ? i18n.translate('incidents.source.change', { defaultMessage: 'Change the source' })
    : i18n.translate('incidents.source.make', { defaultMessage: 'New source' });
  const send = (event: FormEvent) => {
    event.preventDefault();
    if (name.trim() === '') return;
    if (source) change(source.id, name.trim(), team || null, onClose);
    else make(name.trim(), team || null, onClose);
  };
  return (
    <EuiModal
      role="dialog"
      aria-modal
      onClose={onClose}
      aria-label={title}
      initialFocus="[name=source]"
      data-test-subj="incidentsSourceDialog"
    >
      <EuiModalHeader>
        <EuiModalHeaderTitle>{title}</EuiModalHeaderTitle>
      </EuiModalHeader>
      <EuiModalBody>
        <EuiForm component="form" id="incidents-source" onSubmit={send}>
          <EuiFormRow
            label={i18n.translate('incidents.source.name', { defaultMessage: 'Name' })}
            helpText={i18n.translate('incidents.source.nameHelp', {
              defaultMessage: 'What sends the alerts: a Kibana, or a space of it',
            })}
          >
            <EuiFieldText
              name="source"
              value={name}
              maxLength={200}
              onChange={({ target }) => setName(target.value)}
              data-test-subj="incidentsSourceName"
            />
          </EuiFormRow>
          <EuiFormRow
            label={i18n.translate('incidents.source.team', { defaultMessage: 'Team' })}
            helpText={i18n.translate('incidents.source.teamHelp', {
              defaultMessage: 'Owns what no routing rule and no tag gives to another',
            })}
          >
            <EuiSelect
              value={team}
              options={[
                { value: '', text: i18n.translate('incidents.source.noTeam', { defaultMessage: 'None' }) },
                ...teams.map(({ id, name: text }) => ({ value: id, text: plain(text) })),
              ]}
              onChange={({ target }) => setTeam(target.value)}
            />
          </EuiFormRow>
        </EuiForm>
      </EuiModalBody>
      <EuiModalFooter>
        <EuiButtonEmpty onClick={onClose}>
          {i18n.translate('incidents.source.cancel', { defaultMessage: 'Cancel' })}
        </EuiButtonEmpty>
        <EuiButton
          fill
          type="submit"
          form="incidents-source"
          isLoading={isRunning}
          isDisabled={name.trim() === ''}
          data-test-subj="incidentsSourceSave"
        >
          {i18n.translate('incidents.source.save', { defaultMessage: 'Save' })}
        </EuiButton>
      </EuiModalFooter>
    </EuiModal>
  );
}
