import { EuiFormRow, EuiSpacer, EuiSwitch, EuiTitle } from '@elastic/eui';
import type { ReactElement } from 'react';
import { DurationField } from '../duration-field';
import { Outlook } from './outlook';

interface OptionalTimeProps {
  readonly title: string;
  readonly label: string;
  readonly timeLabel: string;
  /** Null while it is switched off. */
  readonly seconds: number | null;
  /** What it begins with when it is switched on. */
  readonly usual: number;
  readonly most: number;
  readonly outlook: string;
  readonly error?: string | undefined;
  readonly onChange: (seconds: number | null) => void;
  readonly subject: string;
}

/** A time that may be switched off, with what comes of it as it is now. */
export function OptionalTime(props: OptionalTimeProps): ReactElement {
  const { title, label, timeLabel, seconds, usual, most, outlook, error, onChange, subject } = props;
  return (
    <>
      <EuiTitle size="xs">
        <h3>{title}</h3>
      </EuiTitle>
      <EuiSpacer size="s" />
      <EuiSwitch
        compressed
        label={label}
        checked={seconds !== null}
        onChange={({ target }) => onChange(target.checked ? usual : null)}
        data-test-subj={subject}
      />
      <EuiSpacer size="s" />
      {seconds !== null && (
        <EuiFormRow label={timeLabel} isInvalid={error !== undefined} error={error}>
          <DurationField
            label={timeLabel}
            seconds={seconds}
            least={1}
            most={most}
            isInvalid={error !== undefined}
            onChange={onChange}
            subject={`${subject}Time`}
          />
        </EuiFormRow>
      )}
      <EuiSpacer size="s" />
      <Outlook lines={[outlook]} subject={`${subject}Outlook`} />
      <EuiSpacer size="l" />
    </>
  );
}
