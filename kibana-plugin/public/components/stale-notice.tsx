import { EuiButtonEmpty, EuiCallOut } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import type { ReactElement } from 'react';
import { icon } from './icon';

/** What was shown before a failure is worth more than the failure. */
export function StaleNotice({ onRetry }: { readonly onRetry: () => void }): ReactElement {
  return (
    <EuiCallOut
      size="s"
      color="warning"
      iconType={icon('bolt')}
      title={i18n.translate('incidents.stale.title', {
        defaultMessage: 'The backend does not answer. What you see is as it was before.',
      })}
      data-test-subj="incidentsStale"
    >
      <EuiButtonEmpty size="xs" flush="left" onClick={onRetry}>
        {i18n.translate('incidents.stale.retry', { defaultMessage: 'Try again' })}
      </EuiButtonEmpty>
    </EuiCallOut>
  );
}
