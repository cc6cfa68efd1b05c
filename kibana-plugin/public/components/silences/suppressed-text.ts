import { i18n } from '@kbn/i18n';
import moment from 'moment';

/** What holds an escalation, in a word or two. */
export function suppressedText(kind: string): string {
  switch (kind) {
    case 'silence':
      return i18n.translate('incidents.suppressed.silence', { defaultMessage: 'Silence' });
    case 'maintenance_window':
      return i18n.translate('incidents.suppressed.window', { defaultMessage: 'Maintenance' });
    case 'auto_pause':
      return i18n.translate('incidents.suppressed.pause', { defaultMessage: 'Pause' });
    default:
      return i18n.translate('incidents.suppressed.other', { defaultMessage: 'Held' });
  }
}

const NEAR_MS = 20 * 3_600_000;

/** Without seconds, and with the day when it could be taken for another. */
export function clockTime(time: string, now: number): string {
  return moment(time).format(Date.parse(time) - now < NEAR_MS ? 'HH:mm' : 'D MMM HH:mm');
}
