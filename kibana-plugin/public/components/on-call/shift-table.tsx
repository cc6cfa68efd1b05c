import { EuiBadge, EuiBasicTable, type EuiBasicTableColumn } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import type { ReactElement, ReactNode } from 'react';
import { AlertText } from '../alert-text';
import { dayAndTime } from '../time/zone';
import type { Lane, Piece } from './lanes';
import type { Range } from './range';

interface ShiftTableProps {
  readonly lanes: readonly Lane[];
  readonly range: Range;
  readonly zone: string;
  readonly now: number;
  readonly actionsFor: (piece: Piece) => ReactNode;
}

/** Who really is on call, shift by shift: what the calendar draws, to be read. */
export function ShiftTable({ lanes, range, zone, now, actionsFor }: ShiftTableProps): ReactElement {
  const pieces = lanes
    .filter(({ kind }) => kind === 'final')
    .flatMap((lane) => lane.pieces)
    .filter(({ from, until }) => from < range.until && until > range.from);
  return (
    <EuiBasicTable<Piece>
      tableCaption={i18n.translate('incidents.onCall.table.caption', {
        defaultMessage: 'Who is on call, in the order of time',
      })}
      items={pieces}
      itemId="id"
      rowHeader="name"
      columns={columns(zone, now, actionsFor)}
      rowProps={{ 'data-test-subj': 'incidentsShiftRow' }}
    />
  );
}

function columns(zone: string, now: number, actionsFor: (piece: Piece) => ReactNode): EuiBasicTableColumn<Piece>[] {
  return [
    {
      field: 'name',
      name: i18n.translate('incidents.onCall.table.who', { defaultMessage: 'Who' }),
      render: (_: unknown, { kind, name, from, until }: Piece) => (
        <div>
          {kind === 'gap' ? <EuiBadge color="danger">{name}</EuiBadge> : <AlertText text={name} most={80} />}{' '}
          {from <= now && now < until && (
            <EuiBadge color="hollow">
              {i18n.translate('incidents.onCall.table.now', { defaultMessage: 'now' })}
            </EuiBadge>
          )}
        </div>
      ),
    },
    {
      field: 'from',
      name: i18n.translate('incidents.onCall.table.from', { defaultMessage: 'From' }),
      render: (_: unknown, { from }: Piece) => dayAndTime(from, zone),
    },
    {
      field: 'until',
      name: i18n.translate('incidents.onCall.table.until', { defaultMessage: 'Until' }),
      render: (_: unknown, { until }: Piece) => dayAndTime(until, zone),
    },
    {
      field: 'because',
      name: i18n.translate('incidents.onCall.table.because', { defaultMessage: 'Why' }),
      render: (_: unknown, { because }: Piece) => <AlertText text={because} most={120} />,
    },
    {
      field: 'id',
      name: i18n.translate('incidents.onCall.table.actions', { defaultMessage: 'Actions' }),
      width: '32%',
      render: (_: unknown, piece: Piece) => actionsFor(piece),
    },
  ];
}
