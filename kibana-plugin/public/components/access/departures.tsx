import { EuiBasicTable, EuiText, type EuiBasicTableColumn } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import type { DepartureAnswer } from 'incident-core';
import type { ReactElement } from 'react';
import { useDepartures } from '../../hooks/access';
import { At } from '../age';
import { AlertText } from '../alert-text';
import { EmptyFace, ErrorFace, LoadingTable } from '../face';
import { Small, Subdued } from '../small';

/** Who has left, and what still counts on them: for people to put somebody else there. */
export function Departures(): ReactElement {
  const { data, error, refetch } = useDepartures();
  if (!data) return error ? <ErrorFace error={error} onRetry={() => void refetch()} /> : <LoadingTable rows={2} />;
  if (data.items.length === 0) {
    return (
      <EmptyFace
        iconName="users"
        title={i18n.translate('incidents.departures.empty.title', { defaultMessage: 'Nobody has left' })}
        body={i18n.translate('incidents.departures.empty.body', {
          defaultMessage: 'Whoever leaves is listed here, with the steps and shifts that somebody else must take.',
        })}
      />
    );
  }
  return (
    <EuiBasicTable<Row>
      tableCaption={i18n.translate('incidents.departures.caption', {
        defaultMessage: 'Who has left, the latest first',
      })}
      items={data.items.map((departure) => ({ ...departure, id: departure.user.id }))}
      itemId="id"
      rowHeader="user"
      columns={columns()}
      rowProps={{ 'data-test-subj': 'incidentsDeparture' }}
    />
  );
}

type Row = DepartureAnswer & { readonly id: string };

function columns(): EuiBasicTableColumn<Row>[] {
  return [
    {
      field: 'user',
      name: i18n.translate('incidents.departures.who', { defaultMessage: 'Person' }),
      render: (_: unknown, { user }: Row) => <AlertText text={user.name} most={100} />,
    },
    {
      field: 'left_at',
      name: i18n.translate('incidents.departures.when', { defaultMessage: 'Left' }),
      render: (_: unknown, { left_at }: Row) => <At time={left_at} />,
    },
    {
      field: 'named_by',
      name: i18n.translate('incidents.departures.what', { defaultMessage: 'Still counts on them' }),
      width: '50%',
      render: (_: unknown, { named_by }: Row) =>
        named_by.length === 0 ? (
          <Subdued size="s">
            {i18n.translate('incidents.departures.nothing', { defaultMessage: 'Nothing any more' })}
          </Subdued>
        ) : (
          <EuiText size="s" color="danger">
            <ul>
              {named_by.map(({ type, id, name }) => (
                <li key={`${type} ${id}`}>
                  <AlertText text={name} most={100} /> <Small color="inherit">{typeText(type)}</Small>
                </li>
              ))}
            </ul>
          </EuiText>
        ),
    },
  ];
}

function typeText(type: DepartureAnswer['named_by'][number]['type']): string {
  switch (type) {
    case 'escalation_policy':
      return i18n.translate('incidents.departures.policy', { defaultMessage: '(a step of the policy)' });
    case 'fallback_of_team':
      return i18n.translate('incidents.departures.fallback', { defaultMessage: '(told when nobody else is reached)' });
    case 'schedule':
      return i18n.translate('incidents.departures.schedule', { defaultMessage: '(turns in the schedule)' });
    case 'override_of_schedule':
      return i18n.translate('incidents.departures.override', { defaultMessage: '(a shift in the schedule)' });
    case 'incident':
      return i18n.translate('incidents.departures.incident', { defaultMessage: '(an open incident)' });
    case 'silence':
      return i18n.translate('incidents.departures.silence', { defaultMessage: '(a silence: end it, or hand it over)' });
  }
}
