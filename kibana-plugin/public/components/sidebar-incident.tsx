import { EuiButtonEmpty, EuiSpacer, EuiTitle } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import type { ReactElement } from 'react';
import { useIncident } from '../hooks/incidents';
import { ErrorFace, LoadingFace } from './face';
import { IncidentLink } from './incident-link';
import { IncidentSummary } from './incident-summary';

interface SidebarIncidentProps {
  readonly id: string;
  readonly onBack: () => void;
}

export function SidebarIncident({ id, onBack }: SidebarIncidentProps): ReactElement {
  const { data, error, refetch } = useIncident(id);
  return (
    <>
      <EuiButtonEmpty size="s" flush="left" onClick={onBack} data-test-subj="incidentsSidebarBack">
        {i18n.translate('incidents.sidebar.back', { defaultMessage: 'All open incidents' })}
      </EuiButtonEmpty>
      <EuiSpacer size="s" />
      {data ? (
        <>
          <EuiTitle size="xs">
            <h3 css={{ overflowWrap: 'anywhere' }}>
              <IncidentLink id={data.id}>{`#${data.number} ${data.title}`}</IncidentLink>
            </h3>
          </EuiTitle>
          <EuiSpacer />
          <IncidentSummary incident={data} />
        </>
      ) : error ? (
        <ErrorFace error={error} onRetry={() => void refetch()} />
      ) : (
        <LoadingFace />
      )}
    </>
  );
}
