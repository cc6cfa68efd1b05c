import { z } from 'zod';
import { CHANNELS, CONTACT_CHANNELS } from '../model/notification.ts';
import { PLACE_CHANNELS, type Throttles } from '../model/throttle.ts';
import { runsBackend, type Route } from './route.ts';

/**
 * So many messages in so many seconds, and so many at once. A worker looks once a second, so that a burst is no smaller
 * than what comes back in one.
 */
const limitSchema = z
  .strictObject({
    messages: z.int().min(1).max(10_000),
    seconds: z.int().min(1).max(86_400),
    burst: z.int().min(1).max(1_000_000),
  })
  .refine(({ messages, seconds, burst }) => burst >= messages / seconds, {
    path: ['burst'],
    message: 'expected at least as many messages as come back in one second',
  });

const limitsOf = <Name extends string>(names: readonly Name[]) =>
  z.strictObject(
    Object.fromEntries(names.map((name) => [name, limitSchema.nullable()])) as Record<
      Name,
      z.ZodNullable<typeof limitSchema>
    >,
  );

/** How much is sent, at which pace; null is no limit. */
export const throttlesSchema = z
  .strictObject({
    /** With more than so many for one person and channel due at once, they become one message. */
    merge_above: z.int().min(1).max(1_000).nullable(),
    /** All that a channel's provider is handed. */
    providers: limitsOf(CHANNELS),
    /** One Slack conversation, one webhook, one Teams workflow. */
    places: limitsOf(PLACE_CHANNELS),
    /** One contact method of one person; high and low urgency count each for itself. */
    people: limitsOf(CONTACT_CHANNELS),
  })
  .meta({ id: 'Throttles' });
export type ThrottlesAnswer = z.infer<typeof throttlesSchema>;

/** As the API shows them. */
export function fromThrottles({ mergeAbove, providers, places, people }: Throttles): ThrottlesAnswer {
  return { merge_above: mergeAbove, providers, places, people };
}

/** As they are given to the API. */
export function toThrottles({ merge_above: mergeAbove, providers, places, people }: ThrottlesAnswer): Throttles {
  return { mergeAbove, providers, places, people };
}

/** The calls on the limits. */
export const throttleRoutes: readonly Route[] = [
  {
    tag: 'deliveries',
    auth: 'api_token',
    method: 'GET',
    path: '/v1/throttles',
    operationId: 'getThrottles',
    ...runsBackend,
    summary: 'How much is sent, at which pace',
    responses: { 200: throttlesSchema },
  },
  {
    tag: 'deliveries',
    auth: 'api_token',
    method: 'PUT',
    path: '/v1/throttles',
    operationId: 'replaceThrottles',
    ...runsBackend,
    summary: 'Set how much is sent, at which pace',
    description:
      'Counts for all backends from the next message on. What is too much waits, and is merged where it is for one person; nothing is dropped.',
    body: throttlesSchema,
    responses: { 200: throttlesSchema },
  },
];
