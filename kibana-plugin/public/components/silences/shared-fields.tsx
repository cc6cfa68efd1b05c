import { EuiFieldText, EuiFormRow, EuiSelect, EuiSpacer, EuiTitle } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import type { ReactElement } from 'react';
import { useTeams } from '../../hooks/directory';
import { plain } from '../text';
import { SuppressionMatchersFields, type SuppressionMatchers } from './suppression-matchers';

/** What silences and windows have in common while they are filled in. */
export interface SharedDraft {
  readonly team_id: string | null;
  readonly matchers: SuppressionMatchers;
  readonly reason: string;
}

interface SharedFieldsProps {
  readonly draft: SharedDraft;
  readonly onChange: (change: Partial<SharedDraft>) => void;
  readonly isTried: boolean;
  /** Whose it is stays when it is there already. */
  readonly isTeamFixed?: boolean;
}

/** Why, whose incidents, and which of them. */
export function SharedFields({ draft, onChange, isTried, isTeamFixed = false }: SharedFieldsProps): ReactElement {
  const { data: teams = [] } = useTeams();
  const isWithoutReason = isTried && draft.reason.trim() === '';
  return (
    <>
      <EuiFormRow
        label={i18n.translate('incidents.suppression.reason', { defaultMessage: 'Reason' })}
        helpText={i18n.translate('incidents.suppression.reasonHelp', {
          defaultMessage: 'For those who wonder why nobody was told',
        })}
        isInvalid={isWithoutReason}
        error={i18n.translate('incidents.suppression.noReason', { defaultMessage: 'It needs a reason' })}
      >
        <EuiFieldText
          compressed
          value={draft.reason}
          maxLength={500}
          isInvalid={isWithoutReason}
          onChange={({ target }) => onChange({ reason: target.value })}
          data-test-subj="incidentsSuppressionReason"
        />
      </EuiFormRow>
      <EuiSpacer size="l" />
      <EuiTitle size="xs">
        <h3>{i18n.translate('incidents.suppression.which', { defaultMessage: 'Which incidents' })}</h3>
      </EuiTitle>
      <EuiSpacer size="s" />
      <EuiFormRow label={i18n.translate('incidents.suppression.team', { defaultMessage: 'Of the team' })}>
        <EuiSelect
          compressed
          disabled={isTeamFixed}
          value={draft.team_id ?? ''}
          options={[
            { value: '', text: i18n.translate('incidents.suppression.allTeams', { defaultMessage: 'all teams' }) },
            ...teams.map(({ id, name }) => ({ value: id, text: plain(name, 80) })),
          ]}
          onChange={({ target }) => onChange({ team_id: target.value || null })}
          data-test-subj="incidentsSuppressionTeam"
        />
      </EuiFormRow>
      <SuppressionMatchersFields matchers={draft.matchers} onChange={(matchers) => onChange({ matchers })} />
    </>
  );
}
