import { i18n } from '@kbn/i18n';

/** Why somebody could not be reached, why a delivery ended, why a run began or ended: the backend's words as ours. */
export function reasonText(reason: string): string {
  switch (reason) {
    case 'no_verified_contact_method':
      return i18n.translate('incidents.reason.noContact', { defaultMessage: 'no verified contact method' });
    case 'unknown_user':
      return i18n.translate('incidents.reason.unknownUser', { defaultMessage: 'there is no such responder any more' });
    case 'unknown_webhook':
      return i18n.translate('incidents.reason.unknownWebhook', { defaultMessage: 'there is no such webhook any more' });
    case 'webhook_off':
      return i18n.translate('incidents.reason.webhookOff', { defaultMessage: 'the webhook is turned off' });
    case 'no_target_reachable':
      return i18n.translate('incidents.reason.noTarget', { defaultMessage: 'nobody in the step can be reached' });
    case 'all_deliveries_failed':
      return i18n.translate('incidents.reason.allFailed', { defaultMessage: 'all deliveries failed' });
    case 'no_policy':
      return i18n.translate('incidents.reason.noPolicy', { defaultMessage: 'no escalation policy fits' });
    case 'opened':
      return i18n.translate('incidents.reason.opened', { defaultMessage: 'the incident was opened' });
    case 'reopened':
      return i18n.translate('incidents.reason.reopened', { defaultMessage: 'the incident was opened again' });
    case 'exhausted':
      return i18n.translate('incidents.reason.exhausted', {
        defaultMessage: 'the policy ran out and nobody had answered',
      });
    case 'acknowledged':
      return i18n.translate('incidents.reason.acknowledged', { defaultMessage: 'somebody acknowledged' });
    case 'recovered':
      return i18n.translate('incidents.reason.recovered', { defaultMessage: 'the alert recovered' });
    case 'resolved':
      return i18n.translate('incidents.reason.resolved', { defaultMessage: 'the incident was resolved' });
    case 'gave_up':
      return i18n.translate('incidents.reason.gaveUp', { defaultMessage: 'tried until it was too late' });
    case 'refused':
      return i18n.translate('incidents.reason.refused', { defaultMessage: 'refused for good' });
    case 'gone':
      return i18n.translate('incidents.reason.gone', { defaultMessage: 'the address is gone' });
    case 'timeout':
      return i18n.translate('incidents.reason.timeout', { defaultMessage: 'nobody answered in time' });
    case 'nobody_notified':
      return i18n.translate('incidents.reason.nobody', { defaultMessage: 'nobody was reached' });
    default:
      return reason.replaceAll('_', ' ');
  }
}

export function eventText(event: string): string {
  switch (event) {
    case 'escalation_step':
      return i18n.translate('incidents.event.step', { defaultMessage: 'the incident' });
    case 'recovery_noted':
      return i18n.translate('incidents.event.recovery', { defaultMessage: 'the recovery' });
    case 'new_episode':
      return i18n.translate('incidents.event.episode', { defaultMessage: 'that the alert is active again' });
    case 'resolved':
      return i18n.translate('incidents.event.resolved', { defaultMessage: 'the resolution' });
    case 'nobody_notified':
      return i18n.translate('incidents.event.nobody', { defaultMessage: 'that a step reached nobody' });
    case 'exhausted':
      return i18n.translate('incidents.event.exhausted', { defaultMessage: 'that nobody has answered' });
    default:
      return event.replaceAll('_', ' ');
  }
}

export function channelText(channel: string): string {
  switch (channel) {
    case 'email':
      return i18n.translate('incidents.channel.email', { defaultMessage: 'e-mail' });
    case 'webhook':
      return i18n.translate('incidents.channel.webhook', { defaultMessage: 'webhook' });
    default:
      return channel;
  }
}
