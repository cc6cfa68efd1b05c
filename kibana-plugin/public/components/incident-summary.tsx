import { EuiDescriptionList, EuiSpacer } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import type { IncidentDetail } from 'incident-core';
import type { ReactElement } from 'react';
import { Age } from './age';
import { SeverityMark, StatusBadge } from './badges';
import { IncidentActions } from './incident-actions';

/** What, where and since when, and what can be done about it: the same on the incident's page and in the sidebar. */
export function IncidentSummary({ incident }: { readonly incident: IncidentDetail }): ReactElement {
  const { status, severity, service, environment, team, assignee, triggered_at, description } = incident;
  const none = '–';
  return (
    <>
      <IncidentActions incident={incident} />
      <EuiSpacer />
      <EuiDescriptionList
        type="column"
        compressed
        listItems={[
          {
            title: i18n.translate('incidents.summary.status', { defaultMessage: 'Status' }),
            description: <StatusBadge status={status} />,
          },
          {
            title: i18n.translate('incidents.summary.severity', { defaultMessage: 'Severity' }),
            description: <SeverityMark severity={severity} />,
          },
          {
            title: i18n.translate('incidents.summary.service', { defaultMessage: 'Service' }),
            description: [service, environment].filter(Boolean).join(', ') || none,
          },
          {
            title: i18n.translate('incidents.summary.team', { defaultMessage: 'Team' }),
            description: team.name,
          },
          {
            title: i18n.translate('incidents.summary.assignee', { defaultMessage: 'Assignee' }),
            description: assignee?.name ?? none,
          },
          {
            title: i18n.translate('incidents.summary.age', { defaultMessage: 'Age' }),
            description: <Age since={triggered_at} />,
          },
          {
            title: i18n.translate('incidents.summary.description', { defaultMessage: 'Description' }),
            description: <bdi css={{ overflowWrap: 'anywhere', whiteSpace: 'pre-line' }}>{description ?? none}</bdi>,
          },
        ]}
      />
    </>
  );
}
