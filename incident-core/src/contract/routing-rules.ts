import { z } from 'zod';
import { matchersSchema } from '../model/matchers.ts';
import { idParamsSchema, idSchema, pageQuerySchema, pageSchema, timeSchema } from './fields.ts';
import { arrangesAll, looks, type Route } from './route.ts';
import { givenMatchersSchema } from './targets.ts';

/** Who writes routing rules. */
export const RULE_WRITERS = ['people', 'team_mappings'] as const;
export type RuleWriter = (typeof RULE_WRITERS)[number];

/** A routing rule, as the API shows it. */
export const routingRuleAnswerSchema = z
  .strictObject({
    id: idSchema,
    /** From 1; the first rule that matches picks the team. */
    position: z.int(),
    matchers: matchersSchema,
    team_id: idSchema,
    /** Who looks after it: rows of team mappings stand behind all that people made, and change with the mappings only. */
    written_by: z.enum(RULE_WRITERS),
    created_at: timeSchema,
  })
  .meta({ id: 'RoutingRule' });
export type RoutingRuleAnswer = z.infer<typeof routingRuleAnswerSchema>;

const position = z.int().min(1).max(100_000);

/** A rule to be made: at `position`, those from there on moving down by one, or last of those that people made. */
export const newRoutingRuleSchema = z.strictObject({
  matchers: givenMatchersSchema,
  team_id: idSchema,
  position: position.optional(),
});
export type NewRoutingRule = z.infer<typeof newRoutingRuleSchema>;

/** What may be changed of a rule; with `position` it moves there. */
export const routingRuleChangeSchema = z.strictObject({
  matchers: givenMatchersSchema.optional(),
  team_id: idSchema.optional(),
  position: position.optional(),
});
export type RoutingRuleChange = z.infer<typeof routingRuleChangeSchema>;

/** All rules that people made, in their new order. */
export const routingOrderSchema = z.strictObject({ ids: z.array(idSchema).max(10_000) });
export type RoutingOrder = z.infer<typeof routingOrderSchema>;

const rule = { tag: 'routing-rules', auth: 'api_token' } as const;

/** The calls on routing rules. */
export const routingRuleRoutes: readonly Route[] = [
  {
    ...rule,
    method: 'GET',
    path: '/v1/routing-rules',
    operationId: 'listRoutingRules',
    ...looks,
    summary: 'Routing rules, in the order in which they are tried',
    query: pageQuerySchema,
    responses: { 200: pageSchema(routingRuleAnswerSchema) },
  },
  {
    ...rule,
    method: 'POST',
    path: '/v1/routing-rules',
    operationId: 'createRoutingRule',
    ...arrangesAll,
    summary: 'Make a routing rule',
    body: newRoutingRuleSchema,
    responses: { 201: routingRuleAnswerSchema },
  },
  {
    ...rule,
    method: 'PUT',
    path: '/v1/routing-rules/order',
    operationId: 'orderRoutingRules',
    ...arrangesAll,
    summary: 'Put all routing rules in order',
    description:
      'Refused with 409 unless every rule is named exactly once, but for those of team mappings, which stay behind them.',
    body: routingOrderSchema,
    responses: { 204: null },
  },
  {
    ...rule,
    method: 'GET',
    path: '/v1/routing-rules/:id',
    operationId: 'getRoutingRule',
    ...looks,
    summary: 'One routing rule',
    params: idParamsSchema,
    responses: { 200: routingRuleAnswerSchema },
  },
  {
    ...rule,
    method: 'PATCH',
    path: '/v1/routing-rules/:id',
    operationId: 'changeRoutingRule',
    ...arrangesAll,
    summary: 'Change or move a routing rule',
    params: idParamsSchema,
    body: routingRuleChangeSchema,
    responses: { 200: routingRuleAnswerSchema },
  },
  {
    ...rule,
    method: 'DELETE',
    path: '/v1/routing-rules/:id',
    operationId: 'deleteRoutingRule',
    ...arrangesAll,
    summary: 'Delete a routing rule; those below move up',
    params: idParamsSchema,
    responses: { 204: null },
  },
];
