import { EuiDescriptionList } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import type { IncidentDetail } from 'incident-core';
import type { ReactElement, ReactNode } from 'react';
import { useNow } from '../../hooks/now';
import { Age, At, shortTime } from '../age';
import { AlertText } from '../alert-text';
import { NatureBadges, SeverityMark, StatusBadge } from '../badges';
import { HeldBadge } from '../silences/held-badge';
import { Small } from '../small';

const none = '–';

/** What, where and since when: the same on the incident's page and in the sidebar. */
export function IncidentFacts({ incident }: { readonly incident: IncidentDetail }): ReactElement {
  const { severity, urgency, service, environment, team, unrouted, assignee, status, suppressed } = incident;
  const facts: readonly Fact[] = [
    [
      i18n.translate('incidents.facts.status', { defaultMessage: 'Status' }),
      <span key="status">
        <StatusBadge status={status} /> <NatureBadges incident={incident} />
      </span>,
    ],
    ...(suppressed
      ? [
          [
            i18n.translate('incidents.facts.suppressed', { defaultMessage: 'Nobody is told' }),
            <HeldBadge key="suppressed" suppressed={suppressed} />,
          ] as const,
        ]
      : []),
    [
      i18n.translate('incidents.facts.assignee', { defaultMessage: 'Held by' }),
      assignee ? <AlertText key="assignee" text={assignee.name} most={100} /> : nobody(),
    ],
    ...(incident.responders.length === 0
      ? []
      : [
          [
            i18n.translate('incidents.facts.helpers', { defaultMessage: 'Helping' }),
            <AlertText key="helpers" text={incident.responders.map(({ name }) => name).join(', ')} most={300} />,
          ] as const,
        ]),
    [
      i18n.translate('incidents.facts.severity', { defaultMessage: 'Severity' }),
      <span key="severity" css={{ display: 'flex', gap: 8, alignItems: 'center' }}>
        <SeverityMark severity={severity} />
        <Small>
          {urgency === 'high'
            ? i18n.translate('incidents.facts.high', { defaultMessage: 'high urgency' })
            : i18n.translate('incidents.facts.low', { defaultMessage: 'low urgency' })}
        </Small>
      </span>,
    ],
    [
      i18n.translate('incidents.facts.service', { defaultMessage: 'Service' }),
      service === null ? none : <AlertText key="service" text={service} most={200} />,
    ],
    [
      i18n.translate('incidents.facts.environment', { defaultMessage: 'Environment' }),
      environment === null ? none : <AlertText key="environment" text={environment} most={200} />,
    ],
    [
      i18n.translate('incidents.facts.team', { defaultMessage: 'Team' }),
      <span key="team">
        <AlertText text={team.name} most={100} />
        {unrouted && (
          <Small color="danger"> {i18n.translate('incidents.facts.unrouted', { defaultMessage: 'unrouted' })}</Small>
        )}
      </span>,
    ],
    ...times(incident),
  ];
  return (
    <EuiDescriptionList
      type="column"
      compressed
      columnWidths={[2, 3]}
      listItems={facts.map(([title, description]) => ({ title, description }))}
      data-test-subj="incidentsFacts"
    />
  );
}

type Fact = readonly [title: string, description: NonNullable<ReactNode>];

function times(incident: IncidentDetail): readonly Fact[] {
  const { triggered_at, last_seen_at, resolved_at, alert_count, reopen_count, resolve_due_at } = incident;
  return [
    [
      i18n.translate('incidents.facts.since', { defaultMessage: 'Since' }),
      <span key="since">
        <Age since={triggered_at} /> (<At time={triggered_at} />)
      </span>,
    ],
    ...(resolved_at === null
      ? []
      : [
          [
            i18n.translate('incidents.facts.resolved', { defaultMessage: 'Resolved' }),
            <At key="at" time={resolved_at} />,
          ] as const,
        ]),
    ...due(i18n.translate('incidents.facts.due', { defaultMessage: 'Resolves by itself' }), resolve_due_at),
    ...due(i18n.translate('incidents.facts.snoozed', { defaultMessage: 'Sleeps until' }), incident.snoozed_until),
    ...due(i18n.translate('incidents.facts.confirm', { defaultMessage: 'Confirm before' }), incident.confirm_due_at),
    ...due(
      i18n.translate('incidents.facts.acknowledgement', { defaultMessage: 'Start work before' }),
      incident.acknowledgement_due_at,
    ),
    [
      i18n.translate('incidents.facts.count', { defaultMessage: 'Alerts' }),
      <span key="count">
        {i18n.translate('incidents.facts.seen', { defaultMessage: '{alert_count}, the last', values: { alert_count } })}{' '}
        <At time={last_seen_at} />
      </span>,
    ],
    ...(reopen_count === 0
      ? []
      : [[i18n.translate('incidents.facts.reopened', { defaultMessage: 'Reopened' }), String(reopen_count)] as const]),
  ];
}

function due(title: string, time: string | null): readonly Fact[] {
  return time === null ? [] : [[title, <DueTime key="due" time={time} />]];
}

function DueTime({ time }: { readonly time: string }): ReactElement {
  return <>{shortTime(time, useNow())}</>;
}

function nobody(): string {
  return i18n.translate('incidents.facts.nobody', { defaultMessage: 'nobody' });
}
