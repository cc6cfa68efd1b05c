import { EuiAccordion, EuiBasicTable, type EuiBasicTableColumn } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import type { DryRunAlert } from 'incident-core';
import type { ReactElement } from 'react';
import { AlertText } from '../alert-text';
import { misfitText } from './dry-run-words';

type Rule = DryRunAlert['rules'][number];

/** What each routing rule said, in the order in which they are tried. */
export function RuleList({ rules, id }: { readonly rules: readonly Rule[]; readonly id: string }): ReactElement | null {
  if (rules.length === 0) return null;
  return (
    <EuiAccordion
      id={`incidents-dry-run-rules-${id}`}
      buttonContent={i18n.translate('incidents.dryRun.rules', {
        defaultMessage: 'What the routing rules say ({count})',
        values: { count: rules.length },
      })}
      paddingSize="s"
      data-test-subj="incidentsDryRunRules"
    >
      <EuiBasicTable<Rule>
        tableCaption={i18n.translate('incidents.dryRun.rulesCaption', {
          defaultMessage: 'Routing rules, in the order in which they are tried',
        })}
        items={[...rules]}
        itemId="id"
        columns={columns()}
        rowProps={{ 'data-test-subj': 'incidentsDryRunRule' }}
      />
    </EuiAccordion>
  );
}

function columns(): EuiBasicTableColumn<Rule>[] {
  return [
    {
      field: 'position',
      name: i18n.translate('incidents.dryRun.position', { defaultMessage: 'No.' }),
      width: '64px',
    },
    {
      field: 'team',
      name: i18n.translate('incidents.dryRun.team', { defaultMessage: 'Team' }),
      render: (_: unknown, { team }: Rule) => <AlertText text={team.name ?? '–'} most={80} />,
    },
    {
      field: 'picked',
      name: i18n.translate('incidents.dryRun.says', { defaultMessage: 'Why, or why not' }),
      render: (_: unknown, { picked, misfit }: Rule) =>
        picked ? (
          <strong>{i18n.translate('incidents.dryRun.picked', { defaultMessage: 'fits, and picks the team' })}</strong>
        ) : (
          misfitText(misfit)
        ),
    },
  ];
}
