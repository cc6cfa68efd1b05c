import { z } from 'zod';
import { SEVERITIES } from '../model/severity.ts';
import { INCIDENT_STATUSES } from '../model/incident.ts';
import { SUPPRESSION_KINDS, SUPPRESSION_STATES, suppressionMatchersSchema } from '../model/suppression.ts';
import { idSchema, lineSchema, pageQuerySchema, timeSchema } from './fields.ts';
import { refuseUnstorable } from './targets.ts';

/** What silences and maintenance windows match on, as a caller gives it. */
export const givenSuppressionMatchersSchema = suppressionMatchersSchema.superRefine(refuseUnstorable);

/** What those of a kind can be asked for. */
export const suppressionQuerySchema = pageQuerySchema.extend({
  state: z.enum(SUPPRESSION_STATES).optional(),
  team_id: idSchema.optional(),
});
export type SuppressionQuery = z.infer<typeof suppressionQuerySchema>;

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
});
export type SuppressionPreview = z.infer<typeof suppressionPreviewSchema>;

/** The open incidents that are meant, the newest first. */
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
  })
  .meta({ id: 'SuppressionPreview' });
export type SuppressionPreviewAnswer = z.infer<typeof suppressionPreviewAnswerSchema>;
