import { EuiFieldNumber, EuiFieldText, EuiSelect, EuiSwitch } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import { useState, type ReactElement } from 'react';
import { valueOf, type Field } from './threshold-fields';

interface ValueFieldProps {
  readonly field: Field;
  readonly value: unknown;
  readonly label: string;
  readonly isReadOnly: boolean;
  readonly onChange: (value: unknown) => void;
  /** The form row gives its own. */
  readonly id?: string;
  readonly subject: string;
}

/** One value of the thresholds. What is typed counts when the field is left, or at Enter; Escape takes it back. */
export function ValueField({ field, value, label, isReadOnly, onChange, id, subject }: ValueFieldProps): ReactElement {
  const [typed, setTyped] = useState<string | undefined>(undefined);
  const kept = value === null || value === undefined ? '' : String(value);
  const shown = typed ?? kept;
  const isInvalid = typed !== undefined && valueOf(field, typed) === undefined;
  const commit = () => {
    if (typed === undefined) return;
    const next = valueOf(field, typed);
    setTyped(undefined);
    if (next !== undefined && String(next ?? '') !== kept) onChange(next);
  };
  const common = {
    compressed: true,
    fullWidth: true,
    'aria-label': label,
    'data-test-subj': subject,
    ...(id === undefined ? {} : { id }),
  } as const;
  if (field.type === 'switch') {
    return (
      <EuiSwitch
        compressed
        showLabel={id === undefined}
        label={label}
        checked={value === true}
        disabled={isReadOnly}
        onChange={({ target }) => onChange(target.checked)}
        data-test-subj={subject}
        {...(id === undefined ? {} : { id })}
      />
    );
  }
  if (field.type === 'choice') {
    return (
      <EuiSelect
        {...common}
        value={kept}
        disabled={isReadOnly}
        options={field.choices.map((choice) => ({ value: choice, text: choice }))}
        onChange={({ target }) => onChange(target.value)}
      />
    );
  }
  const typing = {
    ...common,
    value: shown,
    isInvalid,
    readOnly: isReadOnly,
    onChange: ({ target }: { readonly target: { readonly value: string } }) => setTyped(target.value),
    onBlur: commit,
    onKeyDown: ({ key }: { readonly key: string }) => {
      if (key === 'Enter') commit();
      if (key === 'Escape') setTyped(undefined);
    },
  };
  if (field.type === 'number') {
    return (
      <EuiFieldNumber
        {...typing}
        min={0}
        max={field.most}
        step={field.isWhole ? 1 : 'any'}
        {...(field.unit === '' ? {} : { append: field.unit })}
      />
    );
  }
  const placeholder =
    field.type === 'text' ? i18n.translate('incidents.setup.field.each', { defaultMessage: 'each for itself' }) : '';
  return <EuiFieldText {...typing} placeholder={placeholder} />;
}
