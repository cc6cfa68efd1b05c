import { EuiButtonEmpty, EuiFlexGroup, EuiFlexItem, EuiFormRow, EuiSelect, EuiSpacer } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import type { ReactElement } from 'react';
import { icon } from '../icon';
import { NumberField } from '../number-field';
import { moved, OrderButtons, replaced, without } from '../order-buttons';
import { ClockField } from '../time/clock-field';
import { ofType, ROTATIONS, UNITS, type Rotation, type RotationType } from './draft';

interface RotationFieldsProps {
  readonly rotation: Rotation;
  readonly onChange: (rotation: Rotation) => void;
}

const MOST = { hourly: 8_784, daily: 366, weekly: 53, monthly: 12 } as const;

/** When turns change. */
export function RotationFields({ rotation, onChange }: RotationFieldsProps): ReactElement {
  const { type, starts_on, handoff_time } = rotation;
  return (
    <>
      <EuiFlexGroup gutterSize="s" responsive={false}>
        <EuiFlexItem>
          <EuiFormRow label={i18n.translate('incidents.rotation.type', { defaultMessage: 'Turns change' })}>
            <EuiSelect
              compressed
              value={type}
              options={ROTATIONS.map((value) => ({ value, text: typeText(value) }))}
              onChange={({ target }) => {
                const chosen = ROTATIONS.find((each) => each === target.value);
                if (chosen) onChange(ofType(rotation, chosen));
              }}
              data-test-subj="incidentsRotationType"
            />
          </EuiFormRow>
        </EuiFlexItem>
        {rotation.type !== 'custom' && (
          <EuiFlexItem>
            <EuiFormRow label={i18n.translate('incidents.rotation.every', { defaultMessage: 'One turn lasts' })}>
              <NumberField
                label={i18n.translate('incidents.rotation.everyLabel', { defaultMessage: 'One turn lasts' })}
                value={rotation.every}
                least={1}
                most={MOST[rotation.type]}
                append={unitText(rotation.type)}
                onChange={(every) => onChange({ ...rotation, every })}
                subject="incidentsRotationEvery"
              />
            </EuiFormRow>
          </EuiFlexItem>
        )}
      </EuiFlexGroup>
      {rotation.type === 'custom' && (
        <CustomShifts shifts={rotation.shifts} onChange={(shifts) => onChange({ ...rotation, shifts })} />
      )}
      <EuiSpacer size="s" />
      <EuiFlexGroup gutterSize="s" responsive={false}>
        <EuiFlexItem>
          <EuiFormRow label={i18n.translate('incidents.rotation.start', { defaultMessage: 'First turn begins on' })}>
            <ClockField
              type="date"
              value={starts_on}
              onChange={(typed) => onChange({ ...rotation, starts_on: typed })}
              subject="incidentsRotationStart"
            />
          </EuiFormRow>
        </EuiFlexItem>
        <EuiFlexItem>
          <EuiFormRow label={i18n.translate('incidents.rotation.handoff', { defaultMessage: 'Hand-off at' })}>
            <ClockField
              type="time"
              value={handoff_time}
              onChange={(typed) => onChange({ ...rotation, handoff_time: typed })}
              subject="incidentsRotationHandoff"
            />
          </EuiFormRow>
        </EuiFlexItem>
      </EuiFlexGroup>
    </>
  );
}

type Shifts = Extract<Rotation, { type: 'custom' }>['shifts'];

function CustomShifts({ shifts, onChange }: { readonly shifts: Shifts; readonly onChange: (shifts: Shifts) => void }) {
  return (
    <EuiFormRow
      label={i18n.translate('incidents.rotation.shifts', { defaultMessage: 'Shifts, again and again' })}
      hasChildLabel={false}
    >
      <div>
        {shifts.map((shift, index) => {
          const name = i18n.translate('incidents.rotation.shift', {
            defaultMessage: 'Shift {number}',
            values: { number: index + 1 },
          });
          return (
            <EuiFlexGroup key={index} gutterSize="s" responsive={false} alignItems="center" css={{ marginBlockEnd: 4 }}>
              <EuiFlexItem>
                <NumberField
                  label={name}
                  value={shift.every}
                  least={1}
                  most={8_784}
                  onChange={(every) => onChange(replaced(shifts, index, { ...shift, every }))}
                  subject="incidentsShiftEvery"
                />
              </EuiFlexItem>
              <EuiFlexItem>
                <EuiSelect
                  compressed
                  aria-label={i18n.translate('incidents.rotation.unit', {
                    defaultMessage: '{name}, unit',
                    values: { name },
                  })}
                  value={shift.unit}
                  options={UNITS.map((value) => ({ value, text: unitText(value) }))}
                  onChange={({ target }) => {
                    const unit = UNITS.find((each) => each === target.value);
                    if (unit) onChange(replaced(shifts, index, { ...shift, unit }));
                  }}
                />
              </EuiFlexItem>
              <EuiFlexItem grow={false}>
                <OrderButtons
                  name={name}
                  index={index}
                  count={shifts.length}
                  onMove={(to) => onChange(moved(shifts, index, to))}
                  onRemove={() => onChange(without(shifts, index))}
                  isDisabled={shifts.length === 1}
                />
              </EuiFlexItem>
            </EuiFlexGroup>
          );
        })}
        <EuiButtonEmpty
          size="xs"
          flush="left"
          iconType={icon('plus')}
          onClick={() => onChange([...shifts, { every: 1, unit: 'day' }])}
        >
          {i18n.translate('incidents.rotation.addShift', { defaultMessage: 'Add a shift' })}
        </EuiButtonEmpty>
      </div>
    </EuiFormRow>
  );
}

function typeText(type: RotationType): string {
  switch (type) {
    case 'hourly':
      return i18n.translate('incidents.rotation.hourly', { defaultMessage: 'by the hour' });
    case 'daily':
      return i18n.translate('incidents.rotation.daily', { defaultMessage: 'by the day' });
    case 'weekly':
      return i18n.translate('incidents.rotation.weekly', { defaultMessage: 'by the week' });
    case 'monthly':
      return i18n.translate('incidents.rotation.monthly', { defaultMessage: 'by the month' });
    case 'custom':
      return i18n.translate('incidents.rotation.custom', { defaultMessage: 'in shifts of several lengths' });
  }
}

function unitText(unit: 'hourly' | 'daily' | 'weekly' | 'monthly' | (typeof UNITS)[number]): string {
  switch (unit) {
    case 'hour':
    case 'hourly':
      return i18n.translate('incidents.rotation.hours', { defaultMessage: 'hours' });
    case 'day':
    case 'daily':
      return i18n.translate('incidents.rotation.days', { defaultMessage: 'days' });
    case 'week':
    case 'weekly':
      return i18n.translate('incidents.rotation.weeks', { defaultMessage: 'weeks' });
    case 'monthly':
      return i18n.translate('incidents.rotation.months', { defaultMessage: 'months' });
  }
}
