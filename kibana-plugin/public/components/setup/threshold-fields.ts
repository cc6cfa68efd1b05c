import { i18n } from '@kbn/i18n';
import type { FinalThresholds, RuleKind, ThresholdOverrides, ThresholdScope } from 'incident-core';
import { kindText } from './words';

export type Group = keyof FinalThresholds;
export const GROUPS = ['latency', 'failed_transaction_rate', 'error_count', 'anomaly', 'notify'] as const;

/** How one field of the thresholds is edited. */
export type Field = { readonly name: string; readonly label: string } & (
  | { readonly type: 'switch' }
  | { readonly type: 'number'; readonly most: number; readonly isWhole: boolean; readonly unit: string }
  | { readonly type: 'choice'; readonly choices: readonly string[] }
  /** `others`: words that may stand in the place of a time. */
  | { readonly type: 'duration'; readonly others: readonly string[] }
  | { readonly type: 'text' }
);

const SEVERITIES = ['info', 'warning', 'error', 'critical'];
const DAY_MS = 86_400_000;

/** The field that stands in the table, of each kind. */
export const MAIN_FIELDS = {
  latency: 'threshold_ms',
  failed_transaction_rate: 'threshold_percent',
  error_count: 'threshold_count',
  anomaly: 'threshold_score',
  notify: 'check_every',
} as const satisfies Readonly<Record<Group, string>>;

/** The fields of a group, in the order in which people ask for them. */
export function fieldsOf(group: Group): readonly Field[] {
  const label = labels();
  const enabled: Field = { name: 'enabled', label: label.enabled, type: 'switch' };
  const window: Field = { name: 'window', label: label.window, type: 'duration', others: [] };
  const severity: Field = { name: 'severity', label: label.severity, type: 'choice', choices: SEVERITIES };
  const type: Field = { name: 'transaction_type', label: label.type, type: 'text' };
  const threshold = (name: string, most: number, isWhole: boolean, unit: string): Field => {
    return { name, label: label.threshold, type: 'number', most, isWhole, unit };
  };
  switch (group) {
    case 'latency': {
      const aggregation: Field = {
        name: 'aggregation',
        label: label.aggregation,
        type: 'choice',
        choices: ['avg', '95th', '99th'],
      };
      return [enabled, threshold('threshold_ms', DAY_MS, false, 'ms'), aggregation, window, severity, type];
    }
    case 'failed_transaction_rate':
      return [enabled, threshold('threshold_percent', 100, false, '%'), window, severity, type];
    case 'error_count':
      return [enabled, threshold('threshold_count', 1_000_000_000, true, ''), window, severity];
    case 'anomaly': {
      const choices = ['warning', 'minor', 'major', 'critical'];
      return [enabled, { name: 'threshold_score', label: label.score, type: 'choice', choices }, window];
    }
    case 'notify':
      return [
        { name: 'check_every', label: label.checkEvery, type: 'duration', others: [] },
        { name: 'repeat', label: label.repeat, type: 'duration', others: ['on_change', 'every_check'] },
        { name: 'after_checks', label: label.afterChecks, type: 'number', most: 100, isWhole: true, unit: '' },
      ];
  }
}

export function groupText(group: Group): string {
  return group === 'notify'
    ? i18n.translate('incidents.setup.kind.notify', { defaultMessage: 'Checks' })
    : kindText(group);
}

export function isPictured(group: Group): group is Exclude<RuleKind, 'anomaly'> {
  return group !== 'notify' && group !== 'anomaly';
}

/** What was typed, as the layer keeps it; undefined for what cannot be meant. */
export function valueOf(field: Field, text: string): number | string | null | undefined {
  const given = text.trim();
  switch (field.type) {
    case 'number': {
      const number = Number(given);
      const isFit = given !== '' && number > 0 && number <= field.most && (!field.isWhole || Number.isInteger(number));
      return isFit ? number : undefined;
    }
    case 'duration':
      return /^[1-9]\d{0,4}[mhd]$/.test(given) || field.others.includes(given) ? given : undefined;
    case 'text':
      return given === '' ? null : given.slice(0, 200);
    case 'choice':
      return field.choices.includes(given) ? given : undefined;
    case 'switch':
      return undefined;
  }
}

/** The overrides with one field more, or, with undefined, one less. */
export function withField(
  overrides: ThresholdOverrides,
  group: Group,
  field: string,
  value: unknown,
): ThresholdOverrides {
  const { [group]: fields, ...others } = overrides as Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  const { [field]: _, ...rest } = fields ?? {};
  const next = value === undefined ? rest : { ...rest, [field]: value };
  // What the fields may hold was seen to when it was typed, and the server looks again.
  return (Object.keys(next).length === 0 ? others : { ...others, [group]: next }) as ThresholdOverrides;
}

export const EDITED_LAYERS = ['service_environment', 'service', 'environment', 'global'] as const;
export type EditedLayer = (typeof EDITED_LAYERS)[number];

/** Whose values are edited when a service's are, in the chosen layer. */
export function scopeOf(layer: EditedLayer, service: string, environmentName: string): ThresholdScope {
  switch (layer) {
    case 'service_environment':
      return { service, environment: environmentName };
    case 'service':
      return { service, environment: null };
    case 'environment':
      return { service: null, environment: environmentName };
    case 'global':
      return { service: null, environment: null };
  }
}

export function layerText(layer: EditedLayer): string {
  switch (layer) {
    case 'service_environment':
      return i18n.translate('incidents.setup.layer.both', { defaultMessage: 'this service in this environment' });
    case 'service':
      return i18n.translate('incidents.setup.layer.service', { defaultMessage: 'this service everywhere' });
    case 'environment':
      return i18n.translate('incidents.setup.layer.environment', {
        defaultMessage: 'all services in this environment',
      });
    case 'global':
      return i18n.translate('incidents.setup.layer.global', { defaultMessage: 'everything' });
  }
}

function labels() {
  return {
    enabled: i18n.translate('incidents.setup.field.enabled', { defaultMessage: 'There is a rule' }),
    threshold: i18n.translate('incidents.setup.field.threshold', { defaultMessage: 'Threshold' }),
    aggregation: i18n.translate('incidents.setup.field.aggregation', { defaultMessage: 'What is compared' }),
    window: i18n.translate('incidents.setup.field.window', { defaultMessage: 'Looks back (as 5m)' }),
    severity: i18n.translate('incidents.setup.field.severity', { defaultMessage: 'Severity' }),
    type: i18n.translate('incidents.setup.field.type', { defaultMessage: 'Transaction type (empty: each)' }),
    score: i18n.translate('incidents.setup.field.score', { defaultMessage: 'Mildest score that counts' }),
    checkEvery: i18n.translate('incidents.setup.field.checkEvery', { defaultMessage: 'Checked every (as 1m)' }),
    repeat: i18n.translate('incidents.setup.field.repeat', {
      defaultMessage: 'Told: on_change, every_check, or a time as 30m',
    }),
    afterChecks: i18n.translate('incidents.setup.field.afterChecks', { defaultMessage: 'After checks in a row' }),
  };
}
