import { EuiFieldNumber } from '@elastic/eui';
import { useState, type ReactElement } from 'react';

interface NumberFieldProps {
  readonly label: string;
  readonly value: number;
  readonly least: number;
  readonly most: number;
  readonly onChange: (value: number) => void;
  readonly append?: string;
  readonly isInvalid?: boolean;
  readonly isDisabled?: boolean;
  /** The form row gives its own. */
  readonly id?: string;
  readonly subject: string;
}

/** A whole number. What is typed on the way to one stays in the field and is nobody's value. */
export function NumberField(props: NumberFieldProps): ReactElement {
  const { label, value, least, most, onChange, append, isInvalid = false, isDisabled = false, id, subject } = props;
  const [typed, setTyped] = useState<string | undefined>(undefined);
  const shown = typed ?? String(value);
  const isNone = typed !== undefined && !isBetween(Number(typed), least, most);
  return (
    <EuiFieldNumber
      compressed
      fullWidth
      aria-label={label}
      min={least}
      max={most}
      step={1}
      disabled={isDisabled}
      value={shown}
      isInvalid={isInvalid || isNone || shown.trim() === ''}
      {...(id === undefined ? {} : { id })}
      {...(append === undefined ? {} : { append })}
      onChange={({ target }) => {
        setTyped(target.value);
        const number = Number(target.value);
        if (target.value.trim() !== '' && isBetween(number, least, most)) onChange(number);
      }}
      onBlur={() => setTyped(undefined)}
      data-test-subj={subject}
    />
  );
}

function isBetween(number: number, least: number, most: number): boolean {
  return Number.isInteger(number) && number >= least && number <= most;
}
