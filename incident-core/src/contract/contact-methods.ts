import { z } from 'zod';
import { idParamsSchema, idSchema, timeSchema } from './fields.ts';
import { arrangesAll, type Route } from './route.ts';

/** A responder's address on a channel, as the API shows it. */
export const contactMethodAnswerSchema = z
  .strictObject({
    id: idSchema,
    user_id: idSchema,
    channel: z.enum(['email']),
    address: z.string(),
    /** Only verified ones are used. */
    verified: z.boolean(),
    position: z.int(),
    created_at: timeSchema,
  })
  .meta({ id: 'ContactMethod' });
export type ContactMethodAnswer = z.infer<typeof contactMethodAnswerSchema>;

const address = z.email().max(254);
const position = z.int().min(0).max(1_000);

/** A contact method to be made. `verified`: the administrator vouches for the address. It goes last unless placed. */
export const newContactMethodSchema = z.strictObject({
  channel: z.literal('email'),
  address,
  verified: z.boolean().optional(),
  position: position.optional(),
});
export type NewContactMethod = z.infer<typeof newContactMethodSchema>;

/** What may be changed of a contact method; a new address is unverified unless said otherwise. */
export const contactMethodChangeSchema = z.strictObject({
  address: address.optional(),
  verified: z.boolean().optional(),
  position: position.optional(),
});
export type ContactMethodChange = z.infer<typeof contactMethodChangeSchema>;

const contactMethod = { tag: 'contact-methods', auth: 'api_token' } as const;

/** The calls on contact methods. */
export const contactMethodRoutes: readonly Route[] = [
  {
    ...contactMethod,
    method: 'POST',
    path: '/v1/users/:id/contact-methods',
    operationId: 'createContactMethod',
    ...arrangesAll,
    summary: 'Give a responder a contact method',
    params: idParamsSchema,
    body: newContactMethodSchema,
    responses: { 201: contactMethodAnswerSchema },
  },
  {
    ...contactMethod,
    method: 'PATCH',
    path: '/v1/contact-methods/:id',
    operationId: 'changeContactMethod',
    ...arrangesAll,
    summary: 'Change a contact method',
    params: idParamsSchema,
    body: contactMethodChangeSchema,
    responses: { 200: contactMethodAnswerSchema },
  },
  {
    ...contactMethod,
    method: 'DELETE',
    path: '/v1/contact-methods/:id',
    operationId: 'deleteContactMethod',
    ...arrangesAll,
    summary: 'Delete a contact method',
    params: idParamsSchema,
    responses: { 204: null },
  },
];
