import { EuiFieldText, EuiFormRow, EuiSelect, EuiTextArea } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import type { Severity } from 'incident-core';
import { useState, type ReactElement } from 'react';
import { useHistory } from 'react-router-dom';
import type { NewIncident } from '../../api/api';
import { useTeams } from '../../hooks/directory';
import { SEVERITIES } from '../../hooks/filters';
import { useOpenIncident } from '../../hooks/open-incident';
import { paths } from '../../places';
import { severityText } from '../badges';
import { EditFlyout } from '../edit/edit-flyout';
import { Patterns } from '../policies/matcher-fields';
import { Refusal } from '../refusal';
import { plain } from '../text';

interface Draft {
  readonly title: string;
  readonly description: string;
  readonly severity: Severity;
  readonly service: string;
  readonly environment: string;
  readonly team: string;
  readonly tags: readonly string[];
}

const EMPTY: Draft = {
  ...{ title: '', description: '', severity: 'error', service: '', environment: '', team: '', tags: [] },
};

/** An incident of which no alert tells: somebody writes it down, and its team is told as of any other. */
export function OpenFlyout({ onClose }: { readonly onClose: () => void }): ReactElement {
  const { data: teams = [] } = useTeams();
  const { open, isRunning } = useOpenIncident();
  const history = useHistory();
  const [draft, setDraft] = useState(EMPTY);
  const [isTried, setTried] = useState(false);
  const [refusal, setRefusal] = useState<unknown>(undefined);
  const set = (change: Partial<Draft>) => setDraft({ ...draft, ...change });
  const isNameless = isTried && draft.title.trim() === '';
  const tags = i18n.translate('incidents.open.tags', { defaultMessage: 'Tags' });
  const send = () => {
    setTried(true);
    if (draft.title.trim() === '') return;
    open(
      toGiven(draft),
      ({ id }) => {
        onClose();
        history.push(paths.incident(id));
      },
      setRefusal,
    );
  };
  return (
    <EditFlyout
      title={i18n.translate('incidents.open.title', { defaultMessage: 'Open an incident' })}
      subject="incidentsOpen"
      saveText={i18n.translate('incidents.open.save', { defaultMessage: 'Open it and tell the team' })}
      isRunning={isRunning}
      isUnready={false}
      onClose={onClose}
      onSave={send}
    >
      <Refusal
        error={refusal}
        title={i18n.translate('incidents.open.refused', { defaultMessage: 'No incident was opened' })}
      />
      <EuiFormRow
        label={i18n.translate('incidents.open.what', { defaultMessage: 'What is wrong' })}
        isInvalid={isNameless}
        error={i18n.translate('incidents.open.nameless', { defaultMessage: 'Say it in a few words' })}
      >
        <EuiFieldText
          value={draft.title}
          maxLength={200}
          isInvalid={isNameless}
          onChange={({ target }) => set({ title: target.value })}
          data-test-subj="incidentsOpenTitle"
        />
      </EuiFormRow>
      <EuiFormRow
        label={i18n.translate('incidents.open.description', { defaultMessage: 'What is known' })}
        helpText={i18n.translate('incidents.open.descriptionHelp', {
          defaultMessage: 'Stands in what people are sent',
        })}
      >
        <EuiTextArea
          rows={4}
          value={draft.description}
          maxLength={10_000}
          onChange={({ target }) => set({ description: target.value })}
          data-test-subj="incidentsOpenDescription"
        />
      </EuiFormRow>
      <EuiFormRow label={i18n.translate('incidents.open.severity', { defaultMessage: 'Severity' })}>
        <EuiSelect
          value={draft.severity}
          options={SEVERITIES.map((value) => ({ value, text: severityText(value) }))}
          onChange={({ target }) => set({ severity: SEVERITIES.find((each) => each === target.value) ?? 'error' })}
          data-test-subj="incidentsOpenSeverity"
        />
      </EuiFormRow>
      <EuiFormRow label={i18n.translate('incidents.open.service', { defaultMessage: 'Service' })}>
        <EuiFieldText
          value={draft.service}
          maxLength={500}
          onChange={({ target }) => set({ service: target.value })}
          data-test-subj="incidentsOpenService"
        />
      </EuiFormRow>
      <EuiFormRow label={i18n.translate('incidents.open.environment', { defaultMessage: 'Environment' })}>
        <EuiFieldText
          value={draft.environment}
          maxLength={500}
          onChange={({ target }) => set({ environment: target.value })}
        />
      </EuiFormRow>
      <EuiFormRow label={tags}>
        <Patterns
          label={tags}
          values={draft.tags}
          onChange={(given) => set({ tags: given })}
          subject="incidentsOpenTags"
        />
      </EuiFormRow>
      <EuiFormRow label={i18n.translate('incidents.open.team', { defaultMessage: 'Team' })}>
        <EuiSelect
          value={draft.team}
          options={[
            {
              value: '',
              text: i18n.translate('incidents.open.routed', { defaultMessage: 'as the routing rules have it' }),
            },
            ...teams.map(({ id, name }) => ({ value: id, text: plain(name, 80) })),
          ]}
          onChange={({ target }) => set({ team: target.value })}
          data-test-subj="incidentsOpenTeam"
        />
      </EuiFormRow>
    </EditFlyout>
  );
}

function toGiven({ title, description, severity, service, environment, team, tags }: Draft): NewIncident {
  return {
    title: title.trim(),
    severity,
    tags: [...tags],
    description: description.trim() || null,
    service: service.trim() || null,
    environment: environment.trim() || null,
    ...(team === '' ? {} : { team_id: team }),
  };
}
