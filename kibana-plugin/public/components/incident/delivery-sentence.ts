import { i18n } from '@kbn/i18n';
import type { Names } from '../../hooks/directory';
import { shortTime } from '../age';
import { count, nameOf, part, text, type Fields } from './read-entry';
import { channelText, eventText, reasonText } from './reasons';
import type { Sentence } from './sentence-parts';

/** What became of a notification. That it was about the incident itself goes without saying. */
export function deliverySentence(kind: string, data: Fields, names: Names, now: number): Sentence | undefined {
  const event = text(data, 'event') ?? '';
  const isPlain = event === 'escalation_step';
  const reason = text(data, 'reason');
  const values = {
    name:
      nameOf(part(data, 'to'), names) ??
      i18n.translate('incidents.timeline.delivery.somebody', { defaultMessage: 'somebody since deleted' }),
    channel: channelText(text(data, 'channel') ?? ''),
    event: eventText(event),
    attempts: count(data, 'attempts'),
    reason: reason === undefined ? '' : reasonText(reason),
    until: shortTime(text(data, 'until') ?? '', now),
  };
  switch (kind) {
    case 'notification_sent':
      return { iconName: 'push', text: sentText(isPlain, values) };
    case 'notification_delivered':
      return {
        iconName: 'push',
        text: isPlain
          ? i18n.translate('incidents.timeline.deliveredIt', {
              defaultMessage: '{name} has received it by {channel}',
              values,
            })
          : i18n.translate('incidents.timeline.delivered', {
              defaultMessage: '{name} has received {event} by {channel}',
              values,
            }),
      };
    case 'notification_failed':
      return { iconName: 'error', loud: true, text: failedText(isPlain, values) };
    case 'notification_held':
      return {
        iconName: 'clock',
        text: i18n.translate('incidents.timeline.held', {
          defaultMessage: '{name} is told by {channel} at {until}: {reason}',
          values,
        }),
      };
    case 'notification_suppressed':
      return {
        iconName: 'bellSlash',
        text: isPlain
          ? i18n.translate('incidents.timeline.suppressedIt', {
              defaultMessage: '{name} was not told any more: {reason}',
              values,
            })
          : i18n.translate('incidents.timeline.suppressed', {
              defaultMessage: '{name} was not told {event} any more: {reason}',
              values,
            }),
      };
    default:
      return undefined;
  }
}

interface Values extends Readonly<Record<string, string | number>> {
  readonly attempts: number;
}

function sentText(isPlain: boolean, values: Values): string {
  if (isPlain) {
    return values.attempts > 1
      ? i18n.translate('incidents.timeline.sentItAfter', {
          defaultMessage: '{name} was told by {channel}, after {attempts} attempts',
          values,
        })
      : i18n.translate('incidents.timeline.sentIt', { defaultMessage: '{name} was told by {channel}', values });
  }
  return values.attempts > 1
    ? i18n.translate('incidents.timeline.sentAfter', {
        defaultMessage: '{name} was told {event} by {channel}, after {attempts} attempts',
        values,
      })
    : i18n.translate('incidents.timeline.sent', { defaultMessage: '{name} was told {event} by {channel}', values });
}

function failedText(isPlain: boolean, values: Values): string {
  const what = isPlain
    ? i18n.translate('incidents.timeline.failedIt', {
        defaultMessage: '{name} could not be told by {channel}: {reason}',
        values,
      })
    : i18n.translate('incidents.timeline.failed', {
        defaultMessage: '{name} could not be told {event} by {channel}: {reason}',
        values,
      });
  if (values.attempts < 2) return what;
  return i18n.translate('incidents.timeline.failedAfter', {
    defaultMessage: '{what} ({attempts} attempts)',
    values: { what, attempts: values.attempts },
  });
}
