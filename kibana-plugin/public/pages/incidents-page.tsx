import { EuiButton, EuiSpacer } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import type { ReactElement } from 'react';
import { EmptyFace, ErrorFace, LoadingFace } from '../components/face';
import { IncidentTable } from '../components/incident-table';
import { PageFrame } from '../components/page-frame';
import { useIncidents } from '../hooks/incidents';
import { useLive } from '../hooks/live';

const OPEN = { status: 'triggered,acknowledged,in_progress' } as const;

export function IncidentsPage(): ReactElement {
  useLive();
  return (
    <PageFrame title={i18n.translate('incidents.incidentsPage.title', { defaultMessage: 'Incidents' })}>
      <Incidents />
    </PageFrame>
  );
}

function Incidents(): ReactElement {
  const { data, error, isLoading, isFetching, hasNextPage, fetchNextPage, refetch } = useIncidents(OPEN);
  // What was shown before a failure is worth more than the failure.
  if (!data && error) return <ErrorFace error={error} onRetry={() => void refetch()} />;
  if (!data || isLoading) return <LoadingFace />;
  const incidents = data.pages.flatMap(({ items }) => items);
  if (incidents.length === 0) {
    return (
      <EmptyFace
        title={i18n.translate('incidents.incidentsPage.empty.title', { defaultMessage: 'No open incident' })}
        body={i18n.translate('incidents.incidentsPage.empty.body', {
          defaultMessage: 'Whatever was wrong is right again.',
        })}
      />
    );
  }
  return (
    <>
      <IncidentTable incidents={incidents} loading={isFetching} />
      {hasNextPage && (
        <>
          <EuiSpacer />
          <EuiButton isLoading={isFetching} onClick={() => void fetchNextPage()} data-test-subj="incidentsMore">
            {i18n.translate('incidents.incidentsPage.more', { defaultMessage: 'Show more' })}
          </EuiButton>
        </>
      )}
    </>
  );
}
