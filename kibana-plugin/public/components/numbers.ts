import { i18n } from '@kbn/i18n';

/** A number as Kibana's language writes it, its thousands apart. */
export function whole(count: number): string {
  return decimal(count, 0);
}

export function decimal(value: number, digits: number): string {
  return formatOf({ minimumFractionDigits: digits, maximumFractionDigits: digits }).format(value);
}

/** A share, from 0 to 1, in hundredths. */
export function hundredths(share: number, digits: number): string {
  return formatOf({ style: 'percent', minimumFractionDigits: digits, maximumFractionDigits: digits }).format(share);
}

/** Making one takes far longer than using it. */
const formats = new Map<string, Intl.NumberFormat>();

function formatOf(form: Intl.NumberFormatOptions): Intl.NumberFormat {
  const key = `${i18n.getLocale()} ${JSON.stringify(form)}`;
  const known = formats.get(key);
  if (known) return known;
  const format = new Intl.NumberFormat(i18n.getLocale(), form);
  formats.set(key, format);
  return format;
}
