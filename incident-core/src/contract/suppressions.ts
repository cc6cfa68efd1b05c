import { z } from 'zod';
import { SEVERITIES } from '../model/severity.ts';
import { INCIDENT_STATUSES } from '../model/incident.ts';
import {
  recurringTimesSchema,
  SUPPRESSION_KINDS,
  SUPPRESSION_STATES,
  suppressionMatchersSchema,
} from '../model/suppression.ts';
import { idSchema, lineSchema, pageQuerySchema, timeSchema, timeZoneSchema } from './fields.ts';
import { refuseUnstorable } from './targets.ts';

/** What silences and maintenance windows match on, as a caller gives it. */
export const givenSuppressionMatchersSchema = suppressionMatchersSchema.superRefine(refuseUnstorable);

/** What those of a kind can be asked for. */
export const suppressionQuerySchema = pageQuerySchema.extend({
  state: z.enum(SUPPRESSION_STATES).optional(),
  team_id: idSchema.optional(),
});
export type SuppressionQuery = z.infer<typeof suppressionQuerySchema>;

const { startsOn, timeZone: _, lastOn, ...sameNames } = recurringTimesSchema.shape;

/** When a window is there: once, or again and again by the clocks of a zone. */
export const windowTimesSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('once'), starts_at: timeSchema, ends_at: timeSchema }),
  z.strictObject({
    type: z.literal('recurring'),
    ...sameNames,
    /** The first day that may have one. */
    starts_on: startsOn,
    time_zone: timeZoneSchema,
    /** The last day on which one may begin; null for ever. */
    last_on: lastOn.default(null),
  }),
]);
export type WindowTimes = z.infer<typeof windowTimesSchema>;

/** Occurrences, the first first. */
export const nextSchema = z.array(z.strictObject({ from: timeSchema, until: timeSchema }));

/** What a silence and a window have in common, as given. */
export const givenSuppressionFields = {
  /** Whose incidents it holds; null for those of all teams. */
  team_id: idSchema.nullable().default(null),
  matchers: givenSuppressionMatchersSchema,
  /** For the people who find that they were not told. */
  reason: lineSchema(500),
};

/** What both have in common, as the API shows it. */
export const suppressionAnswerFields = {
  id: idSchema,
  team_id: idSchema.nullable(),
  matchers: suppressionMatchersSchema,
  reason: z.string(),
  state: z.enum(SUPPRESSION_STATES),
  /** Who made it; the id is null when there is no such user, or no more. */
  owner: z.strictObject({ id: idSchema.nullable(), name: z.string() }),
  /** When somebody ended it; null when nobody has. */
  ended_at: timeSchema.nullable(),
  created_at: timeSchema,
  updated_at: timeSchema,
};

/** What holds the escalation of an incident; as lists of incidents show it. */
export const suppressedSchema = z
  .strictObject({
    kind: z.enum(SUPPRESSION_KINDS),
    /** The silence or maintenance window; of an auto-pause, the team. */
    id: idSchema,
    reason: z.string(),
    since: timeSchema,
    until: timeSchema,
  })
  .meta({ id: 'Suppressed' });
export type Suppressed = z.infer<typeof suppressedSchema>;

/** Whose incidents, and which, would be held. */
export const suppressionPreviewSchema = z.strictObject({
  team_id: idSchema.nullable().default(null),
  matchers: givenSuppressionMatchersSchema,
  /** Of a window, to see when it would be there. */
  times: windowTimesSchema.optional(),
});
export type SuppressionPreview = z.infer<typeof suppressionPreviewSchema>;

/** The open incidents that are meant, the newest first; with times, when it would be there next. */
export const suppressionPreviewAnswerSchema = z
  .strictObject({
    count: z.int(),
    /** False: only the newest were looked through, there may be more. */
    complete: z.boolean(),
    /** At most 20. */
    incidents: z.array(
      z.strictObject({
        id: idSchema,
        number: z.int(),
        title: z.string(),
        severity: z.enum(SEVERITIES),
        status: z.enum(INCIDENT_STATUSES),
      }),
    ),
    /** At most five; null without times. */
    next: nextSchema.nullable(),
  })
  .meta({ id: 'SuppressionPreview' });
export type SuppressionPreviewAnswer = z.infer<typeof suppressionPreviewAnswerSchema>;
