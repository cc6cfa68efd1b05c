import type { Alert } from '../model/alert.ts';
import { worseSeverity, type Severity, type Urgency } from '../model/severity.ts';
import { cutText } from '../support/well-formed-text.ts';

const TITLE_LENGTH = 200;

/**
 * The title of the incident that an alert opens: what is wrong, and where, unless its name ends in that already, as
 * those of our own rules do. At most 200 characters, on one line.
 */
export function titleOf(alert: Pick<Alert, 'name' | 'service' | 'environment'>): string {
  const where = [alert.service, alert.environment].filter((part) => part !== null).join(', ');
  const isNamed = where === '' || alert.name.trimEnd().endsWith(`(${where})`);
  const title = (isNamed ? alert.name : `${alert.name} (${where})`).replace(/\s+/g, ' ').trim();
  return cutText(title, TITLE_LENGTH);
}

/** How hard people are disturbed: critical and error are high, warning and info are low. */
export function urgencyOf(severity: Severity): Urgency {
  return severity === 'critical' || severity === 'error' ? 'high' : 'low';
}

/** What an incident became worse or better by, for people: `it rose from warning to critical`. */
export function describeSeverityChange(from: Severity, to: Severity): string {
  return `it ${worseSeverity(from, to) === to ? 'rose' : 'fell'} from ${from} to ${to}`;
}
