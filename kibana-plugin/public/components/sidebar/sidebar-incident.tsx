import { EuiButtonEmpty, EuiFlexGroup, EuiFlexItem, EuiSpacer, EuiText, EuiTitle } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import { useEffect, useRef, type ReactElement } from 'react';
import { useIncident } from '../../hooks/incidents';
import { paths } from '../../places';
import { AlertText, WholeText } from '../alert-text';
import { arrow } from '../arrow';
import { ErrorFace, LoadingFace } from '../face';
import { IncidentActions } from '../incident-actions';
import { useAppLink } from '../incident-link';
import { EscalationSteps } from '../incident/escalation-steps';
import { IncidentFacts } from '../incident/incident-facts';
import { Related } from '../incident/related';
import { StaleNotice } from '../stale-notice';

interface SidebarIncidentProps {
  readonly id: string;
  readonly onBack: () => void;
  readonly onLeave: () => void;
}

export function SidebarIncident({ id, onBack, onLeave }: SidebarIncidentProps): ReactElement {
  const { data, error, refetch } = useIncident(id);
  const link = useAppLink(paths.incident(id));
  const heading = useRef<HTMLHeadingElement>(null);
  const isThere = data !== undefined;
  // What was chosen is read out, and Tab goes on from there.
  useEffect(() => heading.current?.focus(), [isThere]);
  return (
    <>
      <EuiFlexGroup justifyContent="spaceBetween" responsive={false}>
        <EuiFlexItem grow={false}>
          <EuiButtonEmpty
            size="s"
            flush="left"
            iconType={arrow('left')}
            onClick={onBack}
            data-test-subj="incidentsSidebarBack"
          >
            {i18n.translate('incidents.sidebar.back', { defaultMessage: 'All open incidents' })}
          </EuiButtonEmpty>
        </EuiFlexItem>
        <EuiFlexItem grow={false}>
          <EuiButtonEmpty
            size="s"
            flush="right"
            href={link.href}
            onClick={(event: Parameters<typeof link.onClick>[0]) => {
              link.onClick(event);
              if (event.defaultPrevented) onLeave();
            }}
            data-test-subj="incidentsSidebarOpen"
          >
            {i18n.translate('incidents.sidebar.open', { defaultMessage: 'Open its page' })}
          </EuiButtonEmpty>
        </EuiFlexItem>
      </EuiFlexGroup>
      <EuiSpacer size="s" />
      {data ? (
        <>
          {error !== null && (
            <>
              <StaleNotice onRetry={() => void refetch()} />
              <EuiSpacer size="s" />
            </>
          )}
          <EuiTitle size="xs">
            <h3 ref={heading} tabIndex={-1} css={{ outline: 'none' }}>
              <AlertText before={`#${data.number}`} text={data.title} lines={3} />
            </h3>
          </EuiTitle>
          {data.description !== null && (
            <EuiText size="s">
              <WholeText text={data.description} />
            </EuiText>
          )}
          <EuiSpacer size="m" />
          <IncidentActions incident={data} />
          <EuiSpacer size="m" />
          <IncidentFacts incident={data} />
          <EuiSpacer size="s" />
          <Related incident={data} />
          <EuiSpacer size="l" />
          <EuiTitle size="xxs">
            <h4>{i18n.translate('incidents.sidebar.escalation', { defaultMessage: 'Escalation' })}</h4>
          </EuiTitle>
          <EuiSpacer size="s" />
          <EscalationSteps id={id} headingElement="h5" />
        </>
      ) : error ? (
        <ErrorFace error={error} onRetry={() => void refetch()} />
      ) : (
        <LoadingFace />
      )}
    </>
  );
}
