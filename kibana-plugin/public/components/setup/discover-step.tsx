import { EuiBadge, EuiButtonEmpty, EuiCallOut, EuiFlexItem, EuiSpacer, type EuiBasicTableColumn } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import type { DiscoveredServiceAnswer } from 'incident-core';
import { useMemo, type ReactElement } from 'react';
import type { Discovery } from '../../../common/setup';
import { useDiscovery } from '../../hooks/setup/queries';
import { Age } from '../age';
import { AlertText } from '../alert-text';
import { EmptyFace, ErrorFace, LoadingTable } from '../face';
import { icon } from '../icon';
import { Subdued } from '../small';
import { SearchTable } from './search-table';
import { environmentText } from './words';

/** Which services there are. */
export function DiscoverStep(): ReactElement {
  const { data, error, isFetching, refetch } = useDiscovery();
  const columns = useMemo(columnsOf, []);
  const again = () => void refetch();
  if (!data) return error ? <ErrorFace error={error} onRetry={again} /> : <LoadingTable />;
  if (data.items.length === 0) return <NoServices discovery={data} onRetry={again} />;
  return (
    <>
      <Doubts discovery={data} />
      <SearchTable<DiscoveredServiceAnswer>
        rows={data.items}
        columns={columns}
        caption={i18n.translate('incidents.setup.discover.caption', { defaultMessage: 'Services, by name' })}
        idOf={idOf}
        textOf={textOf}
        subject="incidentsSetupServices"
        minWidth={560}
        isLoading={isFetching}
        tools={
          <>
            <EuiFlexItem grow={false}>
              <span data-test-subj="incidentsSetupServiceCount">
                {i18n.translate('incidents.setup.discover.count', {
                  defaultMessage: 'Services in their environments: {count}',
                  values: { count: data.items.length },
                })}
              </span>
            </EuiFlexItem>
            <EuiFlexItem grow={false}>
              <EuiButtonEmpty
                size="s"
                iconType={icon('refresh')}
                isLoading={isFetching}
                onClick={again}
                data-test-subj="incidentsSetupDiscover"
              >
                {i18n.translate('incidents.setup.discover.again', { defaultMessage: 'Look again' })}
              </EuiButtonEmpty>
            </EuiFlexItem>
          </>
        }
      />
      <EuiSpacer size="s" />
      <Subdued size="xs">
        {i18n.translate('incidents.setup.discover.where', {
          defaultMessage: 'Of the last 24 hours, from {where}. Asked with your own rights.',
          values: { where: whereOf(data) },
        })}
      </Subdued>
    </>
  );
}

/** Why services may be missing. */
function Doubts({ discovery }: { readonly discovery: Discovery }): ReactElement | null {
  const doubts = doubtsOf(discovery);
  if (doubts.length === 0) return null;
  return (
    <>
      <EuiCallOut
        size="s"
        color="warning"
        iconType={icon('warning')}
        title={i18n.translate('incidents.setup.discover.doubts', { defaultMessage: 'Services may be missing' })}
        data-test-subj="incidentsSetupDoubts"
      >
        <ul>
          {doubts.map((doubt) => (
            <li key={doubt}>
              <AlertText text={doubt} most={500} />
            </li>
          ))}
        </ul>
      </EuiCallOut>
      <EuiSpacer size="m" />
    </>
  );
}

function NoServices({
  discovery,
  onRetry,
}: {
  readonly discovery: Discovery;
  readonly onRetry: () => void;
}): ReactElement {
  const doubts = doubtsOf(discovery).join(' ');
  return (
    <EmptyFace
      iconName="search"
      title={i18n.translate('incidents.setup.discover.none.title', { defaultMessage: 'No service has been heard of' })}
      body={i18n.translate('incidents.setup.discover.none.body', {
        defaultMessage:
          'In the last 24 hours no APM data came into {where}. Where data lies elsewhere, set incidents.discovery.indices in kibana.yml. {doubts}',
        values: { where: discovery.sources.map(({ index }) => index).join(', '), doubts },
      })}
      action={{
        text: i18n.translate('incidents.setup.discover.none.again', { defaultMessage: 'Look again' }),
        onClick: onRetry,
      }}
    />
  );
}

function doubtsOf({ missing_privileges: missing, sources }: Discovery): readonly string[] {
  const lacking = missing.map(({ index, privilege }) =>
    i18n.translate('incidents.setup.discover.lacks', {
      defaultMessage: 'Your Elasticsearch roles lack {privilege} on {index}.',
      values: { privilege, index },
    }),
  );
  const cut = sources.flatMap(({ index, outcome }) => {
    if (outcome === 'incomplete') {
      return i18n.translate('incidents.setup.discover.incomplete', {
        defaultMessage: '{index} did not answer in time, or not with all of its shards.',
        values: { index },
      });
    }
    if (outcome !== 'too_many') return [];
    return i18n.translate('incidents.setup.discover.tooMany', {
      defaultMessage: '{index} knows more services than are read.',
      values: { index },
    });
  });
  return [...lacking, ...cut];
}

function whereOf({ sources }: Discovery): string {
  const asked = sources.filter(({ outcome }) => outcome === 'found' || outcome === 'incomplete');
  return asked.map(({ index }) => index).join(', ');
}

function idOf({ name, environment }: DiscoveredServiceAnswer): string {
  return JSON.stringify([name, environment]);
}

function textOf({ name, environment, agents }: DiscoveredServiceAnswer): string {
  return [name, environment ?? '', ...agents].join(' ');
}

function columnsOf(): EuiBasicTableColumn<DiscoveredServiceAnswer>[] {
  return [
    {
      field: 'name',
      name: i18n.translate('incidents.setup.service', { defaultMessage: 'Service' }),
      render: (name: string) => <AlertText text={name} most={120} />,
    },
    {
      field: 'environment',
      name: i18n.translate('incidents.setup.environment', { defaultMessage: 'Environment' }),
      render: (environment: string | null) => <AlertText text={environmentText(environment)} most={80} />,
    },
    {
      field: 'agents',
      name: i18n.translate('incidents.setup.agents', { defaultMessage: 'Agents' }),
      render: (agents: readonly string[]) => agents.map((agent) => <EuiBadge key={agent}>{agent}</EuiBadge>),
    },
    {
      field: 'last_seen_at',
      name: i18n.translate('incidents.setup.lastSeen', { defaultMessage: 'Last seen' }),
      render: (at: string | null) => (at === null ? '–' : <Age since={at} />),
    },
    {
      field: 'throughput_per_minute',
      align: 'right',
      name: i18n.translate('incidents.setup.throughput', { defaultMessage: 'Transactions per minute' }),
      render: (perMinute: number | null) => (perMinute === null ? '–' : rounded(perMinute)),
    },
  ];
}

/** As many digits as anybody reads. */
function rounded(number: number): string {
  return number >= 10 ? String(Math.round(number)) : String(Math.round(number * 10) / 10);
}
