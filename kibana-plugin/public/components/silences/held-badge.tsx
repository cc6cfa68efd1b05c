import { EuiBadge } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import type { IncidentAnswer } from 'incident-core';
import type { ReactElement } from 'react';
import { useNow } from '../../hooks/now';
import { paths } from '../../places';
import { AlertText } from '../alert-text';
import { icon } from '../icon';
import { useAppLink } from '../incident-link';
import { Small } from '../small';
import { clockTime, suppressedText } from './suppressed-text';

type Suppressed = NonNullable<IncidentAnswer['suppressed']>;

/** What holds an incident and until when, with the reason; a silence or window is a click away. */
export function HeldBadge({ suppressed }: { readonly suppressed: Suppressed }): ReactElement {
  const { kind, id, until, reason } = suppressed;
  const now = useNow();
  const tab = kind === 'maintenance_window' ? 'tab=windows&' : '';
  const link = useAppLink(`${paths.silences}?${tab}show=${encodeURIComponent(id)}`);
  const text = suppressedText(kind);
  const values = { time: clockTime(until, now) };
  return (
    <span css={{ display: 'grid', gap: 2, justifyItems: 'start' }} data-test-subj="incidentsHeld">
      {kind === 'auto_pause' ? (
        <EuiBadge color="hollow" iconType={icon('pause')}>
          {text}
        </EuiBadge>
      ) : (
        <EuiBadge color="hollow" iconType={icon('pause')} href={link.href}>
          {text}
        </EuiBadge>
      )}
      <span>{i18n.translate('incidents.held.until', { defaultMessage: 'until {time}', values })}</span>
      <Small>
        <AlertText text={reason} most={200} />
      </Small>
    </span>
  );
}
