import { i18n } from '@kbn/i18n';
import type { ReactElement } from 'react';
import { useParams } from 'react-router-dom';
import { ErrorFace, LoadingFace } from '../components/face';
import { IncidentSummary } from '../components/incident-summary';
import { PageFrame } from '../components/page-frame';
import { useIncident } from '../hooks/incidents';
import { useLive } from '../hooks/live';

export function IncidentPage(): ReactElement {
  const { id } = useParams<{ id: string }>();
  const { data, error, refetch } = useIncident(id);
  useLive();
  const title = data
    ? `#${data.number} ${data.title}`
    : i18n.translate('incidents.incidentPage.title', { defaultMessage: 'Incident' });
  return (
    <PageFrame title={title}>
      {data ? (
        <IncidentSummary incident={data} />
      ) : error ? (
        <ErrorFace error={error} onRetry={() => void refetch()} />
      ) : (
        <LoadingFace />
      )}
    </PageFrame>
  );
}
