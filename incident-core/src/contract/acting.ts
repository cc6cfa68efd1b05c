import { z } from 'zod';
import { lineSchema } from './fields.ts';

/** The header that names the Kibana user for whom a call is made, in UTF-8. Only a token with the scope `act_as` may send it. */
export const ACT_AS_HEADER = 'x-incidents-act-as';

/** The header that says what Kibana's privileges allow that user, on this call and for all teams. */
export const ACT_AS_ROLE_HEADER = 'x-incidents-act-as-role';

/** What can be asked for by `ACT_AS_ROLE_HEADER`; running the backend stays in the backend. */
export const ACTING_ROLES = ['viewer', 'responder', 'manager'] as const;
export const actingRoleSchema = z.enum(ACTING_ROLES);
export type ActingRole = z.infer<typeof actingRoleSchema>;

/** How Kibana calls a user. */
export const actingNameSchema = lineSchema(200);
