import { i18n } from '@kbn/i18n';
import { isolate } from '../text';
import { text, type Fields } from './read-entry';
import { channelText } from './reasons';
import type { Sentence } from './sentence-parts';

/** What was wrong with how people are told, and what was done about it. */
export function repairSentence(kind: string, data: Fields): Sentence | undefined {
  switch (kind) {
    case 'repaired':
      return {
        iconName: 'broom',
        text: i18n.translate('incidents.timeline.repaired', {
          defaultMessage: 'The auditor found something wrong and set it right: {finding}',
          values: { finding: findingText(text(data, 'finding') ?? '') },
        }),
      };
    case 'template_failed':
      return {
        iconName: 'alert',
        loud: true,
        text: i18n.translate('incidents.timeline.templateFailed', {
          defaultMessage: 'A template for {channel} could not be used, so the built-in text was sent: {reason}',
          values: {
            channel: channelText(text(data, 'channel') ?? ''),
            reason: isolate(text(data, 'reason') ?? '–', 300),
          },
        }),
      };
    default:
      return undefined;
  }
}

/** What the auditor can find, in words. */
export function findingText(finding: string): string {
  switch (finding) {
    case 'run_missing':
      return i18n.translate('incidents.finding.runMissing', { defaultMessage: 'nothing escalated it' });
    case 'run_not_wanted':
      return i18n.translate('incidents.finding.runNotWanted', {
        defaultMessage: 'its escalation went on although it was over',
      });
    case 'run_parked':
      return i18n.translate('incidents.finding.runParked', {
        defaultMessage: 'its escalation had been set aside by a fault of ours',
      });
    case 'run_held_for_nothing':
      return i18n.translate('incidents.finding.runHeldForNothing', {
        defaultMessage: 'what held its escalation was over',
      });
    case 'run_without_due_time':
      return i18n.translate('incidents.finding.runWithoutTime', {
        defaultMessage: 'its escalation would never have gone on',
      });
    case 'run_due_too_late':
    case 'run_overdue':
      return i18n.translate('incidents.finding.runLate', { defaultMessage: 'its escalation was late' });
    case 'passage_missing':
      return i18n.translate('incidents.finding.passageMissing', {
        defaultMessage: 'a step of its escalation was not written down',
      });
    case 'step_untold':
      return i18n.translate('incidents.finding.stepUntold', { defaultMessage: 'an active step had told nobody' });
    case 'step_unheard':
      return i18n.translate('incidents.finding.stepUnheard', {
        defaultMessage: 'what became of a step’s messages had gone unnoticed',
      });
    case 'timer_missing':
    case 'timer_too_late':
    case 'timer_overdue':
      return i18n.translate('incidents.finding.timer', { defaultMessage: 'one of its times had been missed' });
    case 'delivery_missing':
      return i18n.translate('incidents.finding.deliveryMissing', { defaultMessage: 'a message was never queued' });
    case 'delivery_parked':
      return i18n.translate('incidents.finding.deliveryParked', {
        defaultMessage: 'a message had been set aside by a fault of ours',
      });
    case 'delivery_without_due_time':
      return i18n.translate('incidents.finding.deliveryWithoutTime', {
        defaultMessage: 'a message would never have been sent',
      });
    case 'delivery_due_too_late':
    case 'delivery_overdue':
      return i18n.translate('incidents.finding.deliveryLate', { defaultMessage: 'a message was late' });
    case 'receipt_overdue':
      return i18n.translate('incidents.finding.receipt', { defaultMessage: 'a receipt had been waited for too long' });
    case 'suppression_due_wrong':
    case 'suppression_overdue':
      return i18n.translate('incidents.finding.suppression', {
        defaultMessage: 'the beginning or end of a silence was not seen to',
      });
    case 'handoff_parked':
    case 'handoff_due_wrong':
    case 'handoff_overdue':
      return i18n.translate('incidents.finding.handoff', { defaultMessage: 'a hand-off notice was late' });
    case 'raw_event_without_end':
      return i18n.translate('incidents.finding.rawEvent', { defaultMessage: 'what was posted had had no effect' });
    case 'pull_overdue':
      return i18n.translate('incidents.finding.pull', {
        defaultMessage: 'the alerts of a source had not been pulled for too long',
      });
    case 'heartbeat_due_too_late':
    case 'heartbeat_overdue':
      return i18n.translate('incidents.finding.heartbeat', {
        defaultMessage: 'the silence of a source was not noticed',
      });
    case 'partition_missing':
      return i18n.translate('incidents.finding.partition', { defaultMessage: 'there was no room for new events' });
    default:
      return finding === '' ? '–' : finding.replaceAll('_', ' ');
  }
}
