import type { IncidentSummary } from 'incident-core';
import type { OpenCount } from './incident-list.repository.ts';

/** The figures as the API shows them. */
export function toSummary(counts: readonly OpenCount[]): IncidentSummary {
  const critical = counts.filter(({ severity }) => severity === 'critical').map(({ newest }) => newest.getTime());
  return {
    open: sum(counts),
    mine: sum(counts.filter(({ mine }) => mine)),
    newest_critical_at: critical.length === 0 ? null : new Date(Math.max(...critical)).toISOString(),
  };
}

function sum(counts: readonly OpenCount[]): IncidentSummary['open'] {
  const by_severity = { info: 0, warning: 0, error: 0, critical: 0 };
  const by_status = { triggered: 0, acknowledged: 0, in_progress: 0 };
  let total = 0;
  for (const { severity, status, count } of counts) {
    by_severity[severity] += count;
    by_status[status] += count;
    total += count;
  }
  return { total, by_severity, by_status };
}
