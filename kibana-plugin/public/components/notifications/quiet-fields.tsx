import { EuiFlexGroup, EuiFlexItem, EuiFormRow, EuiSpacer, EuiSwitch, EuiText } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import type { GivenPreferences } from 'incident-core';
import type { ReactElement } from 'react';
import { ClockField } from '../time/clock-field';
import { WeekdayField } from '../time/weekdays';
import { ZoneField } from '../time/zone-field';

interface QuietFieldsProps {
  readonly given: GivenPreferences;
  /** In which the hours and days are meant, where nothing else is given. */
  readonly zone: string;
  readonly isDisabled: boolean;
  readonly onChange: (given: GivenPreferences) => void;
}

const NIGHT = { from: '22:00', until: '07:00' } as const;
const WORKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday'] as const;

/** When what can wait does, and what else one wants to hear. */
export function QuietFields({ given, zone, isDisabled, onChange }: QuietFieldsProps): ReactElement {
  const { quiet_hours: quiet, working_days: days } = given;
  const isNoSpan = quiet !== null && (quiet.from === '' || quiet.until === '' || quiet.from === quiet.until);
  return (
    <>
      <EuiSwitch
        compressed
        disabled={isDisabled}
        label={i18n.translate('incidents.preferences.quiet', {
          defaultMessage: 'Quiet hours: what can wait does, unless I am on call',
        })}
        checked={quiet !== null}
        onChange={({ target }) => onChange({ ...given, quiet_hours: target.checked ? NIGHT : null })}
        data-test-subj="incidentsQuietHours"
      />
      {quiet !== null && (
        <>
          <EuiSpacer size="s" />
          <EuiFlexGroup gutterSize="s" responsive={false} alignItems="center" css={{ maxWidth: 320 }}>
            <EuiFlexItem>
              <ClockField
                type="time"
                isDisabled={isDisabled}
                isInvalid={isNoSpan}
                label={i18n.translate('incidents.preferences.from', { defaultMessage: 'Quiet from' })}
                value={quiet.from}
                onChange={(from) => onChange({ ...given, quiet_hours: { ...quiet, from } })}
                subject="incidentsQuietFrom"
              />
            </EuiFlexItem>
            <EuiFlexItem grow={false}>–</EuiFlexItem>
            <EuiFlexItem>
              <ClockField
                type="time"
                isDisabled={isDisabled}
                isInvalid={isNoSpan}
                label={i18n.translate('incidents.preferences.until', { defaultMessage: 'Quiet until' })}
                value={quiet.until}
                onChange={(until) => onChange({ ...given, quiet_hours: { ...quiet, until } })}
                subject="incidentsQuietUntil"
              />
            </EuiFlexItem>
          </EuiFlexGroup>
          {isNoSpan && (
            <EuiText size="xs" color="danger" role="alert">
              {i18n.translate('incidents.preferences.noSpan', { defaultMessage: 'Two different times of day' })}
            </EuiText>
          )}
        </>
      )}
      <EuiSpacer size="m" />
      <EuiSwitch
        compressed
        disabled={isDisabled}
        label={i18n.translate('incidents.preferences.days', {
          defaultMessage: 'Working days: what can wait comes on these',
        })}
        checked={days !== null}
        onChange={({ target }) => onChange({ ...given, working_days: target.checked ? [...WORKDAYS] : null })}
        data-test-subj="incidentsWorkingDays"
      />
      {days !== null && (
        <>
          <EuiSpacer size="s" />
          <div css={{ maxWidth: 480 }}>
            <WeekdayField
              chosen={days}
              isDisabled={isDisabled}
              onChange={(chosen) => {
                // On no day at all nothing would ever come.
                if (chosen.length > 0) onChange({ ...given, working_days: chosen });
              }}
            />
          </div>
        </>
      )}
      <EuiSpacer size="m" />
      <EuiSwitch
        compressed
        disabled={isDisabled}
        label={i18n.translate('incidents.preferences.updates', {
          defaultMessage: 'Status updates: tell me how incidents go on that I was told of',
        })}
        checked={given.status_updates}
        onChange={({ target }) => onChange({ ...given, status_updates: target.checked })}
        data-test-subj="incidentsStatusUpdates"
      />
      <EuiSpacer size="m" />
      <div css={{ maxWidth: 320 }}>
        <EuiFormRow fullWidth label={i18n.translate('incidents.preferences.zone', { defaultMessage: 'My time zone' })}>
          {isDisabled ? (
            <EuiText size="s">{zone}</EuiText>
          ) : (
            <ZoneField zone={given.time_zone ?? zone} onChange={(time_zone) => onChange({ ...given, time_zone })} />
          )}
        </EuiFormRow>
      </div>
    </>
  );
}
