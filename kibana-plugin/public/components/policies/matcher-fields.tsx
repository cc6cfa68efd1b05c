import { EuiButtonEmpty, EuiButtonGroup, EuiComboBox, EuiFormRow, EuiSpacer } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import type { ReactElement } from 'react';
import { SEVERITIES } from '../../hooks/filters';
import { severityText } from '../badges';
import { icon } from '../icon';
import { HoursRow } from '../on-call/hours-fields';
import { replaced, without } from '../order-buttons';
import { ownZone } from '../time/zone';
import { ZoneField } from '../time/zone-field';
import type { PolicyMatchers } from './draft';

interface MatcherFieldsProps {
  readonly matchers: PolicyMatchers;
  readonly onChange: (matchers: PolicyMatchers) => void;
  /** False where no time of day can be said. */
  readonly withTimes?: boolean;
}

/** What must hold for the policy to be the one. */
export function MatcherFields({ matchers, onChange, withTimes = true }: MatcherFieldsProps): ReactElement {
  const { severity = [], times = [] } = matchers;
  const text = (dimension: 'service' | 'environment' | 'tags', label: string, helpText?: string) => (
    <EuiFormRow label={label} {...(helpText === undefined ? {} : { helpText })}>
      <Patterns
        label={label}
        values={matchers[dimension] ?? []}
        onChange={(values) => onChange({ ...matchers, [dimension]: values })}
        subject={`incidentsMatch-${dimension}`}
      />
    </EuiFormRow>
  );
  return (
    <>
      {text(
        'service',
        i18n.translate('incidents.match.service', { defaultMessage: 'Services' }),
        i18n.translate('incidents.match.help', { defaultMessage: 'Any of them; * stands for any characters' }),
      )}
      {text('environment', i18n.translate('incidents.match.environment', { defaultMessage: 'Environments' }))}
      {text('tags', i18n.translate('incidents.match.tags', { defaultMessage: 'Tags' }))}
      <EuiFormRow
        label={i18n.translate('incidents.match.severity', { defaultMessage: 'Severities' })}
        hasChildLabel={false}
      >
        <EuiButtonGroup
          type="multi"
          isFullWidth
          buttonSize="compressed"
          legend={i18n.translate('incidents.match.severityLegend', { defaultMessage: 'Severities; any without one' })}
          options={SEVERITIES.map((id) => ({
            id,
            label: severityText(id),
            'data-test-subj': `incidentsMatch-${id}`,
          }))}
          idToSelectedMap={Object.fromEntries(severity.map((id) => [id, true]))}
          onChange={(id) =>
            onChange({
              ...matchers,
              severity: SEVERITIES.filter((each) => severity.includes(each) !== (each === id)),
            })
          }
        />
      </EuiFormRow>
      {withTimes && (
        <EuiFormRow
          label={i18n.translate('incidents.match.times', { defaultMessage: 'Time of day' })}
          hasChildLabel={false}
        >
          <div>
            {times.map(({ time_zone, ...hours }, index) => (
              <div key={index}>
                <HoursRow
                  of={hours}
                  onChange={(next) => onChange({ ...matchers, times: replaced(times, index, { ...next, time_zone }) })}
                  onRemove={() => onChange({ ...matchers, times: without(times, index) })}
                >
                  <ZoneField
                    zone={time_zone}
                    onChange={(zone) =>
                      onChange({ ...matchers, times: replaced(times, index, { ...hours, time_zone: zone }) })
                    }
                  />
                </HoursRow>
                <EuiSpacer size="s" />
              </div>
            ))}
            <EuiButtonEmpty
              size="xs"
              flush="left"
              iconType={icon('plus')}
              onClick={() =>
                onChange({
                  ...matchers,
                  times: [
                    ...times,
                    {
                      weekdays: ['monday', 'tuesday', 'wednesday', 'thursday', 'friday'],
                      from: '09:00',
                      until: '17:00',
                      time_zone: ownZone(),
                    },
                  ],
                })
              }
              data-test-subj="incidentsMatch-times"
            >
              {i18n.translate('incidents.match.addTimes', { defaultMessage: 'Only at certain hours' })}
            </EuiButtonEmpty>
          </div>
        </EuiFormRow>
      )}
    </>
  );
}

interface PatternsProps {
  readonly label: string;
  readonly values: readonly string[];
  readonly onChange: (values: string[]) => void;
  readonly subject: string;
  readonly id?: string;
}

/** Texts of one's own, one after another. */
export function Patterns({ label, values, onChange, subject, id }: PatternsProps): ReactElement {
  return (
    <EuiComboBox
      compressed
      fullWidth
      noSuggestions
      aria-label={label}
      {...(id === undefined ? {} : { id })}
      selectedOptions={values.map((value) => ({ label: value }))}
      onCreateOption={(typed) => {
        const value = typed.trim();
        if (value !== '' && !values.includes(value)) onChange([...values, value]);
      }}
      onChange={(chosen) => onChange(chosen.map((option) => option.label))}
      placeholder={i18n.translate('incidents.match.type', { defaultMessage: 'Type one and press Enter' })}
      data-test-subj={subject}
    />
  );
}
