import { i18n } from '@kbn/i18n';
import { duration } from '../age';
import { decimal, hundredths } from '../numbers';

/** What stands where there is nothing to say it of: not a zero. */
export const NOTHING = '–';

/** A share as a percentage. */
export function percent(share: number | null, digits = 0): string {
  if (share === null) return NOTHING;
  return hundredths(share, digits);
}

/** A mean time, as exact as anybody wants it. */
export function span(seconds: number | null): string {
  if (seconds === null) return NOTHING;
  if (seconds < 600) return duration(Math.round(seconds));
  if (seconds < 48 * 3_600) return duration(Math.round(seconds / 60) * 60);
  return duration(Math.round(seconds));
}

/** How many there are an hour, in two digits that say something. */
export function perHour(rate: number | null): string {
  const shown = rate === null ? NOTHING : decimal(rate, rate >= 10 ? 0 : rate >= 1 ? 1 : 2);
  return i18n.translate('incidents.overview.perHour', { defaultMessage: '{shown} an hour', values: { shown } });
}
