import { z } from 'zod';
import { CONTACT_CHANNELS, type ContactChannel } from '../model/notification.ts';
import { idParamsSchema, idSchema, textSchema, timeSchema } from './fields.ts';
import { arrangesOwn, type Route } from './route.ts';

/** A responder's address on a channel, as the API shows it. */
export const contactMethodAnswerSchema = z
  .strictObject({
    id: idSchema,
    user_id: idSchema,
    channel: z.enum(CONTACT_CHANNELS),
    address: z.string(),
    /** Only verified ones are used. */
    verified: z.boolean(),
    position: z.int(),
    created_at: timeSchema,
  })
  .meta({ id: 'ContactMethod' });
export type ContactMethodAnswer = z.infer<typeof contactMethodAnswerSchema>;

const phone = z.string().regex(/^\+[1-9]\d{7,14}$/, 'expected a phone number in E.164: + and 8 to 15 digits');

const ADDRESSES = {
  email: z.email().max(254),
  slack: z.string().regex(/^[UW][A-Z0-9]{2,30}$/, "expected a Slack member's id, as U024BE7LH"),
  sms: phone,
  voice: phone,
} as const satisfies Record<ContactChannel, z.ZodType<string>>;

/** What an address on that channel looks like. */
export function contactAddressSchema(channel: ContactChannel): z.ZodType<string> {
  return ADDRESSES[channel];
}

const position = z.int().min(0).max(1_000);

/** A contact method to be made. `verified`: who arranges things for all vouches for the address. It goes last unless placed. */
export const newContactMethodSchema = z
  .strictObject({
    channel: z.enum(CONTACT_CHANNELS),
    address: textSchema(254),
    verified: z.boolean().optional(),
    position: position.optional(),
  })
  .superRefine(({ channel, address }, context) => {
    for (const { message } of contactAddressSchema(channel).safeParse(address).error?.issues ?? []) {
      context.addIssue({ code: 'custom', path: ['address'], message });
    }
  });
export type NewContactMethod = z.infer<typeof newContactMethodSchema>;

/** What may be changed of a contact method; a new address is unverified unless said otherwise. */
export const contactMethodChangeSchema = z.strictObject({
  address: textSchema(254).optional(),
  verified: z.boolean().optional(),
  position: position.optional(),
});
export type ContactMethodChange = z.infer<typeof contactMethodChangeSchema>;

/** What a code is sent by, and how long it is good. */
export const verificationAnswerSchema = z
  .strictObject({ contact_method_id: idSchema, channel: z.enum(CONTACT_CHANNELS), expires_at: timeSchema })
  .meta({ id: 'Verification' });
export type VerificationAnswer = z.infer<typeof verificationAnswerSchema>;

/** The code that was sent; blanks between its digits are passed over. */
export const givenCodeSchema = z.strictObject({
  code: textSchema(20)
    .transform((code) => code.replace(/\s/g, ''))
    .refine((code) => /^\d{6}$/.test(code), 'expected the six digits that were sent'),
});

const VOUCHED = 'Only who arranges things for all teams may say that it is verified.';

const contactMethod = { tag: 'contact-methods', auth: 'api_token' } as const;

/** The calls on contact methods. */
export const contactMethodRoutes: readonly Route[] = [
  {
    ...contactMethod,
    method: 'POST',
    path: '/v1/users/:id/contact-methods',
    operationId: 'createContactMethod',
    ...arrangesOwn('user'),
    summary: 'Give a responder a contact method',
    description: VOUCHED,
    params: idParamsSchema,
    body: newContactMethodSchema,
    responses: { 201: contactMethodAnswerSchema },
  },
  {
    ...contactMethod,
    method: 'PATCH',
    path: '/v1/contact-methods/:id',
    operationId: 'changeContactMethod',
    ...arrangesOwn('contact_method'),
    summary: 'Change a contact method',
    description: VOUCHED,
    params: idParamsSchema,
    body: contactMethodChangeSchema,
    responses: { 200: contactMethodAnswerSchema },
  },
  {
    ...contactMethod,
    method: 'DELETE',
    path: '/v1/contact-methods/:id',
    operationId: 'deleteContactMethod',
    ...arrangesOwn('contact_method'),
    summary: 'Delete a contact method',
    params: idParamsSchema,
    responses: { 204: null },
  },
  {
    ...contactMethod,
    method: 'POST',
    path: '/v1/contact-methods/:id/verification',
    operationId: 'sendVerificationCode',
    ...arrangesOwn('contact_method'),
    summary: 'Send a code by a contact method, to verify it',
    description:
      'The code is good for 15 minutes and may be mistyped five times; the last one sent counts. 409 when it is verified, 429 after five codes in an hour.',
    params: idParamsSchema,
    responses: { 202: verificationAnswerSchema },
  },
  {
    ...contactMethod,
    method: 'POST',
    path: '/v1/contact-methods/:id/verification/confirm',
    operationId: 'confirmVerificationCode',
    ...arrangesOwn('contact_method'),
    summary: 'Verify a contact method with the code that it was sent',
    description: '422 for a wrong code, 409 when no code counts any more.',
    params: idParamsSchema,
    body: givenCodeSchema,
    responses: { 200: contactMethodAnswerSchema },
  },
];
