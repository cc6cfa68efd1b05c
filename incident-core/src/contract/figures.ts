import { z } from 'zod';
import { BUCKET_UNITS } from '../model/figures.ts';
import { severitySchema } from '../model/severity.ts';
import { idSchema, lineSchema, timeSchema, timeZoneSchema } from './fields.ts';
import { looks, type Route } from './route.ts';

const severals = <Value extends z.ZodType<string, string>>(value: Value) =>
  z
    .string()
    .transform((text) => text.split(',').map((part) => part.trim()))
    .pipe(z.array(value).min(1).max(50));

const YEAR_MS = 400 * 86_400_000;

/** Which incidents figures are of, and how time is cut. Several teams or severities are separated by commas. */
export const figuresQuerySchema = z
  .strictObject({
    /** Created at this time or later; seven days before `to` where it is left out. */
    from: timeSchema.optional(),
    /** Created before this time; now where it is left out. */
    to: timeSchema.optional(),
    /** What reads well where it is left out: hours up to two days, days up to three months, else weeks. */
    bucket: z.enum(BUCKET_UNITS).optional(),
    /** By whose clocks days and weeks begin. */
    time_zone: timeZoneSchema.default('UTC'),
    team_id: severals(idSchema).optional(),
    service: lineSchema(1_000).optional(),
    severity: severals(severitySchema).optional(),
  })
  .superRefine(({ from, to }, context) => {
    if (from === undefined || to === undefined) return;
    const ms = Date.parse(to) - Date.parse(from);
    if (ms <= 0) context.addIssue({ code: 'custom', path: ['to'], message: 'expected a time after `from`' });
    if (ms > YEAR_MS)
      context.addIssue({ code: 'custom', path: ['from'], message: 'expected at most 400 days before `to`' });
  });
export type FiguresQuery = z.infer<typeof figuresQuerySchema>;

const share = z.number().nullable();
const seconds = z.number().nullable();

/** Figures of the incidents created in some time. Null is "there is nothing to say it of", and not zero. */
const incidentFigures = {
  incidents: z.int(),
  escalated: z.int(),
  /** Share of the incidents that went on beyond a step of their escalation. */
  escalation_rate: share,
  acknowledged: z.int(),
  /** MTTA: mean from creation to the first acknowledgement. */
  mean_acknowledge_seconds: seconds,
  resolved: z.int(),
  /** MTTR, the resolution time: mean from the first trigger to the last resolution. */
  mean_resolve_seconds: seconds,
  /** Ended by themselves, and nobody ever acknowledged them. */
  unattended: z.int(),
  /** Share of those among the resolved ones. */
  noise_rate: share,
};

const webhookFigures = {
  accepted: z.int(),
  refused: z.int(),
  found_by_pull: z.int(),
  /** accepted / (accepted + refused + found_by_pull) */
  webhook_success_rate: share,
};

const namedSchema = z.strictObject({ id: idSchema, name: z.string() });

/** The figures of some time, whole and piece by piece. */
export const figuresSchema = z
  .strictObject({
    from: timeSchema,
    to: timeSchema,
    bucket: z.enum(BUCKET_UNITS),
    time_zone: z.string(),
    total: z.strictObject({
      ...incidentFigures,
      incidents_per_hour: z.number().nullable(),
      /** Alerts that were created: a first sight of an episode. */
      alerts: z.int(),
      alerts_per_hour: z.number().nullable(),
      /** All that was received of them, refreshes, duplicates and recoveries included. */
      alerts_received: z.int(),
      /** Messages that a channel took. */
      notifications_sent: z.int(),
      /** Half of the incidents were acknowledged, or resolved, sooner. */
      median_acknowledge_seconds: seconds,
      median_resolve_seconds: seconds,
      ...webhookFigures,
    }),
    /** In order, those in which nothing happened too. */
    buckets: z.array(
      z.strictObject({
        from: timeSchema,
        to: timeSchema,
        ...incidentFigures,
        alerts: z.int(),
        alerts_received: z.int(),
        notifications_sent: z.int(),
      }),
    ),
    by_team: z.array(z.strictObject({ team: namedSchema, ...incidentFigures })),
    /** The hundred with the most incidents; null for incidents of no service. */
    by_service: z.array(z.strictObject({ service: z.string().nullable(), ...incidentFigures })),
    by_severity: z.array(z.strictObject({ severity: severitySchema, ...incidentFigures })),
    /** Of the sources that the caller may see, whatever the filters; null for posts with a token that is no source's. */
    by_source: z.array(z.strictObject({ source: namedSchema.nullable(), ...webhookFigures })),
  })
  .meta({ id: 'Figures' });
export type FiguresAnswer = z.infer<typeof figuresSchema>;
export type IncidentFiguresAnswer = Pick<FiguresAnswer['buckets'][number], keyof typeof incidentFigures>;

const levelFields = {
  good: z.int(),
  bad: z.int(),
  /** Neither yet: their time is not over. */
  pending: z.int(),
  /** Held, suppressed, or over before anybody had to be told: they count neither way. */
  excused: z.int(),
  /** good + bad */
  total: z.int(),
  share,
};

/** How well the promise is kept that an alert which calls for somebody has a first message sent in time. */
export const serviceLevelSchema = z
  .strictObject({
    /** The share that is promised, as 0.99. */
    target: z.number(),
    within_seconds: z.int(),
    days: z.int(),
    from: timeSchema,
    to: timeSchema,
    ...levelFields,
    /** Bad ones that the promise allows of so many; need not be whole. */
    budget: z.number(),
    /** Below zero once the promise is broken. */
    budget_left: z.number(),
    budget_left_share: z.number().nullable(),
    /** How many times faster than allowed the budget is spent, over the last hours and over all days. */
    burn: z.array(z.strictObject({ hours: z.int(), bad: z.int(), total: z.int(), burn_rate: z.number().nullable() })),
    /** The last of them that count as bad, at most 20. */
    worst: z.array(
      z.strictObject({
        incident: z.strictObject({ id: idSchema, number: z.int(), title: z.string() }),
        at: timeSchema,
        sent_at: timeSchema.nullable(),
        nobody_notified: z.boolean(),
      }),
    ),
  })
  .meta({ id: 'ServiceLevel' });
export type ServiceLevelAnswer = z.infer<typeof serviceLevelSchema>;

const figures = { tag: 'figures', auth: 'api_token', method: 'GET', ...looks } as const;

/** The calls on figures. */
export const figuresRoutes: readonly Route[] = [
  {
    ...figures,
    path: '/v1/metrics/summary',
    operationId: 'getFigures',
    summary:
      'Alerts, incidents, escalations, times and noise: whole, over time, and by team, service, severity and source',
    description: 'Of the teams that the caller may see. An incident belongs to the time at which it was created.',
    query: figuresQuerySchema,
    responses: { 200: figuresSchema },
  },
  {
    ...figures,
    path: '/v1/metrics/service-level',
    operationId: 'getServiceLevel',
    summary: 'Whether alerts reach somebody in time, and what is left of the error budget',
    description: 'Of the teams that the caller may see.',
    responses: { 200: serviceLevelSchema },
  },
];
