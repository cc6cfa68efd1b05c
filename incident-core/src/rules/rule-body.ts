import type { Json, JsonObject } from '../model/alert.ts';
import { toEnvironmentName } from '../model/rule-kind.ts';
import { minutesOf, type ThresholdSettings } from '../model/thresholds.ts';
import type { WantedRule } from '../model/wanted-rule.ts';
import { isAtLeast, type KibanaVersion } from './kibana-version.ts';
import { servicesQuery } from './kql.ts';
import { PAYLOAD_TEMPLATES, type PayloadTemplateKind } from './payload-template.ts';
import type { RuleTypeDecision } from './rule-types.ts';
import { RULE_TAG } from './rule-tags.ts';

/** A rule as `POST /api/alerting/rule/{id}` takes it. */
export interface RuleBody {
  readonly name: string;
  readonly tags: readonly string[];
  readonly rule_type_id: string;
  readonly consumer: string;
  readonly enabled: true;
  readonly schedule: { readonly interval: string };
  readonly params: JsonObject;
  readonly actions: readonly RuleAction[];
  /** From 8.13 on, and then always: what an update leaves out may stay as it was. */
  readonly alert_delay?: { readonly active: number };
  /** From 8.16 on; null for what the space says. */
  readonly flapping?: { readonly look_back_window: number; readonly status_change_threshold: number } | null;
}

/** A rule as `PUT /api/alerting/rule/{id}` takes it: type, consumer and whether it is enabled cannot be changed so. */
export type RuleUpdate = Omit<RuleBody, 'rule_type_id' | 'consumer' | 'enabled'>;

/** One action of a rule: what is posted when an alert enters a group. */
export interface RuleAction {
  /** Of the connector. */
  readonly id: string;
  readonly group: string;
  readonly params: { readonly body: string };
  readonly frequency: {
    readonly summary: false;
    readonly notify_when: 'onActionGroupChange' | 'onActiveAlert' | 'onThrottleInterval';
    readonly throttle: string | null;
  };
  /** Known for actions that Kibana has already: with it they keep what they remember of throttling. */
  readonly uuid?: string;
}

/** What the body of a rule depends on beside the rule. */
export interface RuleBodyContext {
  readonly version: KibanaVersion;
  readonly ruleType: Extract<RuleTypeDecision, { readonly kind: 'usable' }>;
  /** The connector to post by; null where alerts are pulled, so that rules have no actions. */
  readonly connectorId: string | null;
}

/** What to send to Kibana for a wanted rule; `ruleWrites` adds the tag that tells changes by hand. */
export function toRuleBody(rule: WantedRule, { version, ruleType, connectorId }: RuleBodyContext): RuleBody {
  const { notify } = rule.settings;
  return {
    name: ruleNameOf(rule),
    tags: tagsOf(rule),
    rule_type_id: ruleType.ruleTypeId,
    consumer: ruleType.consumer,
    enabled: true,
    schedule: { interval: notify.check_every },
    params: paramsOf(rule),
    actions: connectorId === null ? [] : actionsOf(connectorId, ruleType, notify),
    ...(isAtLeast(version, 8, 13) && { alert_delay: { active: notify.after_checks } }),
    ...(isAtLeast(version, 8, 16) && { flapping: toFlapping(notify.flapping) }),
  };
}

/** What a version of Kibana cannot do of the settings; the rule goes without it. */
export const UNSUPPORTED_SETTINGS = ['after_checks', 'flapping'] as const;
export type UnsupportedSetting = (typeof UNSUPPORTED_SETTINGS)[number];

/** The settings of a rule that its Kibana is too old for. */
export function unsupportedOf(
  { settings: { notify } }: WantedRule,
  version: KibanaVersion,
): readonly UnsupportedSetting[] {
  return [
    ...(notify.after_checks > 1 && !isAtLeast(version, 8, 13) ? (['after_checks'] as const) : []),
    ...(notify.flapping !== 'kibana' && !isAtLeast(version, 8, 16) ? (['flapping'] as const) : []),
  ];
}

/** The body of an update: what Kibana replaces, with the ids that it gave to the actions that stay. */
export function toRuleUpdate(
  body: RuleBody,
  found: readonly { readonly group: string; readonly id: string; readonly uuid: string | null }[],
): RuleUpdate {
  const { rule_type_id: _type, consumer: _consumer, enabled: _enabled, ...update } = body;
  const actions = update.actions.map((action) => {
    const known = found.find(({ group, id }) => group === action.group && id === action.id)?.uuid;
    return known ? { ...action, uuid: known } : action;
  });
  return { ...update, actions };
}

const TITLES = {
  latency: 'Latency',
  failed_transaction_rate: 'Failed transactions',
  error_count: 'Errors',
  anomaly: 'Anomaly',
} as const;

/** The name of a rule. It ends like the title of an incident, which then does not say it twice. */
export function ruleNameOf({ kind, services, team, environment }: WantedRule): string {
  const [only] = services;
  const place = environment === null ? '' : `, ${environment}`;
  const whose = services.length === 1 && only !== undefined ? only : `services of ${team}`;
  return `${TITLES[kind]} (${whose}${place})`;
}

function tagsOf({ kind, team, settings }: WantedRule): readonly string[] {
  // An anomaly is as severe as its score.
  const severity = kind === 'anomaly' ? [] : [`severity:${settings[kind].severity}`];
  return [RULE_TAG, `team:${team}`, ...severity];
}

function paramsOf(rule: WantedRule): JsonObject {
  const { kind, settings } = rule;
  const window = settings[kind].window;
  const shared = {
    windowSize: Number.parseInt(window, 10),
    windowUnit: window.slice(-1),
    environment: toEnvironmentName(rule.environment),
  };
  switch (kind) {
    case 'latency': {
      const { threshold_ms: threshold, aggregation: aggregationType, transaction_type: type } = settings.latency;
      return { ...shared, threshold, aggregationType, ...servicesOf(rule, type) };
    }
    case 'failed_transaction_rate': {
      const { threshold_percent: threshold, transaction_type: type } = settings.failed_transaction_rate;
      return { ...shared, threshold, ...servicesOf(rule, type) };
    }
    case 'error_count':
      return { ...shared, threshold: settings.error_count.threshold_count, ...servicesOf(rule, null) };
    case 'anomaly':
      return { ...shared, anomalySeverityType: settings.anomaly.threshold_score, ...servicesOf(rule, null) };
  }
}

function servicesOf({ services, environment }: WantedRule, transactionType: string | null): JsonObject {
  const [only] = services;
  if (services.length === 1 && only !== undefined) {
    return { serviceName: only, ...(transactionType !== null && { transactionType }) };
  }
  const query = servicesQuery({ services, environment, transactionType });
  return { useKqlFilter: true, searchConfiguration: { query: { query, language: 'kuery' } } satisfies Json };
}

function actionsOf(
  connectorId: string,
  { actionGroups, recoveryGroup }: RuleBodyContext['ruleType'],
  notify: ThresholdSettings['notify'],
): readonly RuleAction[] {
  const action = (group: string, kind: PayloadTemplateKind, frequency: RuleAction['frequency']): RuleAction => {
    return { id: connectorId, group, params: { body: PAYLOAD_TEMPLATES[kind] }, frequency };
  };
  const once = { summary: false, notify_when: 'onActionGroupChange', throttle: null } as const;
  return [
    ...actionGroups.map((group) => action(group, 'active', frequencyOf(notify))),
    // Without an entry of its own a recovery is never told.
    action(recoveryGroup, 'recovered', once),
  ];
}

/** Kibana refuses a throttle shorter than the time between checks: then each check tells. */
function frequencyOf({ repeat, check_every: checked }: ThresholdSettings['notify']): RuleAction['frequency'] {
  if (repeat === 'on_change') return { summary: false, notify_when: 'onActionGroupChange', throttle: null };
  if (repeat === 'every_check' || minutesOf(repeat) <= minutesOf(checked)) {
    return { summary: false, notify_when: 'onActiveAlert', throttle: null };
  }
  return { summary: false, notify_when: 'onThrottleInterval', throttle: repeat };
}

function toFlapping(flapping: ThresholdSettings['notify']['flapping']): NonNullable<RuleBody['flapping']> | null {
  if (flapping === 'kibana') return null;
  // Kibana refuses more changes than there are checks.
  const changes = Math.min(flapping.status_changes, flapping.look_back_checks);
  return { look_back_window: flapping.look_back_checks, status_change_threshold: changes };
}
