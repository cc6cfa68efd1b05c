import { EuiText } from '@elastic/eui';
import type { MaintenanceWindowAnswer } from 'incident-core';
import type { ReactElement } from 'react';
import { dateOf, dayAndTime, timeOf } from '../time/zone';

interface OccurrencesProps {
  readonly next: MaintenanceWindowAnswer['next'];
  readonly zone: string;
}

/** When a window is there, by the clocks of its zone. */
export function Occurrences({ next, zone }: OccurrencesProps): ReactElement {
  return (
    <EuiText size="s" data-test-subj="incidentsOccurrences">
      <ul>
        {next.map(({ from, until }) => (
          <li key={from}>{span(Date.parse(from), Date.parse(until), zone)}</li>
        ))}
      </ul>
    </EuiText>
  );
}

/** `Sun, 10 Jan, 02:00 – 04:00` */
export function span(from: number, until: number, zone: string): string {
  const isSameDay = dateOf(from, zone) === dateOf(until, zone);
  return `${dayAndTime(from, zone)} – ${isSameDay ? timeOf(until, zone) : dayAndTime(until, zone)}`;
}
