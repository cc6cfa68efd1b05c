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
  EuiSwitch,
} from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import { DEFAULT_STORM_RATE, type SourceAnswer } from 'incident-core';
import { useState, type FormEvent, type ReactElement } from 'react';
import { useTeams } from '../../hooks/directory';
import { useEdit, type Opened } from '../../hooks/edit';
import { useSourceActions } from '../../hooks/sources';
import { EditNotice } from '../edit/edit-notice';
import { NumberField } from '../number-field';
import { plain } from '../text';

interface SourceDialogProps {
  /** The one to be changed; none makes another. */
  readonly opened?: Opened<SourceAnswer>;
  readonly onClose: () => void;
}

export function SourceDialog({ opened, onClose }: SourceDialogProps): ReactElement {
  const source = opened?.item;
  const { data: teams = [] } = useTeams();
  const { make, change, isRunning } = useSourceActions();
  const [name, setName] = useState(source?.name ?? '');
  const [team, setTeam] = useState(source?.team_id ?? '');
  const [isLimited, setLimited] = useState(source?.storm_rate !== null);
  const [rate, setRate] = useState(source?.storm_rate ?? DEFAULT_STORM_RATE);
  const settings = { name: name.trim(), team_id: team || null, storm_rate: isLimited ? rate : null };
  const edit = useEdit(opened, (tag, refused) =>
    source ? change(source.id, settings, tag, onClose, refused) : make(settings, onClose, refused),
  );
  const title = source
    ? i18n.translate('incidents.source.change', { defaultMessage: 'Change the source' })
    : i18n.translate('incidents.source.make', { defaultMessage: 'New source' });
  const send = (event: FormEvent) => {
    event.preventDefault();
    if (name.trim() !== '') edit.send();
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
        <EditNotice edit={edit} mine={settings} />
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
          <EuiFormRow
            helpText={i18n.translate('incidents.source.stormHelp', {
              defaultMessage:
                'New incidents above this number in a minute are collected in one incident of each team; the first critical one of a service still has its own. Nothing is lost.',
            })}
          >
            <EuiSwitch
              label={i18n.translate('incidents.source.storm', { defaultMessage: 'Collect storms' })}
              checked={isLimited}
              onChange={({ target }) => setLimited(target.checked)}
              data-test-subj="incidentsSourceStorm"
            />
          </EuiFormRow>
          {isLimited && (
            <EuiFormRow
              label={i18n.translate('incidents.source.stormRate', { defaultMessage: 'New incidents a minute' })}
            >
              <NumberField
                label={i18n.translate('incidents.source.stormRate', { defaultMessage: 'New incidents a minute' })}
                value={rate}
                least={1}
                most={1_000_000}
                onChange={setRate}
                subject="incidentsSourceStormRate"
              />
            </EuiFormRow>
          )}
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
