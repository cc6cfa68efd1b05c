import { i18n } from '@kbn/i18n';
import { duration } from '../age';
import { weekdayText } from '../time/weekdays';
import type { RecurringTimes } from './window-draft';

/** `every week on Sun at 02:00, for 2 h (Europe/Berlin)` */
export function describeRecurrence({ recurrence, from, minutes, time_zone: zone }: RecurringTimes): string {
  const { every } = recurrence;
  const values = { every, from, length: duration(minutes * 60), zone };
  switch (recurrence.unit) {
    case 'day':
      return i18n.translate('incidents.window.everyDay', {
        defaultMessage: '{every, plural, one {every day} other {every # days}} at {from}, for {length} ({zone})',
        values,
      });
    case 'week': {
      const days = recurrence.weekdays.map((weekday) => weekdayText(weekday, 'short')).join(', ');
      return i18n.translate('incidents.window.everyWeek', {
        defaultMessage:
          '{every, plural, one {every week} other {every # weeks}} on {days} at {from}, for {length} ({zone})',
        values: { ...values, days },
      });
    }
    case 'month':
      return i18n.translate('incidents.window.everyMonth', {
        defaultMessage: '{every, plural, one {every month} other {every # months}} at {from}, for {length} ({zone})',
        values,
      });
  }
}
