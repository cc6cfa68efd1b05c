import { EuiComboBox, EuiFormRow } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import type { SilenceAnswer } from 'incident-core';
import type { ReactElement } from 'react';
import { useSources } from '../../hooks/sources';
import { MatchersText } from '../matchers-text';
import { MatcherFields, Patterns } from '../policies/matcher-fields';
import { plain } from '../text';

export type SuppressionMatchers = SilenceAnswer['matchers'];

interface MatchersProps {
  readonly matchers: SuppressionMatchers;
}

/** Which incidents are meant, in words. */
export function SuppressionMatchersText({ matchers: { source, rule, ...matchers } }: MatchersProps): ReactElement {
  const { data: sources = [] } = useSources();
  const names = source?.map((id) => sources.find((each) => each.id === id)?.name ?? id);
  return (
    <MatchersText
      matchers={matchers}
      others={[
        [i18n.translate('incidents.suppression.rule', { defaultMessage: 'rule' }), rule],
        [i18n.translate('incidents.suppression.source', { defaultMessage: 'source' }), names],
      ]}
    />
  );
}

interface MatchersFieldsProps extends MatchersProps {
  readonly onChange: (matchers: SuppressionMatchers) => void;
}

/** Which incidents are meant; without any, all of the team. */
export function SuppressionMatchersFields({ matchers, onChange }: MatchersFieldsProps): ReactElement {
  const { source = [], rule = [], ...rest } = matchers;
  const { data: sources = [] } = useSources();
  const options = sources.map(({ id, name }) => ({ label: plain(name, 80), key: id }));
  const rules = i18n.translate('incidents.suppression.rules', { defaultMessage: 'Rules' });
  const sourcesText = i18n.translate('incidents.suppression.sources', { defaultMessage: 'Sources' });
  return (
    <>
      <MatcherFields
        withTimes={false}
        matchers={rest}
        onChange={({ times: _, ...next }) => onChange({ ...matchers, ...next })}
      />
      <EuiFormRow
        label={rules}
        helpText={i18n.translate('incidents.suppression.rulesHelp', { defaultMessage: 'By name or id' })}
      >
        <Patterns
          label={rules}
          values={rule}
          onChange={(values) => onChange({ ...matchers, rule: values })}
          subject="incidentsMatch-rule"
        />
      </EuiFormRow>
      {options.length > 1 && (
        <EuiFormRow label={sourcesText}>
          <EuiComboBox
            compressed
            fullWidth
            aria-label={sourcesText}
            options={options}
            selectedOptions={options.filter(({ key }) => source.includes(key))}
            onChange={(chosen) => onChange({ ...matchers, source: chosen.flatMap(({ key }) => key ?? []) })}
            data-test-subj="incidentsMatch-source"
          />
        </EuiFormRow>
      )}
    </>
  );
}

/** As the backend takes them: an empty dimension is none. */
export function toGivenMatchers(matchers: SuppressionMatchers): SuppressionMatchers {
  return Object.fromEntries(Object.entries(matchers).filter(([, values]) => (values?.length ?? 0) > 0));
}
