import {
  EuiBadge,
  EuiBasicTable,
  EuiFilterGroup,
  EuiFlexGroup,
  EuiFlexItem,
  EuiLink,
  EuiSpacer,
  type EuiBasicTableColumn,
} from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import { useQuery } from '@tanstack/react-query';
import type { LedgerEntryAnswer } from 'incident-core';
import { useMemo, type ReactElement } from 'react';
import { createLedgerApi } from '../../api/ledger';
import { queryKeys } from '../../api/query-keys';
import { useLogFilters } from '../../hooks/log';
import { useServices } from '../../hooks/services';
import { useSources } from '../../hooks/sources';
import { useUrlParams } from '../../hooks/url-params';
import { paths } from '../../places';
import { At } from '../age';
import { AlertText } from '../alert-text';
import { IncidentLink, useAppLink } from '../incident-link';
import { ChoiceFilter } from '../incidents/choice-filter';
import { LogPage } from '../log-page';
import { Roomy } from '../roomy';
import { Subdued } from '../small';
import { LedgerSearch } from './ledger-search';
import { LoudFilters } from './loud-filters';
import { OUTCOME_COLORS, OUTCOMES, outcomeText, whyText } from './outcome-words';
import { Refused } from './refused';

/** What the ledger is asked by. */
const FILTERS = ['event', 'incident', 'source', 'outcome'] as const;

/** What became of each alert, the latest first; what is asked for stands in the address. */
export function LedgerList(): ReactElement {
  const { api } = useServices();
  const { params } = useUrlParams();
  const { data: sources = [] } = useSources();
  const calls = useMemo(() => createLedgerApi(api.caller), [api]);
  const { query, chosen, narrow, clear } = useLogFilters(FILTERS);
  const page = useQuery({
    queryKey: [...queryKeys.ledger, query],
    queryFn: ({ signal }) => calls.ledger(query, signal),
    keepPreviousData: true,
  });
  return (
    <>
      <EuiFlexGroup gutterSize="s" responsive={false} wrap alignItems="flexStart">
        <EuiFlexItem css={{ minWidth: 220 }}>
          <LedgerSearch key={`${params.get('event')} ${params.get('incident')}`} />
        </EuiFlexItem>
        <EuiFlexItem grow={false}>
          <EuiFilterGroup compressed>
            <ChoiceFilter
              name={i18n.translate('incidents.ledger.source', { defaultMessage: 'Source' })}
              choices={sources.map(({ id, name }) => ({ value: id, text: name }))}
              chosen={chosen('source')}
              onChoose={narrow('source')}
              search="among"
              single
              subject="incidentsLedgerSource"
            />
            <ChoiceFilter
              name={i18n.translate('incidents.ledger.outcome', { defaultMessage: 'What became of it' })}
              choices={OUTCOMES.map((value) => ({ value, text: outcomeText(value) }))}
              chosen={chosen('outcome')}
              onChoose={narrow('outcome')}
              subject="incidentsLedgerOutcome"
            />
          </EuiFilterGroup>
        </EuiFlexItem>
        <EuiFlexItem grow={false}>
          <LoudFilters />
        </EuiFlexItem>
      </EuiFlexGroup>
      <EuiSpacer size="s" />
      <LogPage
        page={page}
        empty={{
          iconName: 'document',
          title: i18n.translate('incidents.ledger.empty.title', { defaultMessage: 'No such alert has come' }),
          body: i18n.translate('incidents.ledger.empty.body', {
            defaultMessage: 'Every post of a source is here, whatever became of it. Fewer filters may show more.',
          }),
          clearText: i18n.translate('incidents.ledger.empty.clear', { defaultMessage: 'Show all' }),
          onClear: clear,
        }}
        subject="incidentsLedger"
      >
        {(items) => (
          <Roomy width={720}>
            <EuiBasicTable<LedgerEntryAnswer>
              tableCaption={i18n.translate('incidents.ledger.caption', { defaultMessage: 'Alerts, the latest first' })}
              items={items}
              itemId={({ raw_event_id, position }) => `${raw_event_id} ${position}`}
              rowHeader="received_at"
              tableLayout="fixed"
              columns={columns()}
              rowProps={{ 'data-test-subj': 'incidentsLedgerRow' }}
            />
          </Roomy>
        )}
      </LogPage>
      <Refused source={params.get('source') ?? undefined} />
    </>
  );
}

function columns(): EuiBasicTableColumn<LedgerEntryAnswer>[] {
  return [
    {
      field: 'received_at',
      name: i18n.translate('incidents.ledger.received', { defaultMessage: 'Received' }),
      width: '190px',
      render: (_: unknown, entry: LedgerEntryAnswer) => <EventLink entry={entry} />,
    },
    {
      field: 'source',
      name: i18n.translate('incidents.ledger.source', { defaultMessage: 'Source' }),
      width: '20%',
      render: (_: unknown, { source, via }: LedgerEntryAnswer) => (
        <div css={{ minWidth: 0 }}>
          <AlertText text={source?.name ?? '–'} most={80} />
          {via === 'pull' && (
            <div>
              <EuiBadge color="warning">
                {i18n.translate('incidents.ledger.pulled', { defaultMessage: 'Found only by pull' })}
              </EuiBadge>
            </div>
          )}
        </div>
      ),
    },
    {
      field: 'outcome',
      name: i18n.translate('incidents.ledger.outcome', { defaultMessage: 'What became of it' }),
      width: '30%',
      render: (_: unknown, { outcome, reason }: LedgerEntryAnswer) => (
        <div css={{ minWidth: 0 }}>
          <EuiBadge color={OUTCOME_COLORS[outcome]}>{outcomeText(outcome)}</EuiBadge>
          {reason !== null && (
            <Subdued size="xs">
              <AlertText text={whyText(reason)} most={200} />
            </Subdued>
          )}
        </div>
      ),
    },
    {
      field: 'incident',
      name: i18n.translate('incidents.ledger.incident', { defaultMessage: 'Incident' }),
      render: (_: unknown, { incident, found }: LedgerEntryAnswer) =>
        incident ? (
          <div css={{ minWidth: 0, width: '100%' }}>
            <IncidentLink {...incident} />
          </div>
        ) : found === null ? (
          <>–</>
        ) : (
          <Subdued size="xs">
            <AlertText text={found} most={120} />
          </Subdued>
        ),
    },
  ];
}

function EventLink({ entry: { raw_event_id: id, received_at } }: { readonly entry: LedgerEntryAnswer }): ReactElement {
  const link = useAppLink(paths.ledgerEvent(id));
  return (
    <EuiLink {...link} data-test-subj="incidentsLedgerFollow">
      <At time={received_at} />
    </EuiLink>
  );
}
