import { EuiButtonGroup } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import type { ReactElement } from 'react';
import { written } from './zone';

// Written out: by value the core would bring its schemas along.
export const WEEKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const;
type Weekday = (typeof WEEKDAYS)[number];

/** The fifth of January 1970 was a Monday. */
export function weekdayText(weekday: Weekday, form: 'short' | 'long'): string {
  const at = Date.UTC(1970, 0, 5 + WEEKDAYS.indexOf(weekday));
  return written(at, 'UTC', { weekday: form });
}

interface WeekdayFieldProps {
  readonly chosen: readonly Weekday[];
  readonly onChange: (chosen: Weekday[]) => void;
  readonly isDisabled?: boolean;
}

/** Some of the days of the week. */
export function WeekdayField({ chosen, onChange, isDisabled = false }: WeekdayFieldProps): ReactElement {
  return (
    <EuiButtonGroup
      type="multi"
      isFullWidth
      isDisabled={isDisabled}
      buttonSize="compressed"
      legend={i18n.translate('incidents.time.weekdays', { defaultMessage: 'Days of the week' })}
      options={WEEKDAYS.map((id) => ({
        id,
        label: weekdayText(id, 'short'),
        title: weekdayText(id, 'long'),
        'data-test-subj': `incidentsWeekday-${id}`,
      }))}
      idToSelectedMap={Object.fromEntries(chosen.map((id) => [id, true]))}
      onChange={(id) => onChange(WEEKDAYS.filter((each) => chosen.includes(each) !== (each === id)))}
    />
  );
}
