import { alertRoutes } from './alerts.ts';
import { contactMethodRoutes } from './contact-methods.ts';
import { policyRoutes } from './escalation-policies.ts';
import { escalationRoutes } from './escalations.ts';
import { incidentRoutes } from './incidents.ts';
import { notificationRoutes } from './notifications.ts';
import { roleRoutes } from './roles.ts';
import type { Route } from './route.ts';
import { routingRuleRoutes } from './routing-rules.ts';
import { sourceRoutes } from './sources.ts';
import { streamRoutes } from './stream.ts';
import { systemRoutes } from './system.ts';
import { teamRoutes } from './teams.ts';
import { tokenRoutes } from './tokens.ts';
import { userRoutes } from './users.ts';
import { webhookRoutes } from './webhooks.ts';

/** The whole HTTP API. A test holds it against the backend's controllers, both ways. */
export const routes: readonly Route[] = [
  ...alertRoutes,
  ...incidentRoutes,
  ...escalationRoutes,
  ...notificationRoutes,
  ...streamRoutes,
  ...teamRoutes,
  ...userRoutes,
  ...roleRoutes,
  ...contactMethodRoutes,
  ...webhookRoutes,
  ...routingRuleRoutes,
  ...policyRoutes,
  ...sourceRoutes,
  ...tokenRoutes,
  ...systemRoutes,
];
