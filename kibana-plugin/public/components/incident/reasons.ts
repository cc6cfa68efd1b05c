import { i18n } from '@kbn/i18n';
import { atStart } from '../text';

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
    case 'schedule_gap':
      return i18n.translate('incidents.reason.scheduleGap', { defaultMessage: 'nobody is on call' });
    case 'unknown_schedule':
      return i18n.translate('incidents.reason.unknownSchedule', {
        defaultMessage: 'there is no such schedule any more',
      });
    case 'unknown_team':
      return i18n.translate('incidents.reason.unknownTeam', { defaultMessage: 'there is no such team any more' });
    case 'empty_team':
      return i18n.translate('incidents.reason.emptyTeam', { defaultMessage: 'the team has no members' });
    case 'no_target_reachable':
      return i18n.translate('incidents.reason.noTarget', { defaultMessage: 'nobody in the step can be reached' });
    case 'all_deliveries_failed':
      return i18n.translate('incidents.reason.allFailed', { defaultMessage: 'all deliveries failed' });
    case 'no_policy':
      return i18n.translate('incidents.reason.noPolicy', { defaultMessage: 'no escalation policy fits' });
    case 'no_fallback':
      return i18n.translate('incidents.reason.noFallback', { defaultMessage: 'no fallback is set' });
    case 'fallback_unreachable':
      return i18n.translate('incidents.reason.fallback', { defaultMessage: 'the fallback cannot be reached either' });
    case 'opened':
      return i18n.translate('incidents.reason.opened', { defaultMessage: 'the incident was opened' });
    case 'page_test':
      return i18n.translate('incidents.reason.pageTest', { defaultMessage: 'the policy is tested' });
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
    case 'released':
      return i18n.translate('incidents.reason.released', { defaultMessage: 'it was released' });
    case 'escalated_by_hand':
    case 'by_hand':
      return i18n.translate('incidents.reason.byHand', { defaultMessage: 'a responder asked for it' });
    case 'handed_over':
    case 'reassigned':
      return i18n.translate('incidents.reason.handedOver', { defaultMessage: 'another team has it' });
    case 'held':
      return i18n.translate('incidents.reason.held', { defaultMessage: 'a suppression holds it' });
    case 'silence_over':
      return i18n.translate('incidents.reason.silenceOver', { defaultMessage: 'the silence is over' });
    case 'maintenance_window_over':
      return i18n.translate('incidents.reason.windowOver', { defaultMessage: 'the maintenance window is over' });
    case 'auto_pause_over':
      return i18n.translate('incidents.reason.pauseOver', { defaultMessage: 'it did not pass by itself' });
    case 'started_over':
      return i18n.translate('incidents.reason.startedOver', { defaultMessage: 'a new run began' });
    case 'snooze_over':
      return i18n.translate('incidents.reason.snoozeOver', { defaultMessage: 'the snooze is over' });
    case 'acknowledgement_over':
      return i18n.translate('incidents.reason.acknowledgementOver', { defaultMessage: 'the acknowledgement ran out' });
    case 'not_confirmed':
      return i18n.translate('incidents.reason.notConfirmed', {
        defaultMessage: 'it became critical and nobody confirmed',
      });
    case 'became_urgent':
      return i18n.translate('incidents.reason.becameUrgent', { defaultMessage: 'it became urgent' });
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
    case 'quiet_hours':
      return i18n.translate('incidents.reason.quietHours', { defaultMessage: 'held by quiet hours' });
    case 'throttle':
      return i18n.translate('incidents.reason.throttle', { defaultMessage: 'held, for there is too much at once' });
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
    case 'untracked':
      return i18n.translate('incidents.event.untracked', {
        defaultMessage: 'that Kibana no longer looks at the alert',
      });
    case 'resolved':
      return i18n.translate('incidents.event.resolved', { defaultMessage: 'the resolution' });
    case 'nobody_notified':
      return i18n.translate('incidents.event.nobody', { defaultMessage: 'that a step reached nobody' });
    case 'standing_changed':
      return i18n.translate('incidents.event.standing', { defaultMessage: 'whose it is' });
    case 'acknowledgement_ending':
      return i18n.translate('incidents.event.ending', { defaultMessage: 'that the acknowledgement runs out' });
    case 'acknowledgement_over':
      return i18n.translate('incidents.event.over', { defaultMessage: 'that it is triggered again' });
    case 'work_reminder':
      return i18n.translate('incidents.event.reminder', { defaultMessage: 'that work seems to rest' });
    case 'assigned':
      return i18n.translate('incidents.event.assigned', { defaultMessage: 'that it is theirs' });
    case 'responder_added':
      return i18n.translate('incidents.event.help', { defaultMessage: 'that help is asked for' });
    case 'severity_rose':
      return i18n.translate('incidents.event.rose', { defaultMessage: 'that it became worse' });
    case 'exhausted':
      return i18n.translate('incidents.event.exhausted', { defaultMessage: 'that nobody has answered' });
    case 'handoff':
      return i18n.translate('incidents.event.handoff', { defaultMessage: 'that their turn begins' });
    case 'handoff_over':
      return i18n.translate('incidents.event.handoffOver', { defaultMessage: 'that their turn is over' });
    case 'verification':
      return i18n.translate('incidents.event.verification', { defaultMessage: 'a code to verify the address' });
    case 'test':
      return i18n.translate('incidents.event.test', { defaultMessage: 'a test' });
    default:
      return event.replaceAll('_', ' ');
  }
}

/** As `channelText`, where it stands by itself. */
export function channelName(channel: string): string {
  return atStart(channelText(channel));
}

export function channelText(channel: string): string {
  switch (channel) {
    case 'email':
      return i18n.translate('incidents.channel.email', { defaultMessage: 'e-mail' });
    case 'webhook':
      return i18n.translate('incidents.channel.webhook', { defaultMessage: 'webhook' });
    case 'slack':
      return i18n.translate('incidents.channel.slack', { defaultMessage: 'Slack' });
    case 'sms':
      return i18n.translate('incidents.channel.sms', { defaultMessage: 'SMS' });
    case 'voice':
      return i18n.translate('incidents.channel.voice', { defaultMessage: 'phone call' });
    case 'teams':
      return i18n.translate('incidents.channel.teams', { defaultMessage: 'Microsoft Teams' });
    default:
      return channel;
  }
}
