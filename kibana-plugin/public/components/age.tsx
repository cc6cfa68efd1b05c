import { EuiToolTip } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import moment from 'moment';
import type { ReactElement } from 'react';
import { useNow } from '../hooks/now';

/** How long ago, short, with the exact time for who wants it. */
export function Age({ since }: { readonly since: string }): ReactElement {
  const now = useNow();
  const at = moment(since);
  return (
    <EuiToolTip content={at.format('LL LTS')}>
      <time dateTime={since}>{shortAge(Math.max(0, now - at.valueOf()))}</time>
    </EuiToolTip>
  );
}

export function shortAge(milliseconds: number): string {
  const minutes = Math.floor(milliseconds / 60_000);
  if (minutes < 1) return i18n.translate('incidents.age.now', { defaultMessage: 'just now' });
  if (minutes < 60)
    return i18n.translate('incidents.age.minutes', { defaultMessage: '{minutes} min', values: { minutes } });
  const hours = Math.floor(minutes / 60);
  if (hours < 48) {
    return i18n.translate('incidents.age.hours', {
      defaultMessage: '{hours} h {minutes} min',
      values: { hours, minutes: minutes % 60 },
    });
  }
  return i18n.translate('incidents.age.days', { defaultMessage: '{days} d', values: { days: Math.floor(hours / 24) } });
}
