import { EuiFormRow } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import type { ReactElement } from 'react';
import { MomentFields } from '../time/moment-fields';
import { ownZone } from '../time/zone';

interface SpanFieldsProps {
  /** Null while none is chosen. */
  readonly from: number | null;
  readonly until: number | null;
  readonly onChange: (change: { readonly from?: number | null; readonly until?: number | null }) => void;
}

/** From when until when, by the clocks of whoever fills it in. */
export function SpanFields({ from, until, onChange }: SpanFieldsProps): ReactElement {
  const zone = ownZone();
  const isBackwards = from !== null && until !== null && until <= from;
  const fromText = i18n.translate('incidents.suppression.from', { defaultMessage: 'From' });
  const untilText = i18n.translate('incidents.suppression.until', { defaultMessage: 'Until' });
  return (
    <>
      <EuiFormRow label={fromText} hasChildLabel={false}>
        <MomentFields
          label={fromText}
          value={from}
          zone={zone}
          onChange={(value) => onChange({ from: value })}
          subject="incidentsSuppressionFrom"
        />
      </EuiFormRow>
      <EuiFormRow
        label={untilText}
        hasChildLabel={false}
        helpText={i18n.translate('incidents.suppression.clocks', {
          defaultMessage: 'By the clocks of {zone}',
          values: { zone },
        })}
        isInvalid={isBackwards}
        error={i18n.translate('incidents.suppression.backwards', { defaultMessage: 'It ends before it begins' })}
      >
        <MomentFields
          label={untilText}
          value={until}
          zone={zone}
          onChange={(value) => onChange({ until: value })}
          isInvalid={isBackwards}
          subject="incidentsSuppressionUntil"
        />
      </EuiFormRow>
    </>
  );
}
