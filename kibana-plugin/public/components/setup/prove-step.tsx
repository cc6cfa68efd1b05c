import { EuiButton, EuiCallOut, EuiSpacer, EuiSteps, EuiText } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import type { PageTestAnswer } from 'incident-core';
import { useState, type ReactElement } from 'react';
import { execute } from '../../hooks/setup/connector';
import { useSetupApis } from '../../hooks/setup/kibana';
import { usePageTest } from '../../hooks/page-test';
import { useIntents } from '../../hooks/intents';
import { useOnce } from '../../hooks/once';
import { AlertText } from '../alert-text';
import { EmptyFace } from '../face';
import { icon } from '../icon';
import { IncidentLink } from '../incident-link';
import { DeliveryBadge } from '../badges';
import { channelText } from '../incident/reasons';

interface ProveStepProps {
  /** Null while it has not been made. */
  readonly sourceId: string | null;
  /** To post by; null where alerts are pulled. */
  readonly connectorId: string | null;
}

/** How far the proof came. */
type Proof =
  | { readonly kind: 'asking' }
  | { readonly kind: 'posted'; readonly testId: string }
  | { readonly kind: 'refused'; readonly at: 'backend' | 'kibana'; readonly said: string };

/** A test alert, by Kibana's connector, to an incident and to those whom it tells. */
export function ProveStep({ sourceId, connectorId }: ProveStepProps): ReactElement {
  const { setup, kibana } = useSetupApis();
  const [proof, setProof] = useState<Proof | null>(null);
  const [run, isRunning] = useOnce();
  const send = useIntents();
  if (sourceId === null) {
    return (
      <EmptyFace
        iconName="play"
        title={i18n.translate('incidents.setup.prove.none.title', { defaultMessage: 'There is nothing to prove yet' })}
        body={i18n.translate('incidents.setup.prove.none.body', {
          defaultMessage: 'The source that Kibana posts as is made when the plan is applied.',
        })}
      />
    );
  }
  const start = () =>
    run(async () => {
      setProof({ kind: 'asking' });
      try {
        const { id, payload } = await send([connectorId, sourceId], (key) =>
          connectorId === null ? setup.testFromBackend(sourceId, key) : setup.testSource(sourceId, key),
        );
        if (connectorId !== null && payload !== null) {
          const { isOk, said } = await execute(kibana, connectorId, payload);
          if (!isOk) return setProof({ kind: 'refused', at: 'kibana', said });
        }
        setProof({ kind: 'posted', testId: id });
      } catch (error) {
        setProof({ kind: 'refused', at: 'backend', said: error instanceof Error ? error.message : String(error) });
      }
    });
  return (
    <div data-test-subj="incidentsSetupProve">
      <EuiText size="s">
        <p>
          {connectorId === null
            ? i18n.translate('incidents.setup.prove.pull', {
                defaultMessage:
                  'Without a connector the way from Kibana cannot be tried: the backend posts a test alert to itself. It opens a real incident and tells real people.',
              })
            : i18n.translate('incidents.setup.prove.text', {
                defaultMessage:
                  'Kibana posts a test alert by its connector, as a rule would. It opens a real incident and tells real people; it ends when somebody acknowledges it, or after 15 minutes.',
              })}
        </p>
      </EuiText>
      <EuiSpacer size="m" />
      <EuiButton
        fill
        iconType={icon('bell')}
        isLoading={isRunning}
        onClick={start}
        data-test-subj="incidentsSetupProveStart"
      >
        {i18n.translate('incidents.setup.prove.start', { defaultMessage: 'Send a test alert' })}
      </EuiButton>
      {proof?.kind === 'refused' && (
        <>
          <EuiSpacer size="m" />
          <EuiCallOut
            size="s"
            color="danger"
            iconType={icon('error')}
            data-test-subj="incidentsSetupProveRefused"
            title={
              proof.at === 'kibana'
                ? i18n.translate('incidents.setup.prove.kibana', {
                    defaultMessage: "Kibana's connector could not post it",
                  })
                : i18n.translate('incidents.setup.prove.backend', { defaultMessage: 'The test could not begin' })
            }
          >
            <AlertText text={proof.said} most={500} />
          </EuiCallOut>
        </>
      )}
      {proof?.kind === 'posted' && <Arrival testId={proof.testId} isByKibana={connectorId !== null} />}
    </div>
  );
}

function Arrival({ testId, isByKibana }: { readonly testId: string; readonly isByKibana: boolean }): ReactElement {
  const { data } = usePageTest(testId);
  const incident = data?.incident ?? null;
  const told = data?.deliveries.length ?? 0;
  return (
    <>
      <EuiSpacer size="l" />
      <EuiSteps
        titleSize="xs"
        headingElement="h2"
        steps={[
          {
            title: isByKibana
              ? i18n.translate('incidents.setup.prove.posted', {
                  defaultMessage: 'Kibana has posted it, and the backend has taken it',
                })
              : i18n.translate('incidents.setup.prove.postedItself', { defaultMessage: 'The backend has posted it' }),
            status: 'complete',
            children: null,
          },
          {
            title: i18n.translate('incidents.setup.prove.incident', { defaultMessage: 'An incident' }),
            status: incident ? 'complete' : 'loading',
            children: <Opened incident={incident} />,
          },
          {
            title: i18n.translate('incidents.setup.prove.told', { defaultMessage: 'Who was told' }),
            status: told > 0 ? (data?.state === 'failed' ? 'danger' : 'complete') : 'loading',
            children: <Told deliveries={data?.deliveries ?? []} />,
          },
        ]}
      />
    </>
  );
}

function Told({ deliveries }: { readonly deliveries: PageTestAnswer['deliveries'] }): ReactElement | null {
  if (deliveries.length === 0) return null;
  return (
    <EuiText size="s" data-test-subj="incidentsSetupTold">
      <ul>
        {deliveries.map(({ id, recipient, channel, status }) => (
          <li key={id}>
            <AlertText text={recipient.name ?? recipient.id} most={80} /> ({channelText(channel)}){' '}
            <DeliveryBadge status={status} />
          </li>
        ))}
      </ul>
    </EuiText>
  );
}

function Opened({ incident }: { readonly incident: PageTestAnswer['incident'] }): ReactElement | null {
  if (!incident) return null;
  return (
    <p data-test-subj="incidentsSetupProved">
      <IncidentLink id={incident.id} number={incident.number} title={incident.title} />
    </p>
  );
}
