import { EuiFieldText, useEuiTheme } from '@elastic/eui';
import type { ReactElement } from 'react';

interface ClockFieldProps {
  readonly type: 'date' | 'time';
  /** Left out inside a form row that has one. */
  readonly label?: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly isInvalid?: boolean;
  readonly isDisabled?: boolean;
  /** The form row gives its own. */
  readonly id?: string;
  readonly subject?: string;
}

/** A date or a time of day; the browser knows how to ask for one, and in which language. */
export function ClockField(props: ClockFieldProps): ReactElement {
  const { type, label, value, onChange, isInvalid = false, isDisabled = false, id, subject } = props;
  const { colorMode } = useEuiTheme();
  return (
    <EuiFieldText
      type={type}
      compressed
      fullWidth
      isInvalid={isInvalid}
      disabled={isDisabled}
      value={value}
      onChange={({ target }) => onChange(target.value)}
      css={{ colorScheme: colorMode === 'DARK' ? 'dark' : 'light' }}
      {...(id === undefined ? {} : { id })}
      {...(label === undefined ? {} : { 'aria-label': label })}
      {...(subject === undefined ? {} : { 'data-test-subj': subject })}
    />
  );
}
