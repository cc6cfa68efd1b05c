import type { Alert } from '../model/alert.ts';
import { worseSeverity, type Severity } from '../model/severity.ts';

/** What severity is decided from. */
export interface SeverityClues {
  /** Already understood by `severityOfWord`. */
  readonly stated: Severity | null;
  readonly actionGroup: string | null;
  /** For anomaly rules: the score's word, already understood by `severityOfAnomaly`. */
  readonly anomaly: Severity | null;
  readonly tags: readonly string[];
}

/** Four names, and what other systems call them. */
const SEVERITY_OF_WORD: ReadonlyMap<string, Severity> = new Map([
  ...words('critical fatal emergency disaster crit p1 sev1', 'critical'),
  ...words('error high major err p2 sev2', 'error'),
  ...words('warning warn medium moderate minor p3 sev3', 'warning'),
  ...words('info low informational information notice p4 p5 sev4 sev5', 'info'),
]);

/** The action groups of the rule types that grade; a group that is its rule type's only one says nothing. */
const SEVERITY_OF_GROUP: ReadonlyMap<string, Severity> = new Map([
  ['slo.burnrate.alert', 'critical'],
  ['slo.burnrate.high', 'error'],
  ['slo.burnrate.medium', 'warning'],
  ['slo.burnrate.low', 'info'],
  ['metrics.threshold.fired', 'error'],
  ['metrics.threshold.warning', 'warning'],
  ['metrics.inventory_threshold.fired', 'error'],
  ['metrics.inventory_threshold.warning', 'warning'],
]);
const NO_MEASUREMENTS = /(^|[._ -])no[_ -]?data$/i;

/** The severities of machine learning, which start at `warning`. */
const SEVERITY_OF_ANOMALY: ReadonlyMap<string, Severity> = new Map([
  ['critical', 'critical'],
  ['major', 'error'],
  ['minor', 'warning'],
  ['warning', 'warning'],
]);

/** The payload's severity; else the action group where it grades; else the worst `severity:` tag; else `error`. */
export function toSeverity(clues: SeverityClues): Pick<Alert, 'severity' | 'severityFrom'> {
  if (clues.stated !== null) return { severity: clues.stated, severityFrom: 'payload' };
  const graded = clues.anomaly ?? severityOfGroup(clues.actionGroup);
  if (graded !== null) return { severity: graded, severityFrom: 'action_group' };
  const tagged = severityOfTags(clues.tags);
  return tagged === null ? { severity: 'error', severityFrom: 'default' } : { severity: tagged, severityFrom: 'tag' };
}

/** The severity that a word stands for, in any case; null for words that we do not know. */
export function severityOfWord(word: string): Severity | null {
  return SEVERITY_OF_WORD.get(word.trim().toLowerCase()) ?? null;
}

/** The severity of an anomaly's word (`critical`, `major`, `minor`, `warning`). */
export function severityOfAnomaly(word: string): Severity | null {
  return SEVERITY_OF_ANOMALY.get(word.trim().toLowerCase()) ?? null;
}

function severityOfGroup(group: string | null): Severity | null {
  if (group === null) return null;
  return NO_MEASUREMENTS.test(group) ? 'warning' : (SEVERITY_OF_GROUP.get(group.trim().toLowerCase()) ?? null);
}

function severityOfTags(tags: readonly string[]): Severity | null {
  return tags
    .filter((tag) => /^severity\s*:/i.test(tag))
    .map((tag) => severityOfWord(tag.slice(tag.indexOf(':') + 1)))
    .reduce((worst, next) => (worst === null || next === null ? (worst ?? next) : worseSeverity(worst, next)), null);
}

function words(list: string, severity: Severity): readonly (readonly [string, Severity])[] {
  return list.split(' ').map((word) => [word, severity] as const);
}
