import { EuiBadge, EuiBasicTable, type EuiBasicTableColumn } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import type { ReactElement } from 'react';
import { AlertText } from '../alert-text';
import { dayAndTime } from '../time/zone';
import type { Mark, Picture } from './picture';
import { markText } from './simulation-picture';

interface Line {
  readonly id: string;
  readonly at: number;
  readonly round: number;
  readonly step: number;
  readonly name: string;
  /** Null for who is not told. */
  readonly mark: Mark | null;
  readonly words: string;
}

/** The same as the picture, to be read line by line. */
export function SimulationTable({ picture, zone }: { readonly picture: Picture; readonly zone: string }): ReactElement {
  return (
    <EuiBasicTable<Line>
      tableCaption={i18n.translate('incidents.simulation.table', {
        defaultMessage: 'Who would be told, in the order of time',
      })}
      items={[...toLines(picture)]}
      itemId="id"
      columns={columns(zone)}
      rowProps={{ 'data-test-subj': 'incidentsSimulatedLine' }}
    />
  );
}

function toLines({ bands, rows }: Picture): readonly Line[] {
  const told = rows.flatMap(({ id, recipient, marks }) =>
    marks.map((mark, index): Line => {
      const { round = 1, step = 1 } = bands[mark.band]?.passage ?? {};
      const words = mark.planned.address ?? '';
      return { id: `${id} ${index}`, at: mark.at, round, step, name: recipient.name ?? '–', mark, words };
    }),
  );
  const untold = bands.flatMap(({ from, passage: { round, step, not_told } }) =>
    not_told.map(({ target, words }): Line => {
      const id = `${round} ${step} ${target.type} ${target.id}`;
      return { id, at: from, round, step, name: target.name ?? '–', mark: null, words };
    }),
  );
  return [...told, ...untold].sort((one, other) => one.at - other.at);
}

function columns(zone: string): EuiBasicTableColumn<Line>[] {
  return [
    {
      field: 'at',
      name: i18n.translate('incidents.simulation.when', { defaultMessage: 'When' }),
      render: (_: unknown, { at }: Line) => dayAndTime(at, zone),
    },
    {
      field: 'step',
      name: i18n.translate('incidents.simulation.where', { defaultMessage: 'Step' }),
      render: (_: unknown, { round, step }: Line) =>
        i18n.translate('incidents.simulation.step', {
          defaultMessage: 'Round {round}, step {step}',
          values: { round, step },
        }),
    },
    {
      field: 'name',
      name: i18n.translate('incidents.simulation.who', { defaultMessage: 'Who' }),
      render: (_: unknown, { name }: Line) => <AlertText text={name} most={80} />,
    },
    {
      field: 'mark',
      name: i18n.translate('incidents.simulation.how', { defaultMessage: 'How' }),
      render: (_: unknown, { mark }: Line) =>
        mark ? (
          markText(mark, zone)
        ) : (
          <EuiBadge color="danger">
            {i18n.translate('incidents.simulation.not', { defaultMessage: 'not told' })}
          </EuiBadge>
        ),
    },
    {
      field: 'words',
      name: i18n.translate('incidents.simulation.to', { defaultMessage: 'Address, or why not' }),
      render: (_: unknown, { words }: Line) => <AlertText text={words} most={200} />,
    },
  ];
}
