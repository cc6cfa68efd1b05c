import { i18n } from '@kbn/i18n';
import type { IncidentAnswer } from 'incident-core';
import moment from 'moment';

/** One time until which an incident can sleep. */
export interface SnoozeChoice {
  readonly id: string;
  readonly text: string;
  readonly until: Date;
}

/** What people choose from; what is urgent may sleep for a day at most, and the backend says so too. */
export function snoozeChoices(urgency: IncidentAnswer['urgency'], now: Date): readonly SnoozeChoice[] {
  const hours = (count: number) => moment(now).add(count, 'hours');
  const morning = (days: number) => moment(now).add(days, 'days').startOf('day').add(9, 'hours');
  const toMonday = ((8 - moment(now).isoWeekday()) % 7 || 7) as number;
  const spans = [1, 4, 8].map((count) => ({
    id: `${count}h`,
    text: i18n.translate('incidents.snooze.hours', {
      defaultMessage: 'For {hours, plural, one {# hour} other {# hours}}',
      values: { hours: count },
    }),
    until: hours(count).toDate(),
  }));
  const tomorrow = {
    id: 'tomorrow',
    text: i18n.translate('incidents.snooze.tomorrow', {
      defaultMessage: 'Until tomorrow, {time}',
      values: { time: morning(1).format('HH:mm') },
    }),
    until: morning(1).toDate(),
  };
  const monday = {
    id: 'monday',
    text: i18n.translate('incidents.snooze.monday', {
      defaultMessage: 'Until {day}, {time}',
      values: { day: morning(toMonday).format('dddd'), time: morning(toMonday).format('HH:mm') },
    }),
    until: morning(toMonday).toDate(),
  };
  const all = [...spans, tomorrow, ...(urgency === 'low' && toMonday > 1 ? [monday] : [])];
  return urgency === 'low' ? all : all.filter(({ until }) => until <= hours(24).toDate());
}
