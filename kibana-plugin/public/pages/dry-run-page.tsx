import { EuiFlexGroup, EuiFlexItem, EuiPanel, EuiSpacer, EuiTitle } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import type { DryRunAnswer, SourceAnswer } from 'incident-core';
import { useState, type ReactElement } from 'react';
import { AlertChain } from '../components/dry-run/alert-chain';
import { PayloadForm } from '../components/dry-run/payload-form';
import { EmptyFace } from '../components/face';
import { PageFrame } from '../components/page-frame';
import { Refusal } from '../components/refusal';
import { useDryRun } from '../hooks/dry-run';
import { useSources } from '../hooks/sources';

/** What a payload would come to, from what is read of it to who would be told; nothing of it happens. */
export function DryRunPage(): ReactElement {
  const { run, bodyOf, isRunning } = useDryRun();
  const [answer, setAnswer] = useState<DryRunAnswer | undefined>(undefined);
  const [refusal, setRefusal] = useState<unknown>(undefined);
  const [sourceId, setSourceId] = useState<string | undefined>(undefined);
  const { data: sources } = useSources();
  const source = sources?.find(({ id }) => id === sourceId);
  const title = i18n.translate('incidents.dryRunPage.title', { defaultMessage: 'Dry run' });
  return (
    <PageFrame title={title}>
      <EuiFlexGroup gutterSize="l" alignItems="flexStart" wrap>
        <EuiFlexItem grow={false} css={{ flexBasis: 400, minWidth: 280, maxWidth: '100%' }}>
          <EuiPanel hasBorder hasShadow={false} paddingSize="m">
            <PayloadForm
              isRunning={isRunning}
              onChoose={bodyOf}
              onRun={(given) => {
                setSourceId(given.source_id);
                run(
                  given,
                  (result) => {
                    setRefusal(undefined);
                    setAnswer(result);
                  },
                  (error) => {
                    setAnswer(undefined);
                    setRefusal(error);
                    return true;
                  },
                );
              }}
            />
          </EuiPanel>
        </EuiFlexItem>
        <EuiFlexItem css={{ minWidth: 'min(100%, 420px)' }}>
          <div aria-live="polite" aria-busy={isRunning}>
            <Refusal
              error={refusal}
              title={i18n.translate('incidents.dryRunPage.refused', { defaultMessage: 'It cannot be tried' })}
            />
            {answer && <Alerts answer={answer} source={source} />}
          </div>
          {!answer && refusal === undefined && (
            <EmptyFace
              iconName="play"
              title={i18n.translate('incidents.dryRunPage.empty.title', { defaultMessage: 'Nothing tried yet' })}
              body={i18n.translate('incidents.dryRunPage.empty.body', {
                defaultMessage:
                  'Take a sample, or paste what Kibana would post: you see how it is read, which team gets it and why, and who would be told.',
              })}
            />
          )}
        </EuiFlexItem>
      </EuiFlexGroup>
    </PageFrame>
  );
}

interface AlertsProps {
  readonly answer: DryRunAnswer;
  readonly source: SourceAnswer | undefined;
}

function Alerts({ answer: { alerts, at }, source }: AlertsProps): ReactElement {
  return (
    <>
      {alerts.map((alert) => (
        <div key={alert.position}>
          {alerts.length > 1 && (
            <EuiTitle size="s">
              <h2>
                {i18n.translate('incidents.dryRunPage.alert', {
                  defaultMessage: 'Alert {number} of {count}',
                  values: { number: alert.position + 1, count: alerts.length },
                })}
              </h2>
            </EuiTitle>
          )}
          <EuiSpacer size="s" />
          <AlertChain alert={alert} at={at} source={source} heading={alerts.length > 1 ? 'h3' : 'h2'} />
          <EuiSpacer size="l" />
        </div>
      ))}
    </>
  );
}
