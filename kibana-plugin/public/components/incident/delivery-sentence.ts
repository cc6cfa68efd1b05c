import { i18n } from '@kbn/i18n';
import type { Names } from '../../hooks/directory';
import { count, nameOf, part, text, type Fields } from './read-entry';
import { channelText, eventText, reasonText } from './reasons';
import type { Sentence } from './sentence-parts';

/** What became of a notification. */
export function deliverySentence(kind: string, data: Fields, names: Names): Sentence | undefined {
  const reason = text(data, 'reason');
  const values = {
    name:
      nameOf(part(data, 'to'), names) ??
      i18n.translate('incidents.timeline.delivery.somebody', { defaultMessage: 'somebody since deleted' }),
    channel: channelText(text(data, 'channel') ?? ''),
    event: eventText(text(data, 'event') ?? ''),
    attempts: count(data, 'attempts'),
    reason: reason === undefined ? '' : reasonText(reason),
  };
  switch (kind) {
    case 'notification_sent':
      return {
        iconName: 'push',
        text:
          values.attempts > 1
            ? i18n.translate('incidents.timeline.sentAfter', {
                defaultMessage: '{name} was told {event} by {channel}, after {attempts} attempts',
                values,
              })
            : i18n.translate('incidents.timeline.sent', {
                defaultMessage: '{name} was told {event} by {channel}',
                values,
              }),
      };
    case 'notification_failed':
      return {
        iconName: 'error',
        loud: true,
        text: i18n.translate('incidents.timeline.failed', {
          defaultMessage: '{name} could not be told {event} by {channel}, attempts: {attempts}; {reason}',
          values,
        }),
      };
    case 'notification_suppressed':
      return {
        iconName: 'bellSlash',
        text: i18n.translate('incidents.timeline.suppressed', {
          defaultMessage: '{name} was not told {event} any more: {reason}',
          values,
        }),
      };
    default:
      return undefined;
  }
}
