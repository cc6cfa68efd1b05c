import { z } from 'zod';
import type { ConfigOwner } from './config-problem.ts';
import { severitySchema } from './severity.ts';

// These documents are files, rows and API bodies in one and the same shape, so their names are written as in JSON.

const MINUTES = { m: 1, h: 60, d: 1_440 } as const;

/** How long a duration such as `5m`, `1h` or `1d` is. */
export function minutesOf(duration: string): number {
  const unit = duration.at(-1);
  return Number.parseInt(duration, 10) * (unit === 'h' || unit === 'd' ? MINUTES[unit] : MINUTES.m);
}

const durationSchema = (most: string) => {
  const message = `expected a whole number and a unit (m, h, d) up to ${most}, as "5m"`;
  return z
    .string(message)
    .regex(/^[1-9]\d{0,4}[mhd]$/, { error: message, abort: true })
    .refine((text) => minutesOf(text) <= minutesOf(most), { error: message, abort: true });
};

const amountSchema = (unit: string, most: number) => {
  const message = `expected ${unit}, above 0 and at most ${most}`;
  return z.number(message).gt(0, message).max(most, message);
};

const enabled = z.boolean('expected true or false').describe('Whether there is a rule of this kind.');
const window = durationSchema('30d').describe('How far back each check looks, as "5m", "1h" or "1d".');
const severity = severitySchema.describe('The severity of the incidents: info, warning, error or critical.');
const transactionType = z
  .string()
  .min(1)
  .max(200)
  .refine(
    (text) => !/[\p{Cc}\p{Surrogate}]/u.test(text),
    'expected a transaction type: one line without control characters',
  )
  .nullable()
  .describe('Only transactions of this type, as "request"; null for all, each type for itself.');

/** How slow transactions may be. */
const latencySettingsSchema = z.strictObject({
  enabled,
  threshold_ms: amountSchema('a number of milliseconds', 86_400_000).describe(
    'Milliseconds; more than this is too slow.',
  ),
  aggregation: z.enum(['avg', '95th', '99th']).describe('What is compared: the average, or a percentile.'),
  transaction_type: transactionType,
  window,
  severity,
});

/** How many transactions may fail. */
const failedRateSettingsSchema = z.strictObject({
  enabled,
  threshold_percent: amountSchema('a percentage', 100).describe('Percent of transactions; as much is too many.'),
  transaction_type: transactionType,
  window,
  severity,
});

/** How many errors there may be. */
const errorCountSettingsSchema = z.strictObject({
  enabled,
  threshold_count: z
    .int('expected a whole number of errors')
    .min(1, 'expected a whole number of errors, from 1')
    .max(1_000_000_000, 'expected a whole number of errors, at most 1000000000')
    .describe('Errors within the window; as many are too many.'),
  window,
  severity,
});

/** How odd a service may be, in the eyes of machine learning. */
const anomalySettingsSchema = z.strictObject({
  enabled,
  threshold_score: z
    .enum(['warning', 'minor', 'major', 'critical'])
    .describe('The mildest anomaly that counts; needs anomaly detection jobs (Platinum licence).'),
  window,
});

/** When rules are checked, and how often they tell. */
const notifySettingsSchema = z.strictObject({
  check_every: durationSchema('1d').describe('How often Kibana checks the rule, as "1m".'),
  repeat: z
    .union(
      [z.enum(['on_change', 'every_check']), durationSchema('1d')],
      'expected "on_change", "every_check" or a time up to 1d, as "30m"',
    )
    .describe('How often an active alert is posted: "on_change" (once), "every_check", or a time such as "30m".'),
  after_checks: z
    .int('expected a whole number of checks')
    .min(1, 'expected a whole number of checks, from 1')
    .max(100, 'expected a whole number of checks, at most 100')
    .describe('How many checks in a row must find it before it counts. Kibana 8.13 or later; before, always 1.'),
  flapping: z
    .union(
      [
        z.literal('kibana'),
        z.strictObject({
          look_back_checks: z.int().min(2).max(20).describe('How many checks are looked at.'),
          status_changes: z.int().min(2).max(20).describe('With so many changes among them, an alert is flapping.'),
        }),
      ],
      'expected "kibana", or look_back_checks and status_changes, each from 2 to 20',
    )
    .describe('"kibana" for what its space says, or a rule of its own (Kibana 8.16 or later).'),
});

/** All that can be set for a service in an environment. */
export const thresholdSettingsSchema = z.strictObject({
  latency: latencySettingsSchema,
  failed_transaction_rate: failedRateSettingsSchema,
  error_count: errorCountSettingsSchema,
  anomaly: anomalySettingsSchema,
  notify: notifySettingsSchema,
});
export type ThresholdSettings = z.infer<typeof thresholdSettingsSchema>;

/** What one layer says: any of the fields, the others staying as the layers below have them. */
export const thresholdOverridesSchema = z.strictObject({
  latency: latencySettingsSchema.partial().optional().describe('Latency of transactions.'),
  failed_transaction_rate: failedRateSettingsSchema.partial().optional().describe('Rate of failed transactions.'),
  error_count: errorCountSettingsSchema.partial().optional().describe('Number of errors.'),
  anomaly: anomalySettingsSchema
    .partial()
    .optional()
    .describe('Anomalies that machine learning finds. Their score is the severity of the incidents.'),
  notify: notifySettingsSchema.partial().optional().describe('When rules are checked, and how often they tell.'),
});
export type ThresholdOverrides = z.infer<typeof thresholdOverridesSchema>;

/** What holds where no layer says anything. Anomalies are off: they need jobs that somebody has to set up. */
export const BUILT_IN_THRESHOLDS: ThresholdSettings = {
  latency: {
    enabled: true,
    threshold_ms: 1_500,
    aggregation: '95th',
    transaction_type: null,
    window: '5m',
    severity: 'error',
  },
  failed_transaction_rate: {
    enabled: true,
    threshold_percent: 10,
    transaction_type: null,
    window: '5m',
    severity: 'error',
  },
  error_count: { enabled: true, threshold_count: 25, window: '5m', severity: 'warning' },
  anomaly: { enabled: false, threshold_score: 'critical', window: '30m' },
  notify: { check_every: '1m', repeat: 'on_change', after_checks: 1, flapping: 'kibana' },
};

/** The layers, in the order in which they are laid over each other: a later one wins, field by field. */
export const THRESHOLD_LAYERS = [
  'built_in',
  'global',
  'service_pattern',
  'service',
  'environment',
  'service_environment',
] as const;
export type ThresholdLayerName = (typeof THRESHOLD_LAYERS)[number];

/** What a layer is for: everything without either, one of them, or a service in an environment. */
export interface ThresholdScope {
  /** A name, or a pattern with `*`; null for all. */
  readonly service: string | null;
  /** As files write it, so `ENVIRONMENT_NOT_DEFINED` where there is none; null for all. */
  readonly environment: string | null;
}

/** One entry of the thresholds, as a row of the backend keeps it. At most one for a scope. */
export interface ThresholdLayer extends ThresholdScope {
  readonly overrides: ThresholdOverrides;
  readonly managedBy: ConfigOwner;
  /** The file that it came from; null for what people made in the UI. */
  readonly file: string | null;
}
