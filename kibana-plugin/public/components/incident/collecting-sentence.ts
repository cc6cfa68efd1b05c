import { i18n } from '@kbn/i18n';
import { text, type Fields } from './read-entry';
import type { Sentence } from './sentence-parts';

/** What an incident says of alerts that join others, and of those that come and go. */
export function collectingSentence(kind: string, data: Fields): Sentence | undefined {
  switch (kind) {
    case 'attached':
      return {
        iconName: 'bell',
        text: i18n.translate('incidents.timeline.attached', {
          defaultMessage: 'sent another alert of the same service and environment: it joined',
        }),
      };
    case 'flapping':
      return {
        iconName: 'refresh',
        loud: true,
        text: i18n.translate('incidents.timeline.flapping', {
          defaultMessage:
            'It flaps: the alert comes and goes. It stays open until it has been quiet for a while, and nobody is told of each change',
        }),
      };
    case 'opened':
      return text(data, 'reason') === 'storm'
        ? {
            iconName: 'bolt',
            loud: true,
            text: i18n.translate('incidents.timeline.opened.storm', {
              defaultMessage: 'sent more than it may: what comes above its rate is collected here',
            }),
          }
        : undefined;
    default:
      return undefined;
  }
}
