import { EuiBadge, EuiHealth } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import type { IncidentStatus, Severity } from 'incident-core';
import type { ReactElement } from 'react';

const statuses: Readonly<Record<IncidentStatus, { readonly color: string; text(): string }>> = {
  triggered: {
    color: 'danger',
    text: () => i18n.translate('incidents.status.triggered', { defaultMessage: 'Triggered' }),
  },
  acknowledged: {
    color: 'warning',
    text: () => i18n.translate('incidents.status.acknowledged', { defaultMessage: 'Acknowledged' }),
  },
  in_progress: {
    color: 'primary',
    text: () => i18n.translate('incidents.status.inProgress', { defaultMessage: 'In progress' }),
  },
  resolved: {
    color: 'hollow',
    text: () => i18n.translate('incidents.status.resolved', { defaultMessage: 'Resolved' }),
  },
};

const severities: Readonly<Record<Severity, { readonly color: string; text(): string }>> = {
  critical: {
    color: 'danger',
    text: () => i18n.translate('incidents.severity.critical', { defaultMessage: 'Critical' }),
  },
  error: { color: 'warning', text: () => i18n.translate('incidents.severity.error', { defaultMessage: 'Error' }) },
  warning: {
    color: 'primary',
    text: () => i18n.translate('incidents.severity.warning', { defaultMessage: 'Warning' }),
  },
  info: { color: 'subdued', text: () => i18n.translate('incidents.severity.info', { defaultMessage: 'Info' }) },
};

export function StatusBadge({ status }: { readonly status: IncidentStatus }): ReactElement {
  return <EuiBadge color={statuses[status].color}>{statuses[status].text()}</EuiBadge>;
}

/** The word beside the colour: nobody has to see the difference of two colours. */
export function SeverityMark({ severity }: { readonly severity: Severity }): ReactElement {
  return <EuiHealth color={severities[severity].color}>{severities[severity].text()}</EuiHealth>;
}
