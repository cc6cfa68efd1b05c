import { EuiFieldText, EuiFormRow, EuiSelect } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import type { ReactElement } from 'react';
import { useTeams } from '../../hooks/directory';
import { SEVERITIES } from '../../hooks/filters';
import { severityText } from '../badges';
import { plain } from '../text';
import { Patterns } from './matcher-fields';
import type { Imagined } from './simulation';

interface ImaginedFieldsProps {
  readonly incident: Imagined;
  readonly onChange: (incident: Imagined) => void;
}

/** An incident that there is not: as much of it as decides who is told. */
export function ImaginedFields({ incident, onChange }: ImaginedFieldsProps): ReactElement {
  const { data: teams = [] } = useTeams();
  const { team_id: _, ...rest } = incident;
  const tags = i18n.translate('incidents.simulator.tags', { defaultMessage: 'Tags' });
  return (
    <>
      <EuiFormRow label={i18n.translate('incidents.simulator.severity', { defaultMessage: 'Severity' })}>
        <EuiSelect
          compressed
          value={incident.severity}
          options={SEVERITIES.map((value) => ({ value, text: severityText(value) }))}
          onChange={({ target }) => {
            const severity = SEVERITIES.find((each) => each === target.value);
            if (severity) onChange({ ...incident, severity });
          }}
          data-test-subj="incidentsSimulateSeverity"
        />
      </EuiFormRow>
      <EuiFormRow label={i18n.translate('incidents.simulator.service', { defaultMessage: 'Service' })}>
        <EuiFieldText
          compressed
          value={incident.service ?? ''}
          maxLength={200}
          onChange={({ target }) => onChange({ ...incident, service: target.value || null })}
          data-test-subj="incidentsSimulateService"
        />
      </EuiFormRow>
      <EuiFormRow label={i18n.translate('incidents.simulator.environment', { defaultMessage: 'Environment' })}>
        <EuiFieldText
          compressed
          value={incident.environment ?? ''}
          maxLength={200}
          onChange={({ target }) => onChange({ ...incident, environment: target.value || null })}
          data-test-subj="incidentsSimulateEnvironment"
        />
      </EuiFormRow>
      <EuiFormRow label={tags}>
        <Patterns
          label={tags}
          values={incident.tags}
          onChange={(given) => onChange({ ...incident, tags: given })}
          subject="incidentsSimulateTags"
        />
      </EuiFormRow>
      <EuiFormRow label={i18n.translate('incidents.simulator.team', { defaultMessage: 'Team' })}>
        <EuiSelect
          compressed
          value={incident.team_id ?? ''}
          options={[
            {
              value: '',
              text: i18n.translate('incidents.simulator.routed', { defaultMessage: 'as the routing rules have it' }),
            },
            ...teams.map(({ id, name }) => ({ value: id, text: plain(name, 80) })),
          ]}
          onChange={({ target }) => onChange(target.value ? { ...rest, team_id: target.value } : rest)}
        />
      </EuiFormRow>
    </>
  );
}
