import { EuiButtonEmpty, EuiButtonIcon, EuiFlexGroup, EuiFlexItem, EuiPanel, EuiSpacer } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import type { ReactElement, ReactNode } from 'react';
import { icon } from '../icon';
import { replaced, without } from '../order-buttons';
import { Subdued } from '../small';
import { ClockField } from '../time/clock-field';
import { WeekdayField } from '../time/weekdays';
import type { Restriction } from './draft';

interface HoursFieldsProps {
  readonly restrictions: readonly Restriction[];
  readonly onChange: (restrictions: Restriction[]) => void;
}

const WORKING: Restriction = {
  weekdays: ['monday', 'tuesday', 'wednesday', 'thursday', 'friday'],
  from: '09:00',
  until: '17:00',
};

/** The hours at which a layer counts; at all without any. */
export function HoursFields({ restrictions, onChange }: HoursFieldsProps): ReactElement {
  return (
    <div>
      {restrictions.length === 0 && (
        <Subdued size="s">
          <p>{i18n.translate('incidents.hours.always', { defaultMessage: 'At all hours.' })}</p>
        </Subdued>
      )}
      {restrictions.map((restriction, index) => (
        <div key={index}>
          <HoursRow
            of={restriction}
            onChange={(next) => onChange(replaced(restrictions, index, next))}
            onRemove={() => onChange(without(restrictions, index))}
          />
          <EuiSpacer size="s" />
        </div>
      ))}
      <EuiButtonEmpty
        size="xs"
        flush="left"
        iconType={icon('plus')}
        onClick={() => onChange([...restrictions, WORKING])}
        data-test-subj="incidentsHoursAdd"
      >
        {i18n.translate('incidents.hours.add', { defaultMessage: 'Only at certain hours' })}
      </EuiButtonEmpty>
    </div>
  );
}

interface HoursRowProps {
  readonly of: Restriction;
  readonly onChange: (restriction: Restriction) => void;
  readonly onRemove: () => void;
  /** What stands below them. */
  readonly children?: ReactNode;
}

/** Some hours of some days of the week. */
export function HoursRow({ of, onChange, onRemove, children }: HoursRowProps): ReactElement {
  const isNight = of.until !== '24:00' && of.until <= of.from;
  const isWholeDay = of.from === '00:00' && of.until === '24:00';
  return (
    <EuiPanel hasBorder hasShadow={false} paddingSize="s" data-test-subj="incidentsHours">
      <WeekdayField chosen={of.weekdays} onChange={(weekdays) => onChange({ ...of, weekdays })} />
      <EuiSpacer size="s" />
      <EuiFlexGroup gutterSize="s" responsive={false} alignItems="center">
        <EuiFlexItem>
          <ClockField
            type="time"
            isDisabled={isWholeDay}
            label={i18n.translate('incidents.hours.from', { defaultMessage: 'From' })}
            value={of.from}
            onChange={(from) => onChange({ ...of, from })}
          />
        </EuiFlexItem>
        <EuiFlexItem>
          <ClockField
            type="time"
            isDisabled={isWholeDay}
            label={i18n.translate('incidents.hours.until', { defaultMessage: 'Until' })}
            // Midnight at the end of a day is written as that of its beginning; a clock knows no other.
            value={of.until === '24:00' ? '00:00' : of.until}
            onChange={(until) => onChange({ ...of, until: until === '00:00' ? '24:00' : until })}
          />
        </EuiFlexItem>
        <EuiFlexItem grow={false}>
          <EuiButtonEmpty
            size="xs"
            onClick={() => onChange({ ...of, ...(isWholeDay ? WORKING_HOURS : WHOLE_DAY) })}
            aria-pressed={isWholeDay}
          >
            {i18n.translate('incidents.hours.wholeDay', { defaultMessage: 'Whole days' })}
          </EuiButtonEmpty>
        </EuiFlexItem>
        <EuiFlexItem grow={false}>
          <EuiButtonIcon
            iconType={icon('trash')}
            color="danger"
            aria-label={i18n.translate('incidents.hours.remove', { defaultMessage: 'Remove these hours' })}
            onClick={onRemove}
          />
        </EuiFlexItem>
      </EuiFlexGroup>
      {isNight && (
        <Subdued size="xs">
          <p>{i18n.translate('incidents.hours.night', { defaultMessage: 'Until the next morning.' })}</p>
        </Subdued>
      )}
      {children !== undefined && (
        <>
          <EuiSpacer size="s" />
          {children}
        </>
      )}
    </EuiPanel>
  );
}

const WORKING_HOURS = { from: '09:00', until: '17:00' } as const;
const WHOLE_DAY = { from: '00:00', until: '24:00' } as const;
