/** Seconds, from a number or an HTTP date (RFC 9110 10.2.3). */
export function toRetryAfter(value: string | null | undefined, now: Date): number | null {
  if (value === undefined || value === null) return null;
  if (/^\d{1,9}$/.test(value)) return Number(value);
  const at = /^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/.test(value) ? Date.parse(value) : NaN;
  return Number.isNaN(at) ? null : Math.max(0, Math.ceil((at - now.getTime()) / 1000));
}
