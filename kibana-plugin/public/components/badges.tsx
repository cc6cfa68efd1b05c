import { EuiBadge, EuiHealth } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import type { DeliveryStatus, IncidentAnswer, IncidentStatus, Severity } from 'incident-core';
import type { ReactElement } from 'react';
import { icon } from './icon';

type Color = 'danger' | 'warning' | 'primary' | 'success' | 'hollow' | 'default';

export function statusText(status: IncidentStatus): string {
  switch (status) {
    case 'triggered':
      return i18n.translate('incidents.status.triggered', { defaultMessage: 'Triggered' });
    case 'acknowledged':
      return i18n.translate('incidents.status.acknowledged', { defaultMessage: 'Acknowledged' });
    case 'in_progress':
      return i18n.translate('incidents.status.inProgress', { defaultMessage: 'In progress' });
    case 'resolved':
      return i18n.translate('incidents.status.resolved', { defaultMessage: 'Resolved' });
  }
}

export function severityText(severity: Severity): string {
  switch (severity) {
    case 'critical':
      return i18n.translate('incidents.severity.critical', { defaultMessage: 'Critical' });
    case 'error':
      return i18n.translate('incidents.severity.error', { defaultMessage: 'Error' });
    case 'warning':
      return i18n.translate('incidents.severity.warning', { defaultMessage: 'Warning' });
    case 'info':
      return i18n.translate('incidents.severity.info', { defaultMessage: 'Info' });
  }
}

export function deliveryText(status: DeliveryStatus): string {
  switch (status) {
    case 'pending':
      return i18n.translate('incidents.delivery.pending', { defaultMessage: 'Pending' });
    case 'sending':
      return i18n.translate('incidents.delivery.sending', { defaultMessage: 'Sending' });
    case 'sent':
      return i18n.translate('incidents.delivery.sent', { defaultMessage: 'Sent' });
    case 'delivered':
      return i18n.translate('incidents.delivery.delivered', { defaultMessage: 'Delivered' });
    case 'failed':
      return i18n.translate('incidents.delivery.failed', { defaultMessage: 'Failed' });
    case 'suppressed':
      return i18n.translate('incidents.delivery.suppressed', { defaultMessage: 'Suppressed' });
  }
}

const statusColors = {
  triggered: 'danger',
  acknowledged: 'warning',
  in_progress: 'primary',
  resolved: 'hollow',
} as const satisfies Readonly<Record<IncidentStatus, Color>>;

const severityColors = {
  critical: 'danger',
  error: 'warning',
  warning: 'primary',
  info: 'subdued',
} as const satisfies Readonly<Record<Severity, string>>;

const deliveryColors = {
  pending: 'hollow',
  sending: 'hollow',
  sent: 'success',
  delivered: 'success',
  failed: 'danger',
  suppressed: 'default',
} as const satisfies Readonly<Record<DeliveryStatus, Color>>;

export function StatusBadge({ status }: { readonly status: IncidentStatus }): ReactElement {
  return <EuiBadge color={statusColors[status]}>{statusText(status)}</EuiBadge>;
}

/** The word beside the colour: nobody has to see the difference of two colours. */
export function SeverityMark({ severity }: { readonly severity: Severity }): ReactElement {
  return (
    <EuiHealth
      textSize="inherit"
      color={severityColors[severity]}
      css={{ whiteSpace: 'nowrap', lineHeight: 'inherit' }}
    >
      {severityText(severity)}
    </EuiHealth>
  );
}

/** What is out of the usual with an incident: it comes and goes, or collects a storm. Nothing for most. */
export function NatureBadges({ incident: { flapping, storm } }: { readonly incident: Nature }): ReactElement {
  return (
    <>
      {storm && (
        <EuiBadge color="warning" iconType={icon('bolt')} data-test-subj="incidentsStorm">
          {i18n.translate('incidents.badge.storm', { defaultMessage: 'Storm' })}
        </EuiBadge>
      )}
      {flapping && (
        <EuiBadge color="hollow">{i18n.translate('incidents.badge.flapping', { defaultMessage: 'Flapping' })}</EuiBadge>
      )}
    </>
  );
}

type Nature = Pick<IncidentAnswer, 'flapping' | 'storm'>;

export function DeliveryBadge({ status }: { readonly status: DeliveryStatus }): ReactElement {
  return <EuiBadge color={deliveryColors[status]}>{deliveryText(status)}</EuiBadge>;
}
