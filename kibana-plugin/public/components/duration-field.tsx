import { EuiFlexGroup, EuiFlexItem, EuiSelect } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import { useState, type ReactElement } from 'react';
import { NumberField } from './number-field';

interface DurationFieldProps {
  readonly label: string;
  readonly seconds: number;
  readonly least: 0 | 1;
  /** Seconds; thirty days where nothing is said. */
  readonly most?: number;
  readonly isInvalid?: boolean;
  readonly isDisabled?: boolean;
  readonly onChange: (seconds: number) => void;
  readonly subject: string;
}

const SECONDS = { seconds: 1, minutes: 60, hours: 3_600, days: 86_400 } as const;
type Unit = keyof typeof SECONDS;
const UNITS = ['seconds', 'minutes', 'hours', 'days'] as const;
const MOST = 30 * SECONDS.days;

/** A time in the unit that people would say it in. */
export function DurationField(props: DurationFieldProps): ReactElement {
  const { label, seconds, least, most = MOST, isInvalid = false, isDisabled = false, onChange, subject } = props;
  const [unit, setUnit] = useState<Unit>(() => unitOf(seconds));
  const size = SECONDS[unit];
  return (
    <EuiFlexGroup gutterSize="xs" responsive={false}>
      <EuiFlexItem>
        <NumberField
          key={unit}
          label={label}
          value={seconds / size}
          least={least}
          most={Math.floor(most / size)}
          isInvalid={isInvalid}
          isDisabled={isDisabled}
          onChange={(count) => onChange(count * size)}
          subject={subject}
        />
      </EuiFlexItem>
      <EuiFlexItem>
        <EuiSelect
          compressed
          fullWidth
          disabled={isDisabled}
          aria-label={i18n.translate('incidents.duration.unit', { defaultMessage: '{label}, unit', values: { label } })}
          value={unit}
          options={UNITS.filter((value) => SECONDS[value] <= most).map((value) => ({ value, text: unitText(value) }))}
          onChange={({ target }) => {
            const chosen = UNITS.find((each) => each === target.value);
            if (!chosen) return;
            setUnit(chosen);
            // The number stays, as whoever corrects a unit expects.
            onChange(
              Math.min(Math.max(least, Math.round(seconds / size)), Math.floor(most / SECONDS[chosen])) *
                SECONDS[chosen],
            );
          }}
          data-test-subj={`${subject}Unit`}
        />
      </EuiFlexItem>
    </EuiFlexGroup>
  );
}

/** The largest that needs no fraction. */
function unitOf(seconds: number): Unit {
  if (seconds === 0) return 'minutes';
  return [...UNITS].reverse().find((unit) => seconds % SECONDS[unit] === 0) ?? 'seconds';
}

function unitText(unit: Unit): string {
  switch (unit) {
    case 'seconds':
      return i18n.translate('incidents.duration.seconds', { defaultMessage: 'seconds' });
    case 'minutes':
      return i18n.translate('incidents.duration.minutes', { defaultMessage: 'minutes' });
    case 'hours':
      return i18n.translate('incidents.duration.hours', { defaultMessage: 'hours' });
    case 'days':
      return i18n.translate('incidents.duration.days', { defaultMessage: 'days' });
  }
}
