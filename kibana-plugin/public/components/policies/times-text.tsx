import { EuiBadge } from '@elastic/eui';
import type { PolicyAnswer } from 'incident-core';
import type { ReactElement } from 'react';
import { weekdayText, WEEKDAYS } from '../time/weekdays';

type Times = NonNullable<PolicyAnswer['matchers']['times']>;

/** The hours at which a policy fits, in short. */
export function TimesText({ times }: { readonly times: Times }): ReactElement {
  return (
    <span css={{ display: 'inline-flex', flexWrap: 'wrap', gap: 4 }}>
      {times.map((hours, index) => (
        <EuiBadge key={index} color="hollow">
          {hoursText(hours)}
        </EuiBadge>
      ))}
    </span>
  );
}

/** `Mon–Fri 09:00–17:00 Europe/Berlin` */
export function hoursText({ weekdays, from, until, time_zone }: Times[number]): string {
  return [daysText(weekdays), `${from}–${until}`, time_zone].filter(Boolean).join(' ');
}

/** Days that follow each other as one span. */
function daysText(days: Times[number]['weekdays']): string {
  const chosen = WEEKDAYS.filter((day) => days.includes(day));
  if (chosen.length === WEEKDAYS.length) return '';
  const [first, last] = [chosen[0], chosen.at(-1)];
  if (first === undefined || last === undefined) return '';
  const isSpan = WEEKDAYS.indexOf(last) - WEEKDAYS.indexOf(first) === chosen.length - 1 && chosen.length > 2;
  return isSpan
    ? `${weekdayText(first, 'short')}–${weekdayText(last, 'short')}`
    : chosen.map((day) => weekdayText(day, 'short')).join(', ');
}
