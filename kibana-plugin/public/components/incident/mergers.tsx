import { EuiCallOut, EuiSpacer, EuiText } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import type { IncidentDetail } from 'incident-core';
import type { ReactElement } from 'react';
import { icon } from '../icon';
import { IncidentLink } from '../incident-link';

/** Where its alerts have gone, or whose have come to it. */
export function Mergers({ incident }: { readonly incident: IncidentDetail }): ReactElement | null {
  const { merged_into, merged } = incident;
  if (merged_into === null && merged.length === 0) return null;
  return (
    <>
      {merged_into && (
        <EuiCallOut
          size="s"
          iconType={icon('push')}
          title={i18n.translate('incidents.mergers.into', {
            defaultMessage: 'Merged into another incident: its alerts are there',
          })}
          data-test-subj="incidentsMergedInto"
        >
          <IncidentLink {...merged_into} />
        </EuiCallOut>
      )}
      {merged.length > 0 && (
        <EuiText size="s" data-test-subj="incidentsMerged">
          <p>{i18n.translate('incidents.mergers.from', { defaultMessage: 'These were merged into it:' })}</p>
          <ul>
            {merged.map((one) => (
              <li key={one.id}>
                <IncidentLink {...one} />
              </li>
            ))}
          </ul>
        </EuiText>
      )}
      <EuiSpacer size="m" />
    </>
  );
}
