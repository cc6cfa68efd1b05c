import { EuiCallOut, EuiCode, EuiSpacer, EuiSteps, EuiText, type EuiStepsProps } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import type { DryRunAlert, SourceAnswer } from 'incident-core';
import type { ReactElement } from 'react';
import { useTeams } from '../../hooks/directory';
import { AlertText } from '../alert-text';
import { SeverityMark } from '../badges';
import { icon } from '../icon';
import { IncidentLink } from '../incident-link';
import { SimulationResult } from '../policies/simulation-result';
import { teamReasonText, urgencyText } from '../policies/simulation-words';
import { Small } from '../small';
import { aroundLines } from './around-words';
import { holdText, outcomeText, severityFromText, urgencyReasonText } from './dry-run-words';
import { RuleList } from './rule-list';

type Steps = EuiStepsProps['steps'];

interface AlertChainProps {
  readonly alert: DryRunAlert;
  readonly at: string;
  readonly source: SourceAnswer | undefined;
  /** What stands above it has the next higher one. */
  readonly heading: 'h2' | 'h3';
}

/** The way of one alert through all stages, from what was read to who would be told. */
export function AlertChain({ alert, at, source, heading }: AlertChainProps): ReactElement {
  const { data: teams } = useTeams();
  const team = teams?.find(({ id }) => id === alert.team?.id);
  const { skipped } = alert;
  if (skipped !== null) {
    return (
      <EuiCallOut
        size="s"
        iconType={icon('minus')}
        title={i18n.translate('incidents.dryRun.skipped', {
          defaultMessage: 'Nothing to act on: {why}',
          values: { why: skipped.replaceAll('_', ' ') },
        })}
        data-test-subj="incidentsDryRunSkipped"
      />
    );
  }
  const steps = [
    readStep(alert),
    severityStep(alert),
    teamStep(alert),
    outcomeStep(alert, aroundLines(alert, { team, source })),
    toldStep(alert, at),
  ];
  return (
    <div data-test-subj="incidentsDryRunAlert">
      <EuiSteps headingElement={heading} titleSize="xs" steps={steps.flatMap((step) => step ?? [])} />
    </div>
  );
}

function readStep({ alert, unreadable }: DryRunAlert): Steps[number] | null {
  if (!alert) return null;
  const key = (
    <p>
      <Small>{i18n.translate('incidents.dryRun.key', { defaultMessage: 'Dedup key' })}</Small>{' '}
      <EuiCode css={{ overflowWrap: 'anywhere' }}>{alert.dedup_key}</EuiCode>
    </p>
  );
  if (unreadable) {
    return {
      title: i18n.translate('incidents.dryRun.notRead', { defaultMessage: 'Cannot be read as an alert' }),
      status: 'danger',
      children: (
        <EuiText size="s" data-test-subj="incidentsDryRunUnreadable">
          <p>
            <EuiCode>{unreadable.path}</EuiCode>{' '}
            <AlertText
              text={i18n.translate('incidents.dryRun.found', {
                defaultMessage: 'found {found}; expected {expected}',
                values: { found: unreadable.found, expected: unreadable.expected },
              })}
            />
          </p>
          {key}
        </EuiText>
      ),
    };
  }
  const place = [alert.service, alert.environment].filter((part) => part !== null).join(', ');
  return {
    title: i18n.translate('incidents.dryRun.read', {
      defaultMessage: 'Read as an alert that {status, select, active {is active} other {has recovered}}',
      values: { status: alert.status },
    }),
    status: 'complete',
    children: (
      <EuiText size="s">
        <p>
          <AlertText text={alert.name} most={200} /> {place !== '' && <Small>{place}</Small>}
        </p>
        {alert.said !== null && (
          <p>
            <AlertText text={alert.said} most={400} />
          </p>
        )}
        {alert.date_replaced !== null && (
          <p>
            {i18n.translate('incidents.dryRun.date', {
              defaultMessage: 'Its date cannot be used: the time of receipt stands in.',
            })}
          </p>
        )}
        {key}
      </EuiText>
    ),
  };
}

function severityStep({ alert, urgency }: DryRunAlert): Steps[number] | null {
  if (!alert || !urgency) return null;
  return {
    title: i18n.translate('incidents.dryRun.severity', { defaultMessage: 'Severity and urgency' }),
    status: 'complete',
    children: (
      <EuiText size="s">
        <p css={{ display: 'flex', gap: 8, alignItems: 'center', flexWrap: 'wrap' }}>
          <SeverityMark severity={alert.severity} /> <Small>{severityFromText(alert.severity_from)}</Small>
        </p>
        <p>
          {urgencyText(urgency.urgency)} <Small>{urgencyReasonText(urgency)}</Small>
        </p>
      </EuiText>
    ),
  };
}

function teamStep({ team, rules, position }: DryRunAlert): Steps[number] | null {
  if (!team) return null;
  return {
    title: i18n.translate('incidents.dryRun.teamTitle', { defaultMessage: 'Team' }),
    status: team.reason === 'catch_all' ? 'warning' : 'complete',
    children: (
      <EuiText size="s">
        <p>
          <AlertText text={team.name ?? '–'} most={80} /> <Small>{teamReasonText(team.reason)}</Small>
        </p>
        <RuleList rules={rules} id={String(position)} />
      </EuiText>
    ),
  };
}

/** `around`: whether it joins what others opened, and why. */
function outcomeStep(alert: DryRunAlert, around: readonly string[]): Steps[number] {
  const { incident, reason, held_by } = alert;
  return {
    title: outcomeText(alert),
    status: held_by ? 'warning' : 'complete',
    children: (
      <EuiText size="s" data-test-subj="incidentsDryRunOutcome">
        {incident && <IncidentLink {...incident} />}
        {reason !== null && around.length === 0 && <Small>{reason.replaceAll('_', ' ')}</Small>}
        {around.map((line) => (
          <p key={line} data-test-subj="incidentsDryRunAround">
            <AlertText text={line} most={400} />
          </p>
        ))}
        {held_by && (
          <p>
            <AlertText text={holdText(held_by)} />
          </p>
        )}
      </EuiText>
    ),
  };
}

function toldStep({ escalation }: DryRunAlert, at: string): Steps[number] {
  if (!escalation) {
    return {
      title: i18n.translate('incidents.dryRun.nobody', { defaultMessage: 'No escalation starts' }),
      status: 'disabled',
      children: (
        <EuiText size="s">
          <p>
            {i18n.translate('incidents.dryRun.nobodyWhy', {
              defaultMessage: 'Only what opens an incident, or opens it again, has people told step by step.',
            })}
          </p>
        </EuiText>
      ),
    };
  }
  return {
    title: i18n.translate('incidents.dryRun.told', { defaultMessage: 'Who is told, and when' }),
    status: escalation.policy ? 'complete' : 'danger',
    children: (
      <>
        <SimulationResult answer={{ ...escalation, at, alert: null }} />
        <EuiSpacer size="s" />
      </>
    ),
  };
}
