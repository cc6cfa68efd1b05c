import { i18n } from '@kbn/i18n';
import {
  isOurs,
  planSetup,
  readRule,
  readRuleTypes,
  toDiscoveredService,
  toRuleUpdate,
  UNSUPPORTED_SETTINGS,
  type KibanaVersion,
  type PlanItem,
  type WantedRule,
} from 'incident-core';
import { SETUP_PROBLEMS } from '../../common/problems';
import type { PlanAnswer, PlanQuestion, RewriteAnswer, RewriteQuestion, SetupItem } from '../../common/setup';
import { Refusal } from '../routes/route';
import { toRules } from './services';

/** What is to be done in Kibana, out of what it has. @throws Refusal */
export function planOf(question: PlanQuestion, version: KibanaVersion): PlanAnswer {
  const ruleTypes = readRuleTypes(question.rule_types);
  if (!ruleTypes) {
    const detail = i18n.translate('incidents.problem.setup.noRuleTypes', {
      defaultMessage: 'Of its rule types nothing can be read; expected a list of them.',
    });
    throw new Refusal({ ...SETUP_PROBLEMS.not_understood, detail });
  }
  const { space, mappings, layers, teams, connector_id: connectorId, grouping, instances } = question;
  const { plan, choice, leftOut, wanted } = planSetup({
    ...{ space, mappings, layers, teams, version, ruleTypes, connectorId, grouping },
    services: question.services.map(toDiscoveredService),
    rules: toRules(question.rules),
    capacity: { scheduledPerMinute: null, instances },
    isDiscoveryWhole: question.is_whole,
    forgetSilent: false,
  });
  const unsupported = UNSUPPORTED_SETTINGS.map((setting) => {
    return { setting, rules: wanted.filter((one) => one.unsupported.includes(setting)).length };
  });
  return {
    items: plan.items.flatMap(toItem),
    blocked: plan.blocked.map(({ id, reason, needs, rule }) => ({ id, reason, needs, rule: ruleOf(rule) })),
    counts: plan.counts,
    choice,
    left_out: leftOut,
    unsupported: unsupported.filter(({ rules }) => rules > 0),
  };
}

/** How a rule that was to be made is written over what has its id already; not at all when that is not ours. */
export function rewriteOf({ body, found }: RewriteQuestion): RewriteAnswer {
  const rule = readRule(found);
  if (!rule || !isOurs(rule)) return { is_ours: false, update: null };
  return { is_ours: true, update: toRuleUpdate(body, rule.actions) };
}

function toItem(item: PlanItem): readonly SetupItem[] {
  switch (item.kind) {
    case 'keep':
      return [];
    case 'create':
      return [{ kind: 'create', id: item.id, name: item.body.name, rule: ruleOf(item.rule), body: item.body }];
    case 'update':
    case 'drift': {
      const { kind, id, rule, changes, update, enable } = item;
      return [{ kind, id, name: update.name, rule: ruleOf(rule), changes, update, enable }];
    }
    case 'delete': {
      const { kind, id, name, reason } = item;
      return [{ kind, id, name, reason }];
    }
  }
}

function ruleOf({ kind, environment, services, team }: WantedRule) {
  return { kind, environment, services, team };
}
