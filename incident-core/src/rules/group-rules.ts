import type { ThresholdSettings } from '../model/thresholds.ts';
import type { WantedRule } from '../model/wanted-rule.ts';
import { compareText } from './pattern-order.ts';

/**
 * Services in one rule, at most. Kibana counts an alert for each service and transaction type, and beyond 1,000 alerts
 * in a run it works out no recoveries: with five types each, 200 services stay below.
 */
export const MOST_SERVICES_IN_RULE = 200;

/**
 * Joins the rules of one team, environment and kind whose settings are equal. A group has the id of one of its rules,
 * so that a service that comes or goes changes a rule instead of replacing it: Kibana forgets the alerts of a rule that
 * is deleted. Anomaly rules stay apart, for they take no query.
 */
export function groupRules(single: readonly WantedRule[]): readonly WantedRule[] {
  const alike = new Map<string, WantedRule[]>();
  const texts = new Map<ThresholdSettings, ReturnType<typeof toTexts>>();
  for (const rule of single) {
    const { kind, environment, team, settings } = rule;
    const apart = kind === 'anomaly' ? rule.id : null;
    const text = texts.get(settings) ?? toTexts(settings);
    texts.set(settings, text);
    const key = JSON.stringify([kind, environment, team, text[kind], text.notify, apart]);
    const there = alike.get(key);
    if (there) there.push(rule);
    else alike.set(key, [rule]);
  }
  return [...alike.values()].flatMap((rules) => spread(rules).flatMap(joinRules));
}

function toTexts(settings: ThresholdSettings): Readonly<Record<keyof ThresholdSettings, string>> {
  const { latency, failed_transaction_rate, error_count, anomaly, notify } = settings;
  return {
    latency: JSON.stringify(latency),
    failed_transaction_rate: JSON.stringify(failed_transaction_rate),
    error_count: JSON.stringify(error_count),
    anomaly: JSON.stringify(anomaly),
    notify: JSON.stringify(notify),
  };
}

/** Into so many parts that none is too large: each time twice as many, so that most services stay with their neighbours. */
function spread(rules: readonly WantedRule[]): readonly (readonly WantedRule[])[] {
  const mostParts = 2 ** 20;
  for (let count = 1; count < mostParts; count *= 2) {
    const parts = new Map<number, WantedRule[]>();
    for (const rule of rules) {
      // Ids are hashes: their first digits spread evenly.
      const part = Number.parseInt(rule.id.slice(0, 8), 16) % count;
      const there = parts.get(part);
      if (there) there.push(rule);
      else parts.set(part, [rule]);
    }
    if ([...parts.values()].every((part) => part.length <= MOST_SERVICES_IN_RULE)) return [...parts.values()];
  }
  return rules.map((rule) => [rule]);
}

function joinRules(rules: readonly WantedRule[]): readonly WantedRule[] {
  const [first] = [...rules].sort((a, b) => compareText(a.id, b.id));
  if (!first) return [];
  return [{ ...first, services: rules.flatMap(({ services }) => services).sort(compareText) }];
}
