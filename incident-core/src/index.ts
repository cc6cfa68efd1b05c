// The stages, in the order in which an alert passes through them:
// ingestion (backend), transformation, incident, team, escalation, notification, delivery.

// model
export {
  allowedTeams,
  isAllowed,
  NEEDS,
  roleFor,
  ROLES,
  roleSchema,
  type Concern,
  type Grant,
  type Need,
  type Role,
} from './model/access.ts';
export {
  ALERT_STATUSES,
  type Alert,
  type AlertLinks,
  type AlertStatus,
  type Json,
  type JsonObject,
  type ReplacedDate,
} from './model/alert.ts';
export {
  escalationPolicySchema,
  escalationStepSchema,
  escalationTargetSchema,
  type EscalationPolicy,
  type EscalationStep,
  type EscalationTarget,
} from './model/escalation-policy.ts';
export {
  ESCALATION_ENDS,
  ESCALATION_STATUSES,
  STEP_REASONS,
  type Escalation,
  type EscalationEnd,
  type EscalationStatus,
  type StepReason,
} from './model/escalation.ts';
export {
  EPISODE_ENDS,
  INCIDENT_ACTIONS,
  INCIDENT_STATUSES,
  incidentStatusSchema,
  OPEN_STATUSES,
  REMEMBERED_DATES,
  RESOLUTIONS,
  type Episode,
  type EpisodeEnd,
  type Incident,
  type IncidentAction,
  type IncidentAlert,
  type IncidentStatus,
  type KeyState,
  type KnownIncident,
  type Resolution,
} from './model/incident.ts';
export { matchersSchema, textPatternSchema, type Matchable, type Matchers } from './model/matchers.ts';
export {
  CHANNELS,
  DELIVERY_STATUSES,
  NOTIFICATION_EVENTS,
  type AttemptOutcome,
  type Channel,
  type ContactMethod,
  type DeliveryStatus,
  type NotificationEvent,
  type PlannedNotification,
} from './model/notification.ts';
export {
  SEVERITIES,
  severitySchema,
  URGENCIES,
  urgencySchema,
  worseSeverity,
  type Severity,
  type Urgency,
} from './model/severity.ts';
export { DEFAULT_TEAM_SETTINGS, type RoutingRule, type Team, type TeamSettings } from './model/team.ts';

// transformation
export { sourceProblemAlert, type SourceProblem } from './transformation/source-problem.ts';
export { MAX_ALERTS, toAlerts, type AlertReading, type ReceivedPayload } from './transformation/to-alerts.ts';
export { UNREADABLE_REASONS, type Unreadable, type UnreadableReason } from './transformation/unreadable.ts';

// incident
export {
  decideIncident,
  IGNORE_REASONS,
  lastDateOf,
  QUIET_AFTER_RESOLUTION_SECONDS,
  type IgnoreReason,
  type IncidentDecision,
} from './incident/decide-incident.ts';
export { titleOf, urgencyOf } from './incident/describe-incident.ts';
export { endByResponder, foldDecision } from './incident/fold-decision.ts';
export { decideAction, INCIDENT_TRANSITIONS, isIncidentMove, type ActionDecision } from './incident/lifecycle.ts';

// team
export { decideTeam, type Directory, type TeamDecision } from './team/decide-team.ts';

// escalation
export { decideEscalation, type EscalationDecision, type EscalationFacts } from './escalation/decide-escalation.ts';
export { ESCALATION_TRANSITIONS, isEscalationMove } from './escalation/lifecycle.ts';
export { matchPolicy, type PolicyDecision } from './escalation/match-policy.ts';
export {
  RESTART_AFTER_EXHAUSTION_SECONDS,
  restartAt,
  startEscalation,
  type NewEscalation,
} from './escalation/start-escalation.ts';
export { stepsAhead, type StepAhead } from './escalation/steps-ahead.ts';

// notification
export {
  planForToldBefore,
  planNotifications,
  type NotificationPlan,
  type Occasion,
  type Reach,
  type ToldBefore,
  type UnreachableReason,
} from './notification/plan-notifications.ts';
export { renderMessage } from './notification/render-message.ts';
export { type RenderedMessage, type Told, type ToldIncident, type ToldStep } from './notification/render-told.ts';
export { renderWebhookBody, type WebhookIds } from './notification/render-webhook.ts';

// delivery
export {
  decideDelivery,
  DELIVERY_FAILURES,
  GIVE_UP_SECONDS,
  type DeliveryDecision,
  type DeliveryFailure,
  type EndedAttempt,
} from './delivery/decide-delivery.ts';
export {
  decideSend,
  SEND_SUPPRESSIONS,
  type DueNotification,
  type DueRecipient,
  type DueRun,
  type SendDecision,
  type SendSuppression,
} from './delivery/decide-send.ts';
export { DELIVERY_TRANSITIONS, isDeliveryEnded, isDeliveryMove } from './delivery/delivery-status.ts';

// contract
export {
  ACT_AS_HEADER,
  ACT_AS_ROLE_HEADER,
  ACTING_ROLES,
  actingNameSchema,
  actingRoleSchema,
  type ActingRole,
} from './contract/acting.ts';
export {
  givenRolesSchema,
  roleRoutes,
  rolesAnswerSchema,
  type GivenRoles,
  type RolesAnswer,
} from './contract/roles.ts';
export {
  ALERT_OUTCOMES,
  alertOutcomeSchema,
  alertResultSchema,
  alertRoutes,
  intakeAnswerSchema,
  type AlertOutcome,
  type AlertResult,
  type IntakeAnswer,
} from './contract/alerts.ts';
export {
  actionBodySchema,
  BULK_OUTCOMES,
  bulkActionSchema,
  bulkAnswerSchema,
  incidentAlertAnswerSchema,
  incidentAnswerSchema,
  incidentDetailSchema,
  incidentQuerySchema,
  incidentRoutes,
  incidentSummarySchema,
  noteSchema,
  timelineEntrySchema,
  timelineQuerySchema,
  type BulkAction,
  type BulkAnswer,
  type IncidentAlertAnswer,
  type IncidentAnswer,
  type IncidentDetail,
  type IncidentQuery,
  type IncidentSummary,
  type TimelineEntryAnswer,
} from './contract/incidents.ts';
export {
  contactMethodAnswerSchema,
  contactMethodChangeSchema,
  contactMethodRoutes,
  newContactMethodSchema,
  type ContactMethodAnswer,
  type ContactMethodChange,
  type NewContactMethod,
} from './contract/contact-methods.ts';
export {
  givenPolicySchema,
  policyAnswerSchema,
  policyRoutes,
  type GivenPolicy,
  type PolicyAnswer,
} from './contract/escalation-policies.ts';
export {
  escalationAnswerSchema,
  escalationRoutes,
  escalationStandingSchema,
  type EscalationAnswer,
  type EscalationStanding,
} from './contract/escalations.ts';
export { notificationAnswerSchema, notificationRoutes, type NotificationAnswer } from './contract/notifications.ts';
export {
  idParamsSchema,
  idSchema,
  isStorable,
  lineSchema,
  pageQuerySchema,
  pageSchema,
  textSchema,
  timeSchema,
  timeZoneSchema,
  type PageQuery,
} from './contract/fields.ts';
export { problemSchema, type ProblemAnswer } from './contract/problem.ts';
export {
  ROUTE_THINGS,
  type Route,
  type RouteAuth,
  type RouteConcern,
  type RouteMethod,
  type RouteNeed,
  type RouteRule,
  type RouteShape,
  type RouteThing,
} from './contract/route.ts';
export { routes } from './contract/routes.ts';
export {
  newRoutingRuleSchema,
  routingOrderSchema,
  routingRuleAnswerSchema,
  routingRuleChangeSchema,
  routingRuleRoutes,
  type NewRoutingRule,
  type RoutingOrder,
  type RoutingRuleAnswer,
  type RoutingRuleChange,
} from './contract/routing-rules.ts';
export {
  madeSourceTokenSchema,
  newSourceSchema,
  newSourceTokenSchema,
  sourceAnswerSchema,
  sourceChangeSchema,
  sourceRoutes,
  sourceTokenAnswerSchema,
  sourceTokenParamsSchema,
  type MadeSourceToken,
  type NewSource,
  type NewSourceToken,
  type SourceAnswer,
  type SourceChange,
  type SourceTokenAnswer,
} from './contract/sources.ts';
export { incidentChangeSchema, streamRoutes, type IncidentChangeAnswer } from './contract/stream.ts';
export { statusAnswerSchema, systemRoutes, type StatusAnswer } from './contract/system.ts';
export { givenMatchersSchema, namedTargetSchema, targetSchema, type NamedTarget } from './contract/targets.ts';
export {
  newTeamSchema,
  teamAnswerSchema,
  teamChangeSchema,
  teamRoutes,
  type NewTeam,
  type TeamAnswer,
  type TeamChange,
} from './contract/teams.ts';
export {
  madeTokenSchema,
  newTokenSchema,
  SCOPES,
  scopeSchema,
  tokenAnswerSchema,
  tokenRoutes,
  type MadeToken,
  type NewToken,
  type Scope,
  type TokenAnswer,
} from './contract/tokens.ts';
export {
  newUserSchema,
  userAnswerSchema,
  userChangeSchema,
  userRoutes,
  type NewUser,
  type UserAnswer,
  type UserChange,
} from './contract/users.ts';
export {
  newWebhookSchema,
  webhookAnswerSchema,
  webhookChangeSchema,
  webhookRoutes,
  webhookSecretsAnswerSchema,
  type NewWebhook,
  type WebhookAnswer,
  type WebhookChange,
  type WebhookSecretsAnswer,
} from './contract/webhooks.ts';
