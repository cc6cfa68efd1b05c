import { EuiAccordion, EuiButtonEmpty, EuiCallOut, EuiSpacer, EuiSteps, EuiText } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import type { EscalationAnswer, NotificationAnswer } from 'incident-core';
import { useState, type ComponentProps, type ReactElement } from 'react';
import { useEscalations, useNotifications } from '../../hooks/incidents';
import { useNow } from '../../hooks/now';
import { shortTime } from '../age';
import { ErrorFace, LoadingFace } from '../face';
import { icon } from '../icon';
import { isolate } from '../text';
import { aheadBody, passageBody, stepStatus, stepTitle } from './passage';
import { reasonText } from './reasons';
import { Subdued } from '../small';

interface EscalationStepsProps {
  readonly id: string;
  /** The level below the heading that it stands under. */
  readonly headingElement?: 'h3' | 'h5';
}

/** The last run as a picture of its steps, with what happened at each; the runs before it behind a button. */
export function EscalationSteps({ id, headingElement = 'h3' }: EscalationStepsProps): ReactElement {
  const { data, error, refetch } = useEscalations(id);
  const { data: told } = useNotifications(id);
  if (!data) return error ? <ErrorFace error={error} onRetry={() => void refetch()} /> : <LoadingFace />;
  // The next run waits and takes its policy only when it begins: until then the one before it is what there is to see.
  const waiting = data.items.filter(isWaiting);
  const [last, ...earlier] = data.items.filter((run) => !isWaiting(run));
  const notifications = told?.pages.flatMap(({ items }) => items) ?? [];
  if (!last && waiting.length === 0) {
    return (
      <Subdued size="s">
        {i18n.translate('incidents.escalation.none', { defaultMessage: 'Nothing was escalated.' })}
      </Subdued>
    );
  }
  return (
    <div data-test-subj="incidentsEscalation">
      {waiting.map((run) => (
        <Waiting key={run.id} run={run} />
      ))}
      {last && <Run run={last} notifications={notifications} headingElement={headingElement} />}
      {earlier.length > 0 && (
        <EuiAccordion
          id={`incidents-runs-${id}`}
          buttonContent={i18n.translate('incidents.escalation.earlier', {
            defaultMessage: 'Earlier runs: {count}',
            values: { count: earlier.length },
          })}
          paddingSize="s"
        >
          {earlier.map((run) => (
            <Run key={run.id} run={run} notifications={notifications} headingElement={headingElement} />
          ))}
        </EuiAccordion>
      )}
    </div>
  );
}

/** It waits for its time, or was over before that came. */
function isWaiting({ policy, end_reason, passages }: EscalationAnswer): boolean {
  return policy === null && end_reason !== 'no_policy' && passages.length === 0;
}

function Waiting({ run: { run, due_at, because, end_reason } }: { readonly run: EscalationAnswer }): ReactElement {
  const now = useNow();
  const values = { run, time: due_at === null ? '–' : shortTime(due_at, now), because: reasonText(because) };
  return (
    <>
      <EuiText size="s">
        <p>
          {end_reason === null
            ? i18n.translate('incidents.escalation.waiting', {
                defaultMessage: 'Run {run} begins at {time}: {because}.',
                values,
              })
            : i18n.translate('incidents.escalation.notBegun', {
                defaultMessage: 'Run {run} did not begin: {reason}.',
                values: { run, reason: reasonText(end_reason) },
              })}
        </p>
      </EuiText>
      <EuiSpacer size="m" />
    </>
  );
}

interface RunProps {
  readonly run: EscalationAnswer;
  readonly notifications: readonly NotificationAnswer[];
  readonly headingElement: 'h3' | 'h5';
}

/** Of a long run the beginning matters little. */
const MOST = 6;
const MOST_AHEAD = 3;

function Run({ run, notifications, headingElement }: RunProps): ReactElement {
  const now = useNow();
  const [isWhole, setWhole] = useState(false);
  const passages = isWhole ? run.passages : run.passages.slice(-MOST);
  const ahead = run.ahead.slice(0, isWhole ? run.ahead.length : MOST_AHEAD);
  const hidden = run.passages.length - passages.length + run.ahead.length - ahead.length;
  const steps: ComponentProps<typeof EuiSteps>['steps'] = [
    ...passages.map((passage) => ({
      title: stepTitle(passage, run.rounds),
      step: passage.step,
      status: stepStatus(passage),
      children: passageBody(passage, run, notifications, now),
    })),
    ...ahead.map((next) => ({
      title: stepTitle(next, run.rounds),
      step: next.step,
      status: 'disabled' as const,
      children: aheadBody(next, now),
    })),
  ];
  return (
    <>
      <EuiText size="s">
        <p>{headline(run)}</p>
      </EuiText>
      <EuiSpacer size="m" />
      {run.end_reason === 'exhausted' && <Exhausted />}
      {steps.length > 0 && (
        <EuiSteps
          titleSize="xs"
          headingElement={headingElement}
          steps={steps}
          css={{ '.euiStep__content': { marginBlockStart: 4, paddingBlock: '0 16px' } }}
        />
      )}
      {hidden > 0 && (
        <EuiButtonEmpty size="xs" flush="left" onClick={() => setWhole(true)}>
          {i18n.translate('incidents.escalation.all', {
            defaultMessage: 'Show the other steps: {hidden}',
            values: { hidden },
          })}
        </EuiButtonEmpty>
      )}
    </>
  );
}

function headline({ run, policy, because, ended_at, end_reason }: EscalationAnswer): string {
  const values = {
    run,
    policy: policy ? isolate(policy.name) : '',
    because: reasonText(because),
    reason: reasonText(end_reason ?? ''),
  };
  if (!policy) {
    return i18n.translate('incidents.escalation.noPolicy', {
      defaultMessage: 'Run {run}: no escalation policy fits, so nobody is told.',
      values,
    });
  }
  if (ended_at !== null && end_reason !== 'exhausted') {
    return i18n.translate('incidents.escalation.over', {
      defaultMessage: 'Run {run}, by the policy {policy}. Over: {reason}.',
      values,
    });
  }
  return i18n.translate('incidents.escalation.runs', {
    defaultMessage: 'Run {run}, by the policy {policy}: {because}.',
    values,
  });
}

function Exhausted(): ReactElement {
  return (
    <>
      <EuiCallOut
        size="s"
        color="danger"
        iconType={icon('alert')}
        title={i18n.translate('incidents.escalation.exhausted', { defaultMessage: 'It ran out: nobody has answered' })}
      />
      <EuiSpacer size="m" />
    </>
  );
}
