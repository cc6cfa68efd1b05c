import { EuiBasicTable, EuiButtonGroup, EuiSpacer, EuiTitle, type EuiBasicTableColumn } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import type { FiguresAnswer, IncidentFiguresAnswer } from 'incident-core';
import type { ReactElement, ReactNode } from 'react';
import { useUrlParams } from '../../hooks/url-params';
import { AlertText } from '../alert-text';
import { SeverityMark } from '../badges';
import { Roomy } from '../roomy';
import { percent, span } from './words';
import { whole } from '../numbers';

type Row = IncidentFiguresAnswer & { readonly id: string; readonly name: ReactNode };

const WAYS = ['team', 'service', 'severity'] as const;
type Way = (typeof WAYS)[number];

/** The same figures by what incidents have in common; by what stands in the address. */
export function Breakdown({ figures }: { readonly figures: FiguresAnswer }): ReactElement {
  const { params, change } = useUrlParams();
  const by = WAYS.find((way) => way === params.get('by')) ?? 'team';
  const title = i18n.translate('incidents.breakdown.title', { defaultMessage: 'Whose it was' });
  return (
    <>
      <div css={{ display: 'flex', flexWrap: 'wrap', gap: 12, alignItems: 'center', justifyContent: 'space-between' }}>
        <EuiTitle size="xs">
          <h2>{title}</h2>
        </EuiTitle>
        <EuiButtonGroup
          legend={i18n.translate('incidents.breakdown.by', { defaultMessage: 'By what the figures are shown' })}
          buttonSize="compressed"
          options={WAYS.map((way) => ({ id: way, label: wayText(way), 'data-test-subj': `incidentsBy-${way}` }))}
          idSelected={by}
          onChange={(id) => change({ by: id === 'team' ? null : id })}
        />
      </div>
      <EuiSpacer size="s" />
      <Roomy width={780} label={title}>
        <EuiBasicTable<Row>
          tableCaption={title}
          items={[...rowsOf(figures, by)]}
          itemId="id"
          rowHeader="name"
          columns={columns(by)}
          noItemsMessage={i18n.translate('incidents.breakdown.none', { defaultMessage: 'No incident was created.' })}
          rowProps={{ 'data-test-subj': 'incidentsBreakdownRow' }}
        />
      </Roomy>
    </>
  );
}

function wayText(way: Way): string {
  switch (way) {
    case 'team':
      return i18n.translate('incidents.breakdown.team', { defaultMessage: 'Team' });
    case 'service':
      return i18n.translate('incidents.breakdown.service', { defaultMessage: 'Service' });
    case 'severity':
      return i18n.translate('incidents.breakdown.severity', { defaultMessage: 'Severity' });
  }
}

/** More services than these nobody reads. */
const MOST = 20;

function rowsOf(figures: FiguresAnswer, by: Way): readonly Row[] {
  switch (by) {
    case 'team':
      return figures.by_team.map(({ team, ...row }) => ({
        ...row,
        id: team.id,
        name: <AlertText text={team.name} most={80} />,
      }));
    case 'service':
      return figures.by_service.slice(0, MOST).map(({ service, ...row }) => ({
        ...row,
        id: service ?? '',
        name:
          service === null ? (
            i18n.translate('incidents.breakdown.noService', { defaultMessage: 'no service' })
          ) : (
            <AlertText text={service} most={80} />
          ),
      }));
    case 'severity':
      return figures.by_severity.map(({ severity, ...row }) => ({
        ...row,
        id: severity,
        name: <SeverityMark severity={severity} />,
      }));
  }
}

function columns(by: Way): EuiBasicTableColumn<Row>[] {
  const number = { align: 'right' as const, width: '105px' };
  const time = { ...number, width: '160px' };
  return [
    { field: 'name', name: wayText(by), render: (_: unknown, { name }: Row) => name },
    {
      field: 'incidents',
      name: i18n.translate('incidents.overview.incidents', { defaultMessage: 'Incidents' }),
      ...number,
      render: (_: unknown, { incidents }: Row) => whole(incidents),
    },
    {
      field: 'escalation_rate',
      name: i18n.translate('incidents.overview.escalated', { defaultMessage: 'Escalated' }),
      ...number,
      render: (_: unknown, row: Row) => percent(row.escalation_rate),
    },
    {
      field: 'mean_acknowledge_seconds',
      name: i18n.translate('incidents.overview.acknowledge', { defaultMessage: 'Time to acknowledge' }),
      ...time,
      render: (_: unknown, row: Row) => span(row.mean_acknowledge_seconds),
    },
    {
      field: 'mean_resolve_seconds',
      name: i18n.translate('incidents.overview.resolve', { defaultMessage: 'Time to resolve' }),
      ...time,
      render: (_: unknown, row: Row) => span(row.mean_resolve_seconds),
    },
    {
      field: 'noise_rate',
      name: i18n.translate('incidents.overview.noise', { defaultMessage: 'Noise' }),
      ...number,
      render: (_: unknown, row: Row) => percent(row.noise_rate),
    },
  ];
}
