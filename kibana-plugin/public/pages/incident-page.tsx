import {
  EuiFlexGroup,
  EuiFlexItem,
  EuiLink,
  EuiPanel,
  EuiSpacer,
  EuiText,
  EuiTitle,
  useEuiFontSize,
} from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import type { IncidentDetail } from 'incident-core';
import type { ReactElement, ReactNode } from 'react';
import { useParams } from 'react-router-dom';
import { AlertText, WholeText } from '../components/alert-text';
import { ErrorFace, LoadingFace } from '../components/face';
import { IncidentActions } from '../components/incident-actions';
import { Collected } from '../components/incident/collected';
import { Deliveries } from '../components/incident/deliveries';
import { EscalationSteps } from '../components/incident/escalation-steps';
import { IncidentAlerts } from '../components/incident/incident-alerts';
import { IncidentFacts } from '../components/incident/incident-facts';
import { Mergers } from '../components/incident/mergers';
import { Related } from '../components/incident/related';
import { Timeline } from '../components/incident/timeline';
import { useAppLink } from '../components/incident-link';
import { PageFrame } from '../components/page-frame';
import { StaleNotice } from '../components/stale-notice';
import { plain } from '../components/text';
import { UrlTabs } from '../components/url-tabs';
import { useIncident } from '../hooks/incidents';
import { useLive } from '../hooks/live';
import { paths } from '../places';

export function IncidentPage(): ReactElement {
  const { id } = useParams<{ id: string }>();
  const { data, error, refetch } = useIncident(id);
  useLive();
  const size = useEuiFontSize('xl');
  const title = data
    ? `#${data.number} ${plain(data.title, 60)}`
    : i18n.translate('incidents.incidentPage.title', { defaultMessage: 'Incident' });
  return (
    <PageFrame
      title={title}
      {...(data
        ? {
            // Titles of alerts are long.
            heading: (
              <span css={[size, { display: 'block' }]}>
                <AlertText before={`#${data.number}`} text={data.title} lines={3} />
              </span>
            ),
            isLong: true,
            toolbar: <IncidentActions incident={data} />,
          }
        : {})}
    >
      {data ? (
        <>
          {error !== null && <StaleNotice onRetry={() => void refetch()} />}
          <Incident incident={data} />
        </>
      ) : error ? (
        <ErrorFace error={error} onRetry={() => void refetch()} />
      ) : (
        <LoadingFace />
      )}
    </PageFrame>
  );
}

/** The page is as wide as what is left of the window beside Kibana's own navigation. */
const SIDE_BY_SIDE = '@media (min-width: 1100px)';

function Incident({ incident }: { readonly incident: IncidentDetail }): ReactElement {
  return (
    <div
      css={{
        display: 'grid',
        gap: '16px 24px',
        gridTemplateColumns: 'minmax(0, 1fr)',
        gridTemplateAreas: '"what" "side" "parts"',
        [SIDE_BY_SIDE]: {
          gridTemplateColumns: 'minmax(0, 1fr) 340px',
          gridTemplateRows: 'auto 1fr',
          gridTemplateAreas: '"what side" "parts side"',
        },
      }}
    >
      <div css={{ gridArea: 'what' }}>
        <Mergers incident={incident} />
        {incident.description !== null && (
          <EuiText size="s">
            <WholeText text={incident.description} />
          </EuiText>
        )}
      </div>
      <div css={{ gridArea: 'side' }}>
        <Side incident={incident} />
      </div>
      <div css={{ gridArea: 'parts', minWidth: 0 }}>
        {incident.collected && (
          <>
            <Collected collected={incident.collected} received={incident.alert_count} />
            <EuiSpacer size="m" />
          </>
        )}
        <Parts incident={incident} />
      </div>
    </div>
  );
}

function Side({ incident }: { readonly incident: IncidentDetail }): ReactElement {
  return (
    <EuiFlexGroup direction="column" gutterSize="m" responsive={false}>
      <Box>
        <IncidentFacts incident={incident} />
        <EuiSpacer size="s" />
        <Related incident={incident} />
        <EuiSpacer size="s" />
        <HowItCame id={incident.id} />
      </Box>
      <Box>
        <EuiTitle size="xs">
          <h2>{i18n.translate('incidents.incidentPage.escalation', { defaultMessage: 'Escalation' })}</h2>
        </EuiTitle>
        <EuiSpacer size="s" />
        <EscalationSteps id={incident.id} />
      </Box>
    </EuiFlexGroup>
  );
}

/** The alerts that made it what it is, and what became of each. */
function HowItCame({ id }: { readonly id: string }): ReactElement {
  const link = useAppLink(`${paths.ledger}?incident=${id}`);
  return (
    <EuiText size="s">
      <EuiLink {...link} data-test-subj="incidentsHowItCame">
        {i18n.translate('incidents.incidentPage.howItCame', { defaultMessage: 'How did this get here?' })}
      </EuiLink>
    </EuiText>
  );
}

function Box({ children }: { readonly children: ReactNode }): ReactElement {
  return (
    <EuiFlexItem grow={false}>
      <EuiPanel hasBorder hasShadow={false} paddingSize="m">
        {children}
      </EuiPanel>
    </EuiFlexItem>
  );
}

function Parts({ incident }: { readonly incident: IncidentDetail }): ReactElement {
  const { id, alerts_total } = incident;
  return (
    <UrlTabs
      label={i18n.translate('incidents.incidentPage.parts', { defaultMessage: 'Parts of the incident' })}
      tabs={[
        {
          id: 'timeline',
          name: i18n.translate('incidents.incidentPage.timeline', { defaultMessage: 'Timeline' }),
          content: <Timeline id={id} />,
        },
        {
          id: 'deliveries',
          name: i18n.translate('incidents.incidentPage.deliveries', { defaultMessage: 'Deliveries' }),
          content: <Deliveries id={id} />,
        },
        {
          id: 'alerts',
          name: i18n.translate('incidents.incidentPage.alerts', {
            defaultMessage: 'Alerts ({count})',
            values: { count: alerts_total },
          }),
          content: <IncidentAlerts incident={incident} />,
        },
      ]}
    />
  );
}
