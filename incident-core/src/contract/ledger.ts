import { z } from 'zod';
import { LEDGER_ENDS, LEDGER_OUTCOMES } from '../model/ledger.ts';
import { escalationAnswerSchema } from './escalations.ts';
import { idSchema, pageQuerySchema, pageSchema, timeSchema } from './fields.ts';
import { notificationAnswerSchema } from './notifications.ts';
import { looks, type Route } from './route.ts';

const namedSchema = z.strictObject({ id: idSchema, name: z.string() });

/** Filters of the ledger, all of which must hold. */
export const ledgerQuerySchema = pageQuerySchema.extend({
  /** The raw event, as the answer to a post names it. */
  event: idSchema.optional(),
  incident: idSchema.optional(),
  source: idSchema.optional(),
  /** Several are separated by commas; `open` is what the ledger says nothing of yet. */
  outcome: z
    .string()
    .transform((text) => text.split(',').map((part) => part.trim()))
    .pipe(z.array(z.enum(LEDGER_OUTCOMES)).min(1).max(LEDGER_OUTCOMES.length))
    .optional(),
  /** Received at this time or later. */
  from: timeSchema.optional(),
  /** Received before this time. */
  to: timeSchema.optional(),
});
export type LedgerQuery = z.infer<typeof ledgerQuerySchema>;

/** What became of one alert of a raw event, or of a part of it that could not be read as one. */
export const ledgerEntrySchema = z
  .strictObject({
    raw_event_id: idSchema,
    /** Counts the alerts of one raw event from 0. */
    position: z.int(),
    received_at: timeSchema,
    /** Null for a source that is gone. */
    source: namedSchema.nullable(),
    /** `pull`: no webhook brought it, it was found in Elasticsearch. */
    via: z.enum(['push', 'pull']),
    outcome: z.enum(LEDGER_OUTCOMES),
    /** Why, where there was a choice. */
    reason: z.string().nullable(),
    dedup_key: z.string().nullable(),
    episode: z.string().nullable(),
    alert_status: z.string().nullable(),
    /** When the alert says that it was so. */
    alert_date: timeSchema.nullable(),
    incident: z.strictObject({ id: idSchema, number: z.int(), title: z.string(), status: z.string() }).nullable(),
    team: namedSchema.nullable(),
    /** Where in the body something was not as expected; null when all was. */
    path: z.string().nullable(),
    found: z.string().nullable(),
    expected: z.string().nullable(),
  })
  .meta({ id: 'LedgerEntry' });
export type LedgerEntryAnswer = z.infer<typeof ledgerEntrySchema>;

/** The way of one alert from its entry to its end. */
const ledgerChainSchema = ledgerEntrySchema.extend({
  /** Runs that began with this alert or after it, the first one first; of what told nobody anew none. */
  escalations: z.array(escalationAnswerSchema),
  /** Who was told since then, the first one first, at most 200. */
  notifications: z.array(notificationAnswerSchema),
  /** How far it has come. */
  end: z.enum(LEDGER_ENDS),
  /** When that was so; null for what is still to come. */
  end_at: timeSchema.nullable(),
  /** Why it came to that end, where there was a choice. */
  end_reason: z.string().nullable(),
});

/** One raw event with all that followed from it. */
export const ledgerDetailSchema = z
  .strictObject({
    raw_event_id: idSchema,
    received_at: timeSchema,
    source: namedSchema.nullable(),
    via: z.enum(['push', 'pull']),
    content_type: z.string().nullable(),
    /** Bytes that were posted. */
    body_size: z.int(),
    /** Of what is kept of it. */
    body_sha256: z.string(),
    /** Only its beginning was kept. */
    truncated: z.boolean(),
    /** As it came, never read as anything but text; null for who may not see it, and once it was thrown away. */
    body: z.strictObject({ form: z.enum(['text', 'base64']), content: z.string() }).nullable(),
    body_hidden: z.enum(['role', 'thrown_away']).nullable(),
    /** One for each alert; none while nothing became of it. */
    entries: z.array(ledgerChainSchema),
  })
  .meta({ id: 'LedgerDetail' });
export type LedgerDetail = z.infer<typeof ledgerDetailSchema>;
/** One alert of a raw event with all that followed from it. */
export type LedgerChain = LedgerDetail['entries'][number];

/** Posts that were refused before anything of them was kept, a minute of them together. */
export const refusedPostsSchema = z
  .strictObject({
    id: idSchema,
    /** Null for a token that belongs to no source. */
    source: namedSchema.nullable(),
    /** `missing_token`, `unknown_token`, `dead_token`, `too_many`, `overloaded`, `failed`. */
    reason: z.string(),
    count: z.int(),
    first_at: timeSchema,
    last_at: timeSchema,
  })
  .meta({ id: 'RefusedPosts' });
export type RefusedPostsAnswer = z.infer<typeof refusedPostsSchema>;

/** Filters of refused posts, all of which must hold. */
export const refusedQuerySchema = pageQuerySchema.extend({
  source: idSchema.optional(),
  from: timeSchema.optional(),
  to: timeSchema.optional(),
});
export type RefusedQuery = z.infer<typeof refusedQuerySchema>;

/** The parameter of a call on one raw event. */
export const rawEventParamsSchema = z.strictObject({ rawEventId: idSchema });

const ledger = { tag: 'ledger', auth: 'api_token', method: 'GET', ...looks } as const;

/** The calls on the ledger, which nothing changes. */
export const ledgerRoutes: readonly Route[] = [
  {
    ...ledger,
    path: '/v1/ledger',
    operationId: 'listLedger',
    summary: 'What became of each alert of each raw event, the latest first',
    description: 'Of the teams that the caller may see; what belongs to no team only for who may see all.',
    query: ledgerQuerySchema,
    responses: { 200: pageSchema(ledgerEntrySchema) },
  },
  {
    ...ledger,
    path: '/v1/ledger/refused',
    operationId: 'listRefusedPosts',
    summary: 'Posts that were refused before anything of them was kept, the latest first',
    query: refusedQuerySchema,
    responses: { 200: pageSchema(refusedPostsSchema) },
  },
  {
    ...ledger,
    path: '/v1/ledger/:rawEventId',
    operationId: 'getLedger',
    summary: 'One raw event and all that followed from it: incident, escalations, notifications',
    description: 'The body only for who may respond for the teams concerned.',
    params: rawEventParamsSchema,
    responses: { 200: ledgerDetailSchema },
  },
];
