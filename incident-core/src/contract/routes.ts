import { alertRoutes } from './alerts.ts';
import { auditRoutes } from './audit.ts';
import { callbackRoutes } from './callbacks.ts';
import { configRoutes } from './config.ts';
import { contactMethodRoutes } from './contact-methods.ts';
import { deliveryRoutes } from './deliveries.ts';
import { dryRunRoutes } from './dry-run.ts';
import { policyRoutes } from './escalation-policies.ts';
import { escalationRoutes } from './escalations.ts';
import { heartbeatRoutes } from './heartbeats.ts';
import { incidentChangeRoutes } from './incident-changes.ts';
import { incidentRoutes } from './incidents.ts';
import { ledgerRoutes } from './ledger.ts';
import { figuresRoutes } from './figures.ts';
import { newIncidentRoutes } from './new-incidents.ts';
import { notificationRoutes } from './notifications.ts';
import { maintenanceWindowRoutes } from './maintenance-windows.ts';
import { onCallRoutes } from './on-call.ts';
import { readinessRoutes } from './readiness.ts';
import { pageMeNowRoutes } from './page-me-now.ts';
import { preferencesRoutes } from './preferences.ts';
import { pullRoutes } from './pulls.ts';
import { roleRoutes } from './roles.ts';
import type { Route } from './route.ts';
import { routingRuleRoutes } from './routing-rules.ts';
import { overrideRoutes } from './schedule-overrides.ts';
import { scheduleRoutes } from './schedules.ts';
import { silenceRoutes } from './silences.ts';
import { simulationRoutes } from './simulation.ts';
import { selfCheckRoutes } from './self-check.ts';
import { slackChannelRoutes } from './slack-channels.ts';
import { sourceRoutes } from './sources.ts';
import { streamRoutes } from './stream.ts';
import { systemRoutes } from './system.ts';
import { teamRoutes } from './teams.ts';
import { teamMappingRoutes } from './team-mappings.ts';
import { thresholdRoutes } from './thresholds.ts';
import { throttleRoutes } from './throttles.ts';
import { templateRoutes } from './templates.ts';
import { tokenRoutes } from './tokens.ts';
import { userRoutes } from './users.ts';
import { webhookRoutes } from './webhooks.ts';

/** The whole HTTP API. A test holds it against the backend's controllers, both ways. */
export const routes: readonly Route[] = [
  ...alertRoutes,
  ...incidentRoutes,
  ...newIncidentRoutes,
  ...incidentChangeRoutes,
  ...escalationRoutes,
  ...notificationRoutes,
  ...deliveryRoutes,
  ...ledgerRoutes,
  ...figuresRoutes,
  ...throttleRoutes,
  ...streamRoutes,
  ...teamRoutes,
  ...userRoutes,
  ...roleRoutes,
  ...contactMethodRoutes,
  ...preferencesRoutes,
  ...webhookRoutes,
  ...slackChannelRoutes,
  ...routingRuleRoutes,
  ...dryRunRoutes,
  ...teamMappingRoutes,
  ...thresholdRoutes,
  ...configRoutes,
  ...scheduleRoutes,
  ...overrideRoutes,
  ...onCallRoutes,
  ...pageMeNowRoutes,
  ...policyRoutes,
  ...templateRoutes,
  ...simulationRoutes,
  ...readinessRoutes,
  ...silenceRoutes,
  ...maintenanceWindowRoutes,
  ...sourceRoutes,
  ...pullRoutes,
  ...heartbeatRoutes,
  ...tokenRoutes,
  ...callbackRoutes,
  ...systemRoutes,
  ...selfCheckRoutes,
  ...auditRoutes,
];
