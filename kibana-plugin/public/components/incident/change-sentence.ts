import { i18n } from '@kbn/i18n';
import { shortTime } from '../age';
import { isolate } from '../text';
import { incidentName, part, text, type Fields } from './read-entry';
import type { Names } from '../../hooks/directory';
import type { Sentence } from './sentence-parts';

/** What people and the clock change beside acknowledging, starting and resolving. */
export function changeSentence(kind: string, data: Fields, names: Names, now: number): Sentence | undefined {
  const time = (name: string) => shortTime(text(data, name) ?? '', now);
  switch (kind) {
    case 'released':
      return {
        iconName: 'push',
        text: i18n.translate('incidents.timeline.released', { defaultMessage: 'released it' }),
      };
    case 'snoozed':
      return {
        iconName: 'bellSlash',
        text: i18n.translate('incidents.timeline.snoozed', {
          defaultMessage: 'snoozed it until {time}',
          values: { time: time('until') },
        }),
      };
    case 'assigned':
      return { iconName: 'user', text: assignedText(data) };
    case 'handed_over':
      return { iconName: 'users', text: handedOverText(data) };
    case 'responders_added':
      return { iconName: 'users', text: helpersText(data, names) };
    case 'escalated_by_hand':
      return {
        iconName: 'sortUp',
        text: i18n.translate('incidents.timeline.escalated', { defaultMessage: 'asked for the next step' }),
      };
    case 'confirmation_asked':
      return {
        iconName: 'bell',
        text: i18n.translate('incidents.timeline.confirmationAsked', {
          defaultMessage: 'It became critical: triggered again at {time} unless its holder confirms',
          values: { time: time('due_at') },
        }),
      };
    case 'confirmed':
      return {
        iconName: 'check',
        text: i18n.translate('incidents.timeline.confirmed', { defaultMessage: 'confirmed it' }),
      };
    case 'kept_open':
      return {
        iconName: 'eye',
        text: i18n.translate('incidents.timeline.keptOpen', { defaultMessage: 'kept it open' }),
      };
    case 'merged':
      return {
        iconName: 'push',
        text: i18n.translate('incidents.timeline.merged', {
          defaultMessage: 'merged {from} into it',
          values: { from: incidentName(part(data, 'from')) },
        }),
      };
    case 'triggered_again':
      return { iconName: 'bell', text: triggeredAgainText(data), loud: true };
    case 'acknowledgement_ending':
      return {
        iconName: 'clock',
        text: i18n.translate('incidents.timeline.acknowledgementEnding', {
          defaultMessage: 'The acknowledgement runs out at {time}; its holder is warned',
          values: { time: time('due_at') },
        }),
      };
    case 'work_reminder':
      return {
        iconName: 'clock',
        text: i18n.translate('incidents.timeline.reminder', {
          defaultMessage: 'Nothing has happened here for hours; its holder is reminded',
        }),
      };
    default:
      return undefined;
  }
}

const calledIn = (data: Fields, name: string) => isolate(text(part(data, name), 'name') ?? '–', 60);

function assignedText(data: Fields): string {
  const values = { name: calledIn(data, 'to') };
  return i18n.translate('incidents.timeline.assigned', { defaultMessage: 'gave it to {name}', values });
}

function handedOverText(data: Fields): string {
  const values = { from: calledIn(data, 'from'), to: calledIn(data, 'to') };
  return i18n.translate('incidents.timeline.handedOver', {
    defaultMessage: 'handed it over from {from} to {to}',
    values,
  });
}

function helpersText(data: Fields, names: Names): string {
  const ids = Array.isArray(data['users']) ? data['users'].filter((id): id is string => typeof id === 'string') : [];
  const called = ids.map((id) => isolate(names({ type: 'user', id }) ?? '–', 60));
  return i18n.translate('incidents.timeline.helpers', {
    defaultMessage: 'asked {names} to help',
    values: { names: called.length === 0 ? '–' : called.join(', ') },
  });
}

function triggeredAgainText(data: Fields): string {
  switch (text(data, 'reason')) {
    case 'snooze_over':
      return i18n.translate('incidents.timeline.again.snooze', {
        defaultMessage: 'Triggered again: the snooze is over and it is still active',
      });
    case 'not_confirmed':
      return i18n.translate('incidents.timeline.again.confirm', {
        defaultMessage: 'Triggered again: it became critical and nobody confirmed',
      });
    default:
      return i18n.translate('incidents.timeline.again.acknowledgement', {
        defaultMessage: 'Triggered again: the acknowledgement ran out',
      });
  }
}
