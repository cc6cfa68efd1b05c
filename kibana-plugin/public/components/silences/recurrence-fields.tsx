import { EuiFlexGroup, EuiFlexItem, EuiFormRow, EuiSelect, EuiSpacer } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import type { ReactElement } from 'react';
import { DurationField } from '../duration-field';
import { NumberField } from '../number-field';
import { ClockField } from '../time/clock-field';
import { WeekdayField } from '../time/weekdays';
import { ZoneField } from '../time/zone-field';
import type { Recurrence, TimesDraft } from './window-draft';

interface RecurrenceFieldsProps {
  readonly recurring: TimesDraft['recurring'];
  readonly onChange: (recurring: TimesDraft['recurring']) => void;
}

const UNITS = ['day', 'week', 'month'] as const;
const MOST = { day: 366, week: 53, month: 12 } as const;
const FOUR_WEEKS = 28 * 86_400;

/** When a window comes again, by the clocks of a zone. */
export function RecurrenceFields({ recurring, onChange }: RecurrenceFieldsProps): ReactElement {
  const { recurrence, starts_on, from, minutes, time_zone, last_on } = recurring;
  const every = i18n.translate('incidents.window.every', { defaultMessage: 'Every' });
  const lasts = i18n.translate('incidents.window.lasts', { defaultMessage: 'Lasts' });
  const setUnit = (unit: Recurrence['unit']) => {
    const kept = Math.min(recurrence.every, MOST[unit]);
    const next: Recurrence = unit === 'week' ? { unit, every: kept, weekdays: ['sunday'] } : { unit, every: kept };
    onChange({ ...recurring, recurrence: next });
  };
  return (
    <>
      <EuiFlexGroup gutterSize="s" responsive={false}>
        <EuiFlexItem>
          <EuiFormRow label={every} hasChildLabel={false}>
            <NumberField
              label={every}
              value={recurrence.every}
              least={1}
              most={MOST[recurrence.unit]}
              onChange={(count) => onChange({ ...recurring, recurrence: { ...recurrence, every: count } })}
              subject="incidentsWindowEvery"
            />
          </EuiFormRow>
        </EuiFlexItem>
        <EuiFlexItem>
          <EuiFormRow label={i18n.translate('incidents.window.unit', { defaultMessage: 'Days, weeks or months' })}>
            <EuiSelect
              compressed
              value={recurrence.unit}
              options={UNITS.map((value) => ({ value, text: unitText(value) }))}
              onChange={({ target }) => setUnit(UNITS.find((unit) => unit === target.value) ?? 'week')}
              data-test-subj="incidentsWindowUnit"
            />
          </EuiFormRow>
        </EuiFlexItem>
      </EuiFlexGroup>
      <EuiSpacer size="s" />
      {recurrence.unit === 'week' && (
        <EuiFormRow
          label={i18n.translate('incidents.window.weekdays', { defaultMessage: 'On' })}
          hasChildLabel={false}
          isInvalid={recurrence.weekdays.length === 0}
          error={i18n.translate('incidents.window.noDay', { defaultMessage: 'It needs a day' })}
        >
          <WeekdayField
            chosen={recurrence.weekdays}
            onChange={(weekdays) => onChange({ ...recurring, recurrence: { ...recurrence, weekdays } })}
          />
        </EuiFormRow>
      )}
      {recurrence.unit === 'week' && <EuiSpacer size="s" />}
      <EuiFlexGroup gutterSize="s" responsive={false}>
        <EuiFlexItem>
          <EuiFormRow label={i18n.translate('incidents.window.at', { defaultMessage: 'At' })}>
            <ClockField
              type="time"
              value={from}
              isInvalid={from === ''}
              onChange={(time) => onChange({ ...recurring, from: time })}
              subject="incidentsWindowAt"
            />
          </EuiFormRow>
        </EuiFlexItem>
        <EuiFlexItem>
          <EuiFormRow label={lasts} hasChildLabel={false}>
            <DurationField
              label={lasts}
              seconds={minutes * 60}
              least={1}
              most={FOUR_WEEKS}
              onChange={(seconds) => onChange({ ...recurring, minutes: Math.max(1, Math.round(seconds / 60)) })}
              subject="incidentsWindowLasts"
            />
          </EuiFormRow>
        </EuiFlexItem>
      </EuiFlexGroup>
      <EuiSpacer size="s" />
      <EuiFormRow
        label={i18n.translate('incidents.window.zone', { defaultMessage: 'By the clocks of' })}
        helpText={i18n.translate('incidents.window.zoneHelp', {
          defaultMessage: 'It keeps both its times when summer time begins or ends',
        })}
      >
        <ZoneField zone={time_zone} onChange={(zone) => onChange({ ...recurring, time_zone: zone })} />
      </EuiFormRow>
      <EuiSpacer size="s" />
      <EuiFlexGroup gutterSize="s" responsive={false}>
        <EuiFlexItem>
          <EuiFormRow label={i18n.translate('incidents.window.firstDay', { defaultMessage: 'From the day' })}>
            <ClockField
              type="date"
              value={starts_on}
              isInvalid={starts_on === ''}
              onChange={(date) => onChange({ ...recurring, starts_on: date })}
              subject="incidentsWindowFirst"
            />
          </EuiFormRow>
        </EuiFlexItem>
        <EuiFlexItem>
          <EuiFormRow
            label={i18n.translate('incidents.window.lastDay', { defaultMessage: 'Until the day' })}
            helpText={i18n.translate('incidents.window.lastDayHelp', { defaultMessage: 'Without one it goes on' })}
          >
            <ClockField
              type="date"
              value={last_on ?? ''}
              onChange={(date) => onChange({ ...recurring, last_on: date === '' ? null : date })}
              subject="incidentsWindowLast"
            />
          </EuiFormRow>
        </EuiFlexItem>
      </EuiFlexGroup>
    </>
  );
}

function unitText(unit: Recurrence['unit']): string {
  switch (unit) {
    case 'day':
      return i18n.translate('incidents.window.days', { defaultMessage: 'days' });
    case 'week':
      return i18n.translate('incidents.window.weeks', { defaultMessage: 'weeks' });
    case 'month':
      return i18n.translate('incidents.window.months', { defaultMessage: 'months' });
  }
}
