import { EuiButtonGroup, EuiSpacer } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import type { ReactElement } from 'react';
import type { Shown } from '../../api/suppressions';

interface ShownChoiceProps {
  readonly shown: Shown;
  readonly onChange: (shown: Shown) => void;
}

/** What holds or will, or what is over. */
export function ShownChoice({ shown, onChange }: ShownChoiceProps): ReactElement {
  return (
    <>
      <EuiButtonGroup
        buttonSize="compressed"
        legend={i18n.translate('incidents.suppressions.shown', { defaultMessage: 'Which of them' })}
        options={[
          {
            id: 'current',
            label: i18n.translate('incidents.suppressions.current', { defaultMessage: 'Now and planned' }),
            'data-test-subj': 'incidentsShown-current',
          },
          {
            id: 'over',
            label: i18n.translate('incidents.suppressions.past', { defaultMessage: 'Over' }),
            'data-test-subj': 'incidentsShown-over',
          },
        ]}
        idSelected={shown}
        onChange={(id) => onChange(id === 'over' ? id : 'current')}
      />
      <EuiSpacer size="m" />
    </>
  );
}
