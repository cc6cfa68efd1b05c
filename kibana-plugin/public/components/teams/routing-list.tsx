import { EuiBasicTable, EuiSpacer, type EuiBasicTableColumn } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import type { Matchers } from 'incident-core';
import type { ReactElement } from 'react';
import { useRoutingRules, useTeams } from '../../hooks/directory';
import { AlertText } from '../alert-text';
import { ErrorFace, LoadingTable } from '../face';
import { MatchersText } from '../matchers-text';
import { Subdued } from '../small';

interface Row {
  readonly id: string;
  readonly position: string;
  readonly matchers?: Matchers;
  /** What is tried after the rules, in words. */
  readonly otherwise?: string;
  readonly team: string;
  /** Whether team mappings wrote it, and not people. */
  readonly isMapped?: boolean;
}

/** The list as it is walked, its end included: the first row that fits picks the team. */
export function RoutingList(): ReactElement {
  const { data, error, refetch } = useRoutingRules();
  const { data: teams } = useTeams();
  if (!data) return error ? <ErrorFace error={error} onRetry={() => void refetch()} /> : <LoadingTable rows={4} />;
  const nameOf = (id: string) => teams?.find((team) => team.id === id)?.name ?? '–';
  const rows: readonly Row[] = [
    ...data.map(({ id, position, matchers, team_id, written_by }) => ({
      ...{ id, matchers },
      position: String(position),
      team: nameOf(team_id),
      isMapped: written_by === 'team_mappings',
    })),
    ...afterTheRules(teams?.find(({ is_catch_all }) => is_catch_all)?.name ?? '–'),
  ];
  return (
    <>
      <Subdued size="s">
        <p>
          {i18n.translate('incidents.routing.intro', {
            defaultMessage: 'From the top: the first row that fits an alert picks the team that owns its incident.',
          })}
        </p>
      </Subdued>
      <EuiSpacer size="m" />
      <EuiBasicTable<Row>
        tableCaption={i18n.translate('incidents.routing.caption', {
          defaultMessage: 'Routing rules, in the order in which they are tried',
        })}
        items={[...rows]}
        itemId="id"
        columns={columns()}
        rowProps={{ 'data-test-subj': 'incidentsRoutingRule' }}
      />
    </>
  );
}

function afterTheRules(catchAll: string): readonly Row[] {
  return [
    {
      id: 'tag',
      position: '',
      otherwise: i18n.translate('incidents.routing.tag', { defaultMessage: 'else, with a tag team:…' }),
      team: i18n.translate('incidents.routing.tagTeam', { defaultMessage: 'the team that it names' }),
    },
    {
      id: 'source',
      position: '',
      otherwise: i18n.translate('incidents.routing.source', { defaultMessage: 'else, when its source has a team' }),
      team: i18n.translate('incidents.routing.sourceTeam', { defaultMessage: 'the team of the source' }),
    },
    {
      id: 'catch-all',
      position: '',
      otherwise: i18n.translate('incidents.routing.rest', { defaultMessage: 'else, counted as unrouted' }),
      team: catchAll,
    },
  ];
}

function columns(): EuiBasicTableColumn<Row>[] {
  return [
    {
      field: 'position',
      name: i18n.translate('incidents.routing.position', { defaultMessage: 'Order' }),
      width: '72px',
    },
    {
      field: 'matchers',
      name: i18n.translate('incidents.routing.matchers', { defaultMessage: 'When' }),
      render: (_: unknown, { matchers, otherwise, isMapped = false }: Row) =>
        matchers ? (
          <div css={{ display: 'grid', gap: 4, justifyItems: 'start' }}>
            <MatchersText matchers={matchers} />
            {isMapped && (
              <Subdued size="xs">
                {i18n.translate('incidents.routing.mapped', { defaultMessage: 'by the team mapping' })}
              </Subdued>
            )}
          </div>
        ) : (
          <Subdued size="s">{otherwise}</Subdued>
        ),
    },
    {
      field: 'team',
      name: i18n.translate('incidents.routing.team', { defaultMessage: 'Team' }),
      width: '28%',
      render: (_: unknown, { team }: Row) => <AlertText text={team} most={200} />,
    },
  ];
}
