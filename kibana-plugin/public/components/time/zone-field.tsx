import { EuiComboBox } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import { useMemo, type ReactElement } from 'react';
import { zoneNames } from './zone';

interface ZoneFieldProps {
  readonly zone: string;
  readonly onChange: (zone: string) => void;
}

/** One of the world's time zones, found by typing. */
export function ZoneField({ zone, onChange }: ZoneFieldProps): ReactElement {
  const options = useMemo(() => zoneNames().map((label) => ({ label })), []);
  return (
    <EuiComboBox
      compressed
      fullWidth
      aria-label={i18n.translate('incidents.time.zone', { defaultMessage: 'Time zone' })}
      singleSelection={{ asPlainText: true }}
      isClearable={false}
      options={options}
      selectedOptions={zone ? [{ label: zone }] : []}
      onChange={([chosen]) => {
        if (chosen) onChange(chosen.label);
      }}
      data-test-subj="incidentsZone"
    />
  );
}
