import { i18n } from '@kbn/i18n';
import {
  listUnmapped,
  placeKey,
  planServices,
  readRulesPage,
  servicesOfRule,
  toDiscoveredService,
  toEnvironmentName,
  type FinalThresholds,
  type FoundRule,
  type UnmappedService,
} from 'incident-core';
import { SETUP_PROBLEMS } from '../../common/problems';
import type { ServiceRow, ServicesQuestion, ServicesTable } from '../../common/setup';
import { Refusal } from '../routes/route';

/** Which team and which thresholds each service has, or which team is suggested. */
export function tableOf(question: ServicesQuestion): ServicesTable {
  const { mappings, layers, teams } = question;
  const planned = planServices(question.services.map(toDiscoveredService), { mappings, layers });
  const clues = toRules(question.rules).map((rule) => ({ services: servicesOfRule(rule), tags: rule.tags }));
  const unmapped = new Map<string, UnmappedService>(
    listUnmapped(planned, { teams, rules: clues }).map((one) => [placeKey(one.service), one]),
  );
  const thresholds = new Shared<FinalThresholds>();
  const rows = planned.map(({ service, team, thresholds: final }): ServiceRow => {
    const { name, environment } = service;
    const suggestion = unmapped.get(placeKey(service))?.suggestion ?? null;
    return {
      name,
      environment,
      environment_name: toEnvironmentName(environment),
      // The mappings come as they were given, with who looks after them.
      team: team.kind === 'mapped' ? { name: team.team, by: team.by, mapping: team.mapping as never } : null,
      suggestion: suggestion && {
        team: suggestion.team,
        reason: suggestion.reason,
        clue: suggestion.clue,
        mapping: suggestion.mapping,
      },
      thresholds: thresholds.add(final),
    };
  });
  return { rows, thresholds: thresholds.values };
}

/** Kibana's rules, as they came. @throws Refusal for what is none */
export function toRules(given: readonly unknown[]): readonly FoundRule[] {
  const page = readRulesPage({ total: given.length, data: given });
  if (page.kind === 'page') return page.rules;
  const detail = i18n.translate('incidents.problem.setup.noRules', {
    defaultMessage: 'Of its rules, {path} is something else; expected {expected}.',
    values: { path: page.path, expected: page.expected },
  });
  throw new Refusal({ ...SETUP_PROBLEMS.not_understood, detail });
}

/** Values of which many are one, each once. */
class Shared<Value> {
  readonly values: Value[] = [];
  readonly #places = new Map<Value, number>();

  add(value: Value): number {
    const known = this.#places.get(value);
    if (known !== undefined) return known;
    this.#places.set(value, this.values.length);
    this.values.push(value);
    return this.values.length - 1;
  }
}
