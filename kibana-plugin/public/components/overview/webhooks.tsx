import { EuiBasicTable, EuiSpacer, EuiTitle, type EuiBasicTableColumn } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import type { FiguresAnswer, SourceAnswer } from 'incident-core';
import type { ReactElement } from 'react';
import { useSources } from '../../hooks/sources';
import { AlertText } from '../alert-text';
import { Roomy } from '../roomy';
import { SourceHealth } from '../sources/source-health';
import { percent } from './words';
import { whole } from '../numbers';

type Row = FiguresAnswer['by_source'][number];

/** How sources stand, and how many of their posts came through. */
export function Webhooks({ figures }: { readonly figures: FiguresAnswer }): ReactElement {
  const { data: sources = [] } = useSources();
  const title = i18n.translate('incidents.webhooks.title', { defaultMessage: 'Sources' });
  return (
    <>
      <EuiTitle size="xs">
        <h2>{title}</h2>
      </EuiTitle>
      <EuiSpacer size="s" />
      <Roomy width={900} label={title}>
        <EuiBasicTable<Row>
          tableCaption={title}
          items={[...withAll(figures.by_source, sources)]}
          rowHeader="source"
          columns={columns(sources)}
          noItemsMessage={i18n.translate('incidents.webhooks.none', { defaultMessage: 'There is no source yet.' })}
          rowProps={{ 'data-test-subj': 'incidentsWebhookRow' }}
        />
      </Roomy>
    </>
  );
}

/** A source that has posted nothing is one to look at. */
function withAll(rows: readonly Row[], sources: readonly SourceAnswer[]): readonly Row[] {
  const silent = sources.filter(({ id }) => !rows.some(({ source }) => source?.id === id));
  const nothing = { accepted: 0, refused: 0, found_by_pull: 0, webhook_success_rate: null };
  return [...rows, ...silent.map(({ id, name }) => ({ source: { id, name }, ...nothing }))];
}

function columns(sources: readonly SourceAnswer[]): EuiBasicTableColumn<Row>[] {
  const number = { align: 'right' as const, width: '110px' };
  return [
    {
      field: 'source',
      name: i18n.translate('incidents.webhooks.source', { defaultMessage: 'Source' }),
      render: (_: unknown, { source }: Row) =>
        source === null ? (
          i18n.translate('incidents.webhooks.nobodys', { defaultMessage: 'with a token of no source' })
        ) : (
          <AlertText text={source.name} most={80} />
        ),
    },
    {
      name: i18n.translate('incidents.webhooks.health', { defaultMessage: 'Health' }),
      width: '320px',
      render: ({ source }: Row) => {
        const health = sources.find(({ id }) => id === source?.id)?.health;
        return health ? <SourceHealth health={health} /> : <></>;
      },
    },
    {
      field: 'accepted',
      name: i18n.translate('incidents.webhooks.accepted', { defaultMessage: 'Accepted' }),
      ...number,
      render: (_: unknown, { accepted }: Row) => whole(accepted),
    },
    {
      field: 'refused',
      name: i18n.translate('incidents.webhooks.refused', { defaultMessage: 'Refused' }),
      ...number,
      render: (_: unknown, { refused }: Row) => whole(refused),
    },
    {
      field: 'found_by_pull',
      name: i18n.translate('incidents.webhooks.pulled', { defaultMessage: 'Only by pull' }),
      ...number,
      render: (_: unknown, { found_by_pull: found }: Row) => whole(found),
    },
    {
      field: 'webhook_success_rate',
      name: i18n.translate('incidents.webhooks.rate', { defaultMessage: 'Success' }),
      ...number,
      render: (_: unknown, row: Row) => percent(row.webhook_success_rate, 1),
    },
  ];
}
