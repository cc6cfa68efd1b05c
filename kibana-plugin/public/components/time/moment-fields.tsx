import { EuiFlexGroup, EuiFlexItem } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import { useState, type ReactElement } from 'react';
import { ClockField } from './clock-field';
import { dateOf, instantOf, timeOf } from './zone';

interface MomentFieldsProps {
  /** What the two fields are for, for who hears them. */
  readonly label: string;
  /** Null while none is chosen. */
  readonly value: number | null;
  readonly zone: string;
  readonly onChange: (value: number | null) => void;
  readonly isInvalid?: boolean;
  readonly subject: string;
}

/** A date and a time of day on the clocks of a zone. */
export function MomentFields(props: MomentFieldsProps): ReactElement {
  const { label, value, zone, onChange, isInvalid = false, subject } = props;
  const [date, setDate] = useState(value === null ? '' : dateOf(value, zone));
  const [time, setTime] = useState(value === null ? '' : timeOf(value, zone));
  const change = (newDate: string, newTime: string) => {
    setDate(newDate);
    setTime(newTime);
    const instant = instantOf(newDate, newTime, zone);
    onChange(Number.isNaN(instant) ? null : instant);
  };
  return (
    <EuiFlexGroup gutterSize="s" responsive={false}>
      <EuiFlexItem grow={3}>
        <ClockField
          type="date"
          label={i18n.translate('incidents.time.date', { defaultMessage: '{label}, date', values: { label } })}
          value={date}
          isInvalid={isInvalid}
          onChange={(typed) => change(typed, time || '09:00')}
          subject={`${subject}Date`}
        />
      </EuiFlexItem>
      <EuiFlexItem grow={2}>
        <ClockField
          type="time"
          label={i18n.translate('incidents.time.time', { defaultMessage: '{label}, time', values: { label } })}
          value={time}
          isInvalid={isInvalid}
          onChange={(typed) => change(date, typed)}
          subject={`${subject}Time`}
        />
      </EuiFlexItem>
    </EuiFlexGroup>
  );
}
