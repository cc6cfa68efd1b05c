import { EuiButtonGroup, EuiCallOut, EuiDescriptionList, EuiPanel, EuiSpacer } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import type { SimulationAnswer } from 'incident-core';
import { useMemo, useState, type ReactElement } from 'react';
import { AlertText } from '../alert-text';
import { SeverityMark } from '../badges';
import { icon } from '../icon';
import { Small, Subdued } from '../small';
import { ownZone } from '../time/zone';
import { toPicture } from './picture';
import { SimulationPicture } from './simulation-picture';
import { SimulationTable } from './simulation-table';
import { passedOverText, policyReasonText, teamReasonText, urgencyText } from './simulation-words';

/** What would become of it: which team and policy, and who is told. */
export function SimulationResult({ answer }: { readonly answer: SimulationAnswer }): ReactElement {
  const [isTable, setTable] = useState(false);
  const picture = useMemo(() => toPicture(answer), [answer]);
  const zone = ownZone();
  return (
    <div data-test-subj="incidentsSimulated">
      <Loud answer={answer} />
      <EuiPanel hasBorder hasShadow={false} paddingSize="m">
        <Summary answer={answer} />
      </EuiPanel>
      <EuiSpacer size="m" />
      {picture.bands.length > 0 && (
        <>
          <EuiButtonGroup
            legend={i18n.translate('incidents.simulation.forms', { defaultMessage: 'How it is shown' })}
            buttonSize="compressed"
            options={[
              {
                id: 'picture',
                label: i18n.translate('incidents.simulation.asPicture', { defaultMessage: 'Picture' }),
                'data-test-subj': 'incidentsAsPicture',
              },
              {
                id: 'table',
                label: i18n.translate('incidents.simulation.asTable', { defaultMessage: 'Table' }),
                'data-test-subj': 'incidentsAsTable',
              },
            ]}
            idSelected={isTable ? 'table' : 'picture'}
            onChange={(id) => setTable(id === 'table')}
          />
          <EuiSpacer size="s" />
          {isTable ? (
            <SimulationTable picture={picture} zone={zone} />
          ) : (
            <SimulationPicture answer={answer} picture={picture} zone={zone} />
          )}
          <EuiSpacer size="s" />
          <Subdued size="xs">
            <p>
              {i18n.translate('incidents.simulation.note', {
                defaultMessage:
                  'As if nobody acknowledged and all that is sent got through. Times by the clocks of {zone}; columns are not to scale.',
                values: { zone },
              })}
              {answer.truncated &&
                ` ${i18n.translate('incidents.simulation.truncated', { defaultMessage: 'More steps would follow.' })}`}
            </p>
          </Subdued>
        </>
      )}
    </div>
  );
}

function Loud({ answer: { policy, passages, alert } }: { readonly answer: SimulationAnswer }): ReactElement | null {
  const isIgnored = alert !== null && !['opened', 'reopened', 'unreadable'].includes(alert.outcome);
  const title = !policy
    ? i18n.translate('incidents.simulation.loud.policy', { defaultMessage: 'No policy fits: nobody would be told' })
    : passages.some(({ reaches_nobody }) => reaches_nobody)
      ? i18n.translate('incidents.simulation.loud.nobody', { defaultMessage: 'A step would reach nobody' })
      : isIgnored
        ? i18n.translate('incidents.simulation.loud.ignored', {
            defaultMessage: 'This payload would open no incident: {outcome}',
            values: { outcome: alert.outcome.replaceAll('_', ' ') },
          })
        : undefined;
  if (title === undefined) return null;
  return (
    <>
      <EuiCallOut
        size="s"
        color="danger"
        iconType={icon('alert')}
        title={title}
        data-test-subj="incidentsSimulatedLoud"
      />
      <EuiSpacer size="m" />
    </>
  );
}

function Summary({ answer }: { readonly answer: SimulationAnswer }): ReactElement {
  const { team, severity, urgency, policy, other_policies, fallback, alert } = answer;
  const because = (text: string) => <Small>{text}</Small>;
  const items = [
    ...(alert
      ? [
          {
            title: i18n.translate('incidents.simulation.alert', { defaultMessage: 'Alert' }),
            description: <AlertText text={alert.name} most={200} />,
          },
        ]
      : []),
    {
      title: i18n.translate('incidents.simulation.team', { defaultMessage: 'Team' }),
      description: (
        <>
          <AlertText text={team.name ?? '–'} most={80} /> {because(teamReasonText(team.reason))}
        </>
      ),
    },
    {
      title: i18n.translate('incidents.simulation.severity', { defaultMessage: 'Severity' }),
      description: (
        <span css={{ display: 'inline-flex', alignItems: 'center', gap: 8 }}>
          <SeverityMark severity={severity} /> {because(urgencyText(urgency))}
        </span>
      ),
    },
    {
      title: i18n.translate('incidents.simulation.policy', { defaultMessage: 'Policy' }),
      description: policy ? (
        <>
          <AlertText text={policy.name} most={120} /> {because(policyReasonText(policy.reason))}{' '}
          {policy.passed_over !== null && because(passedOverText(policy.passed_over))}
        </>
      ) : (
        i18n.translate('incidents.simulation.none', { defaultMessage: 'none' })
      ),
    },
    {
      title: i18n.translate('incidents.simulation.fallback', { defaultMessage: 'If nobody is reached' }),
      description: fallback ? <AlertText text={fallback.name ?? '–'} most={80} /> : '–',
    },
    ...(other_policies.length > 0
      ? [
          {
            title: i18n.translate('incidents.simulation.others', { defaultMessage: 'Why not' }),
            description: (
              <ul>
                {other_policies.map(({ id, name, reason }) => (
                  <li key={id}>
                    <AlertText text={name} most={80} /> {because(passedOverText(reason))}
                  </li>
                ))}
              </ul>
            ),
          },
        ]
      : []),
  ];
  return (
    <EuiDescriptionList type="column" compressed columnWidths={['140px', 'auto']} listItems={items} css={{ gap: 4 }} />
  );
}
