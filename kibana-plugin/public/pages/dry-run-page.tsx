import { EuiSpacer, EuiTitle } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import type { DryRunAnswer, SourceAnswer } from 'incident-core';
import type { ReactElement } from 'react';
import { AlertChain } from '../components/dry-run/alert-chain';
import { PayloadForm } from '../components/dry-run/payload-form';
import { PageFrame } from '../components/page-frame';
import { TryOut } from '../components/try-out';
import { useDryRun } from '../hooks/dry-run';
import { useSources } from '../hooks/sources';

/** What a payload would come to, from what is read of it to who would be told; nothing of it happens. */
export function DryRunPage(): ReactElement {
  const { run, bodyOf, isRunning } = useDryRun();
  const { data: sources } = useSources();
  return (
    <PageFrame title={i18n.translate('incidents.dryRunPage.title', { defaultMessage: 'Dry run' })}>
      <TryOut
        isRunning={isRunning}
        run={run}
        form={(send) => <PayloadForm isRunning={isRunning} onChoose={bodyOf} onRun={send} />}
        result={(answer, given) => (
          <Alerts answer={answer} source={sources?.find(({ id }) => id === given.source_id)} />
        )}
        refused={i18n.translate('incidents.dryRunPage.refused', { defaultMessage: 'It cannot be tried' })}
        empty={{
          title: i18n.translate('incidents.dryRunPage.empty.title', { defaultMessage: 'Nothing tried yet' }),
          body: i18n.translate('incidents.dryRunPage.empty.body', {
            defaultMessage:
              'Take a sample, or paste what Kibana would post: you see how it is read, which team gets it and why, and who would be told.',
          }),
        }}
        formWidth={400}
      />
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
