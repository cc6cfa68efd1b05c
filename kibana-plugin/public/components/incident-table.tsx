import { EuiBasicTable, type EuiBasicTableColumn } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import type { IncidentAnswer } from 'incident-core';
import type { ReactElement } from 'react';
import { Age } from './age';
import { SeverityMark, StatusBadge } from './badges';
import { IncidentLink } from './incident-link';

interface IncidentTableProps {
  readonly incidents: readonly IncidentAnswer[];
  readonly loading: boolean;
}

export function IncidentTable({ incidents, loading }: IncidentTableProps): ReactElement {
  return (
    <EuiBasicTable<IncidentAnswer>
      tableCaption={i18n.translate('incidents.table.caption', { defaultMessage: 'Incidents, the newest first' })}
      items={[...incidents]}
      itemId="id"
      columns={columns()}
      loading={loading}
      tableLayout="fixed"
      data-test-subj="incidentsTable"
      rowProps={{ 'data-test-subj': 'incidentsRow' }}
    />
  );
}

const none = '–';
/** Older EUI cuts a cell's own text only, not what stands deeper. */
const oneLine = { display: 'block', overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' } as const;

function columns(): EuiBasicTableColumn<IncidentAnswer>[] {
  return [
    {
      name: i18n.translate('incidents.table.status', { defaultMessage: 'Status' }),
      width: '130px',
      render: ({ status }: IncidentAnswer) => <StatusBadge status={status} />,
    },
    {
      name: i18n.translate('incidents.table.severity', { defaultMessage: 'Severity' }),
      width: '110px',
      render: ({ severity }: IncidentAnswer) => <SeverityMark severity={severity} />,
    },
    {
      name: i18n.translate('incidents.table.title', { defaultMessage: 'Incident' }),
      truncateText: true,
      render: ({ id, number, title }: IncidentAnswer) => (
        <span css={oneLine}>
          <IncidentLink id={id}>{`#${number} ${title}`}</IncidentLink>
        </span>
      ),
    },
    {
      name: i18n.translate('incidents.table.service', { defaultMessage: 'Service' }),
      width: '18%',
      truncateText: true,
      render: ({ service }: IncidentAnswer) => service ?? none,
    },
    {
      name: i18n.translate('incidents.table.team', { defaultMessage: 'Team' }),
      width: '14%',
      truncateText: true,
      render: ({ team }: IncidentAnswer) => team.name,
    },
    {
      name: i18n.translate('incidents.table.age', { defaultMessage: 'Age' }),
      width: '110px',
      render: ({ triggered_at }: IncidentAnswer) => <Age since={triggered_at} />,
    },
  ];
}
