// The stages, in the order in which an alert passes through them:
// ingestion (backend), transformation, incident, team, escalation, notification, delivery. Beside them, rules: from the
// services in Elastic to the alert rules that Kibana should have; and figures: what is made of all that came to pass.

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
export { FINDING_KINDS, FINDING_SLACK_SECONDS, isBeyondSlack, type FindingKind } from './model/audit.ts';
export {
  POLICY_PASSED_OVER,
  escalationPolicySchema,
  escalationStepSchema,
  escalationTargetSchema,
  type EscalationPolicy,
  type EscalationStep,
  type EscalationTarget,
  type PolicyPassedOver,
  type Recipient,
} from './model/escalation-policy.ts';
export {
  PASSAGE_REASONS,
  ESCALATION_ENDS,
  ESCALATION_STATUSES,
  STEP_REASONS,
  type Escalation,
  type EscalationEnd,
  type EscalationStatus,
  type PassageReason,
  type StepReason,
} from './model/escalation.ts';
export {
  ANSWER_ACTIONS,
  EPISODE_ENDS,
  INCIDENT_ACTIONS,
  INCIDENT_STATUSES,
  incidentStatusSchema,
  NO_TIMERS,
  OPEN_STATUSES,
  REMEMBERED_DATES,
  RESOLUTIONS,
  type AnswerAction,
  type Episode,
  type EpisodeEnd,
  type Incident,
  type IncidentAction,
  type IncidentAlert,
  type IncidentStatus,
  type IncidentTimers,
  type KeyState,
  type KnownIncident,
  type Resolution,
} from './model/incident.ts';
export {
  LONGEST_WINDOW_MINUTES,
  MADE_SUPPRESSIONS,
  recurrenceSchema,
  recurringTimesSchema,
  SUPPRESSION_KINDS,
  SUPPRESSION_STATES,
  suppressionMatchersSchema,
  type AlertOrigin,
  type MadeSuppression,
  type Occurrence,
  type Recurrence,
  type RecurringTimes,
  type Suppressible,
  type Suppressing,
  type Suppression,
  type SuppressionKind,
  type SuppressionMatchers,
  type SuppressionState,
  type SuppressionTimes,
} from './model/suppression.ts';
export { TIMELINE_KINDS, type TimelineKind } from './model/timeline.ts';
export {
  BUCKET_UNITS,
  NO_INCIDENTS,
  UNATTENDED_RESOLUTIONS,
  type BucketUnit,
  type IncidentSums,
  type PageCounts,
  type ServiceLevelTarget,
  type WebhookCounts,
} from './model/figures.ts';
export { LEDGER_ENDS, LEDGER_OUTCOMES, type LedgerEnd, type LedgerOutcome } from './model/ledger.ts';
export {
  matchersSchema,
  policyMatchersSchema,
  textPatternSchema,
  weekHoursSchema,
  type Matchable,
  type Matchers,
  type PolicyMatchers,
  type WeekHours,
} from './model/matchers.ts';
export {
  CODE_SECONDS,
  NOTICE_EVENTS,
  PAGE_TEST_STATES,
  PAGE_TEST_TYPES,
  RECEIPT_STATES,
  TEST_SECONDS,
  type NoticeEvent,
  type NoticeSubject,
  type PageTestState,
  type PageTestType,
  type PlannedNotice,
  type ReceiptState,
} from './model/notice.ts';
export {
  CHANNELS,
  CONTACT_CHANNELS,
  DELIVERY_STATUSES,
  HOLD_REASONS,
  NOTIFICATION_EVENTS,
  type AttemptOutcome,
  type Channel,
  type ContactChannel,
  type ContactMethod,
  type DeliveryStatus,
  type Hold,
  type HoldReason,
  type NotificationEvent,
  type OnCallDuty,
  type PlannedNotification,
} from './model/notification.ts';
export {
  channelOrder,
  DEFAULT_PREFERENCES,
  LONGEST_DELAY_SECONDS,
  preferencesSchema,
  preferredChannelSchema,
  quietHoursSchema,
  type PreferredChannel,
  type Preferences,
  type QuietHours,
  type QuietSpan,
  PREFERENCE_PROBLEMS,
  type PreferenceProblemReason,
} from './model/preferences.ts';
export {
  endTimeSchema,
  GAP_REASONS,
  HANDOFF_CHANNELS,
  HANDOFF_SIDES,
  layerSchema,
  localDateSchema,
  localTimeSchema,
  MOST_LAYERS,
  restrictionSchema,
  rotationSchema,
  scheduleSchema,
  SHIFT_UNITS,
  shiftLengthSchema,
  WEEKDAYS,
  weekdaySchema,
  type Gap,
  type HandoffChannel,
  type HandoffSide,
  type GapReason,
  type Layer,
  type Override,
  type PlannedSchedule,
  type Restriction,
  type Rotation,
  type Schedule,
  type Shift,
  type ShiftOrigin,
  type ShiftUnit,
  type Weekday,
} from './model/schedule.ts';
export {
  SEVERITIES,
  severitySchema,
  URGENCIES,
  urgencySchema,
  worseSeverity,
  type Severity,
  type Urgency,
} from './model/severity.ts';
export {
  DEFAULT_THROTTLES,
  PLACE_CHANNELS,
  type PlaceChannel,
  type ThrottleLimit,
  type Throttles,
} from './model/throttle.ts';
export {
  PARTS_OF_CHANNEL,
  TEMPLATE_CHANNELS,
  TEMPLATE_EVENTS,
  TEMPLATE_PARTS,
  type TemplateChannel,
  type TemplateEvent,
  type TemplatePart,
  type TemplateParts,
  type TemplateVariables,
} from './model/template.ts';
export { secondsToWait, type Allowance } from './model/allowance.ts';
export { decideTurn, type RateLimit, type TurnDecision } from './model/rate-limit.ts';
export { WEBHOOK_KINDS, type WebhookKind } from './model/webhook.ts';
export {
  OPENS_AFTER_SECONDS,
  OWN_RULE_TAG,
  PULL_REFUSALS,
  type PulledAlert,
  type PulledRule,
  type PullPermit,
  type PullRefusal,
  type PullScope,
  type RuleKnowledge,
} from './model/pull.ts';
export { healthOf, isOverdue, SOURCE_HEALTHS, type SourceHealth, type SourceSigns } from './model/source-health.ts';
export { DEFAULT_STORM_RATE, type Surge } from './model/surge.ts';
export {
  DEFAULT_GROUPING_WINDOW_SECONDS,
  DEFAULT_TEAM_SETTINGS,
  TEAM_URGENCIES,
  type RoutingRule,
  type Team,
  type TeamSettings,
  type TeamUrgency,
} from './model/team.ts';

export {
  BLOCKING_CODES,
  READINESS_AHEAD_SECONDS,
  READINESS_CODES,
  WARNING_CODES,
  type NoWay,
  type ReadinessCode,
  type ReadinessProblem,
  type RecipientReach,
  type ScheduleAhead,
  type Ways,
} from './model/readiness.ts';
export { isReady, whyUnreached } from './model/unreached.ts';

export { CONFIG_CHANGES, CONFIG_FILES, type ConfigChange, type ConfigFile } from './model/config-file.ts';
export {
  CONFIG_OWNERS,
  toJsonPath,
  type ConfigOwner,
  type ConfigProblem,
  type ConfigReading,
} from './model/config-problem.ts';
export { placeKey, type DiscoveredService, type ServicePlace } from './model/discovered-service.ts';
export {
  DEFAULT_DISCOVERY_INDICES,
  DEFAULT_LABEL_FIELDS,
  DISCOVERY_SOURCES,
  type DiscoveryIndices,
  type DiscoverySource,
} from './model/discovery-source.ts';
export type { FinalThresholds, FinalValue, Originated, ThresholdOrigin } from './model/final-thresholds.ts';
export {
  namedPolicySchema,
  policiesFileSchema,
  type NamedPolicy,
  type NamedTargetType,
  type PoliciesFile,
} from './model/policies-file.ts';
export {
  ENVIRONMENT_NOT_DEFINED,
  RULE_KINDS,
  ruleKindSchema,
  toEnvironment,
  toEnvironmentName,
  type RuleKind,
} from './model/rule-kind.ts';
export {
  MAPPING_PRECEDENCE,
  teamMappingFileSchema,
  teamMappingSchema,
  type MappingKind,
  type OwnedMapping,
  type TeamMapping,
  type TeamMappingFile,
} from './model/team-mapping.ts';
export {
  BUILT_IN_THRESHOLDS,
  minutesOf,
  THRESHOLD_LAYERS,
  thresholdOverridesSchema,
  thresholdSettingsSchema,
  type ThresholdLayer,
  type ThresholdLayerName,
  type ThresholdOverrides,
  type ThresholdScope,
  type ThresholdSettings,
} from './model/thresholds.ts';
export { thresholdsFileSchema, type ThresholdsFile } from './model/thresholds-file.ts';
export type { WantedRule } from './model/wanted-rule.ts';

// transformation
export { readDocument, type DocumentReading, type ReceivedDocument } from './transformation/read-document.ts';
export { sourceProblemAlert, type SourceProblem } from './transformation/source-problem.ts';
export { MAX_ALERTS, toAlerts, type AlertReading, type ReceivedPayload } from './transformation/to-alerts.ts';
export { describeTest, toTestPayload, type PageTestSubject } from './transformation/test-payload.ts';
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
export {
  CHANGE_REFUSALS,
  decideChange,
  type Changeable,
  type ChangeDecision,
  type ChangedFields,
  type ChangeRefusal,
  type EscalationOrder,
  type IncidentChange,
} from './incident/decide-change.ts';
export {
  decideMerge,
  MERGE_REFUSALS,
  type Mergeable,
  type MergeDecision,
  type MergeRefusal,
} from './incident/decide-merge.ts';
export { changeUrgency, decideUrgency, type UrgencyDecision } from './incident/decide-urgency.ts';
export { describeSeverityChange, titleOf, urgencyOf } from './incident/describe-incident.ts';
export { isSourceDedupKey } from './transformation/dedup-key.ts';
export { groupOf, mayJoin, nameOfGroup, type Group } from './incident/grouping.ts';
export {
  addToSurge,
  decideStorm,
  describeStorm,
  rateOf,
  STORM_CALM_SECONDS,
  STORM_QUIET_SECONDS,
} from './incident/decide-storm.ts';
export {
  FLAPPING_EPISODES,
  FLAPPING_QUIET_SECONDS,
  FLAPPING_WITHIN_SECONDS,
  holdWhileFlapping,
  isFlapping,
} from './incident/flapping.ts';
export { decidePulled, foldUntracked, type PulledDecision } from './incident/decide-pulled.ts';
export { isRuleAsked, permitPull } from './incident/permit-pull.ts';
export { isStale, STALE_AFTER_SECONDS } from './incident/is-stale.ts';
export { endByResponder, foldDecision } from './incident/fold-decision.ts';
export {
  decideAction,
  INCIDENT_TRANSITIONS,
  isAskedAgain,
  isIncidentMove,
  type ActionDecision,
  type HeldIncident,
} from './incident/lifecycle.ts';
export { auditHeartbeat, type HeartbeatFinding, type WatchedHeartbeat } from './incident/audit-heartbeat.ts';
export { auditTimers, type TimerFinding } from './incident/audit-timers.ts';
export {
  decideRise,
  decideTimer,
  holdTimers,
  latestSnooze,
  type RiseDecision,
  type TimerDecision,
} from './incident/timers.ts';

// team
export { quietSpans } from './team/quiet-hours.ts';
export { decideTeam, type Directory, type TeamDecision } from './team/decide-team.ts';
export { explainRules, type RuleVerdict } from './team/explain-team.ts';
export { onCallAt } from './team/on-call.ts';
export { findScheduleProblems, type ScheduleFacts } from './team/schedule-readiness.ts';
export { findScheduleFaults, type ScheduleFault } from './team/schedule-faults.ts';
export {
  CODE_REFUSALS,
  CODE_TRIES,
  CODES_OF_METHOD,
  CODES_OF_PERSON,
  decideCode,
  type CodeDecision,
  type CodeRefusal,
  type SentCode,
} from './team/verify-contact.ts';
export { finalShifts, gapsIn, layerShifts, MOST_SHIFTS, type BoundedGap, type ShiftList } from './team/shifts.ts';

// escalation
export {
  auditRun,
  isRunMissing,
  type AuditedIncident,
  type AuditedRun,
  type RunFinding,
} from './escalation/audit-escalation.ts';
export { decideEscalation, type EscalationDecision, type EscalationFacts } from './escalation/decide-escalation.ts';
export { ESCALATION_TRANSITIONS, isEscalationMove } from './escalation/lifecycle.ts';
export { matchPolicy, whyNotPolicy, type Escalatable, type PolicyDecision } from './escalation/match-policy.ts';
export { findPolicyProblems, type PolicyFacts } from './escalation/readiness.ts';
export { escalateByHand, resumeEscalation, type ByHandDecision } from './escalation/resume-escalation.ts';
export {
  MOST_SIMULATED,
  simulateEscalation,
  type SimulatedEnd,
  type SimulatedPassage,
  type Simulation,
} from './escalation/simulate-escalation.ts';
export {
  RESTART_AFTER_EXHAUSTION_SECONDS,
  restartAt,
  startEscalation,
  type NewEscalation,
} from './escalation/start-escalation.ts';
export { stepsAhead, type StepAhead } from './escalation/steps-ahead.ts';

// notification
export { auditHandoff, type AuditedHandoff, type HandoffFinding } from './notification/audit-handoff.ts';
export {
  auditSuppression,
  type AuditedSuppression,
  type SuppressionFinding,
} from './notification/audit-suppression.ts';
export { chooseWays, type Matter, type Way } from './notification/choose-ways.ts';
export { decideHold, type HoldFacts } from './notification/decide-hold.ts';
export {
  AUTO_PAUSE_REASON,
  decideSuppression,
  describeHoldOver,
  matchesSuppression,
  type SuppressionDecision,
} from './notification/decide-suppression.ts';
export {
  longestOccurrence,
  nextChange,
  nextOccurrences,
  occurrenceAt,
  reminderAt,
  suppressionState,
} from './notification/occurrences.ts';
export {
  describeDuty,
  findRecipients,
  type PreferredReach,
  type Reach,
  type ScheduleReach,
  type TeamReach,
} from './notification/find-recipients.ts';
export { findPreferenceProblems, type PreferenceProblem } from './notification/find-preference-problems.ts';
export {
  type NoticeContent,
  type ToldHandoff,
  type ToldHandoffOver,
  type ToldNotice,
  type ToldTest,
  type ToldVerification,
} from './notification/notice-content.ts';
export {
  decideHandoff,
  planHandoff,
  type HandoffDecision,
  type HandoffReason,
  type HandoffSettings,
  type Outgoing,
} from './notification/plan-handoff.ts';
export {
  planFallback,
  planForToldBefore,
  planNotifications,
  type NotificationPlan,
  type Occasion,
  type ToldBefore,
  type UnreachableReason,
} from './notification/plan-notifications.ts';
export { planSilenceReminder } from './notification/plan-silence-reminder.ts';
export {
  chooseKeepers,
  decideTokenWarning,
  planTokenWarning,
  TOKEN_WARNING_DAYS,
  type EndingToken,
  type TokenKeeper,
  type TokenWarning,
  type TokenWarningDays,
} from './notification/plan-token-warning.ts';
export { defaultTemplate } from './notification/default-templates.ts';
export { findHtmlFault, type HtmlFault } from './notification/html-faults.ts';
export {
  renderNoticeMail,
  renderNoticeSlack,
  renderNoticeSms,
  renderNoticeVoice,
} from './notification/render-notice.ts';
export { readReplyCodes } from './notification/read-reply.ts';
export { renderAnswer, renderStanding, type Answered, type AnsweredIncident } from './notification/render-answer.ts';
export { MOST_LISTED, worstOf } from './notification/render-merged-content.ts';
export { renderMergedMessage } from './notification/render-merged-message.ts';
export { renderMergedSms, renderMergedVoice } from './notification/render-merged-phone.ts';
export { renderMergedSlack, type ToldInSlack } from './notification/render-merged-slack.ts';
export { renderMessage } from './notification/render-message.ts';
export { renderSlack, type OwnSlackWords, type SlackMessage, type SlackMessages } from './notification/render-slack.ts';
export { measureSms, renderSms } from './notification/render-sms.ts';
export { renderNoticeTeams, renderTeamsMessage } from './notification/render-teams.ts';
export { toHtml, toLine, toLines, toWebAddress } from './notification/render-safe-text.ts';
export { renderTime } from './notification/render-time.ts';
export { type RenderedMessage, type Told, type ToldIncident, type ToldStep } from './notification/render-told.ts';
export { renderSmsAnswer, renderVoice, renderVoiceEnd, VOICE_KEYS } from './notification/render-voice.ts';
export {
  renderHandoffBody,
  renderWebhookBody,
  type HandoffIds,
  type WebhookIds,
} from './notification/render-webhook.ts';

export {
  toBareIncident,
  toSampleHandoff,
  toSampleIncident,
  toSampleTold,
  type IncidentTemplateEvent,
  type Sample,
} from './notification/template-samples.ts';
export {
  toHandoffVariables,
  toStandingTemplateEvent,
  toTemplateEvent,
  toTemplateVariables,
} from './notification/template-variables.ts';
export { HANDOFF_VARIABLES, INCIDENT_VARIABLES, type TemplateVariable } from './notification/template-words.ts';

// delivery
export {
  auditDelivery,
  isDeliveryMissing,
  type AuditedDelivery,
  type DeliveryFinding,
  type UndeliveredNotification,
} from './delivery/audit-delivery.ts';
export {
  decideDelivery,
  DELIVERY_FAILURES,
  GIVE_UP_SECONDS,
  type DeliveryDecision,
  type DeliveryFailure,
  type EndedAttempt,
} from './delivery/decide-delivery.ts';
export {
  decideNotice,
  NOTICE_SUPPRESSIONS,
  noticePatience,
  type DueNotice,
  type NoticeDecision,
  type NoticeSuppression,
} from './delivery/decide-notice.ts';
export {
  decideFallback,
  FALLBACK_AFTER_SECONDS,
  NO_FALLBACKS,
  type FallbackDecision,
  type NoFallback,
  type OtherTelling,
  type Unreached,
} from './delivery/decide-fallback.ts';
export { decideReceipt, receiptDueAt, type Receipt, type ReceiptDecision } from './delivery/decide-receipt.ts';
export {
  decideSend,
  isForItsAddress,
  SEND_SUPPRESSIONS,
  type DueNotification,
  type DueRecipient,
  type DueRun,
  type SendDecision,
  type SendSuppression,
} from './delivery/decide-send.ts';
export { DELIVERY_TRANSITIONS, isDeliveryEnded, isDeliveryMove } from './delivery/delivery-status.ts';
export {
  bucketsOf,
  MOST_AT_ONE_SERVER,
  planSends,
  providerBucket,
  type PlannedHold,
  type PlannedSend,
  type SendPlan,
  type ThrottleState,
  type WaitingDelivery,
} from './delivery/plan-sends.ts';
export { decideThrottle, type ThrottleAsk, type ThrottleBucket, type ThrottleDecision } from './delivery/throttle.ts';
export { PAGE_TESTS_OF_PERSON, receiptOf, standPageTest, type StandingPageTest } from './delivery/stand-page-test.ts';

// rules
export {
  RULE_CHOICE_REASONS,
  RULE_GROUPINGS,
  type RuleChoice,
  type RuleChoiceReason,
  type RuleGrouping,
  type RuleLoad,
} from './rules/choose-rule-mode.ts';
export { findMappingProblems, findThresholdProblems, type KnownServices } from './rules/config-findings.ts';
export { toConfigSchemas } from './rules/config-schemas.ts';
export {
  CONNECTOR_CHANGES,
  connectorId,
  planConnector,
  PULL_REASONS,
  readConnector,
  type ConnectorBody,
  type ConnectorChange,
  type ConnectorPlan,
  type ConnectorWish,
  type FoundConnector,
  type PullReason,
  type TokenPlace,
} from './rules/connector-plan.ts';
export {
  APPLY_ATTEMPTS,
  APPLY_FAILURES,
  decideApplied,
  type ApplyDecision,
  type ApplyFailure,
  type KibanaAnswer,
  type PlannedVerb,
} from './rules/decide-applied.ts';
export {
  arrangeMappings,
  compareMappings,
  decideServiceTeam,
  mappingKindOf,
  type ArrangedMappings,
  type MappableService,
  type ServiceTeamDecision,
} from './rules/decide-service-team.ts';
export {
  describePlan,
  type ItemDescription,
  type LoadDescription,
  type PlanDescription,
} from './rules/describe-plan.ts';
export { mergeServices, readDiscoveryPage, type DiscoveryPage, type FoundService } from './rules/discovery-answer.ts';
export {
  defaultScope,
  DISCOVERY_PAGE,
  discoveryRequest,
  isSourceNeeded,
  type DiscoveryRequest,
  type DiscoveryScope,
} from './rules/discovery-request.ts';
export { settingsOf, toFinalThresholds } from './rules/final-thresholds.ts';
export {
  kindOfRule,
  readRule,
  readRulesPage,
  servicesOfRule,
  type FoundAction,
  type FoundRule,
  type RulesPage,
} from './rules/found-rule.ts';
export { MOST_SERVICES_IN_RULE } from './rules/group-rules.ts';
export { isAtLeast, toKibanaVersion, type KibanaVersion } from './rules/kibana-version.ts';
export { PAYLOAD_TEMPLATE_KINDS, PAYLOAD_TEMPLATES, type PayloadTemplateKind } from './rules/payload-template.ts';
export { planAgreed, type AgreedPlan } from './rules/plan-agreed.ts';
export { planConfig, type EntryChange, type KeptEntry, type WantedEntry } from './rules/plan-config.ts';
export { planServices, type PlannedService } from './rules/plan-services.ts';
export { planSetup, type SetupPlan, type SetupWish } from './rules/plan-setup.ts';
export {
  apiKeyRequest,
  discoveryPrivileges,
  KIBANA_PRIVILEGES,
  privilegesRequest,
  pullPrivileges,
  readPrivileges,
  type NeededPrivileges,
  type PrivilegesDecision,
} from './rules/privileges.ts';
export { readPolicies, readTeamMapping, readThresholds } from './rules/read-config.ts';
export {
  resolvePolicies,
  type NamedThings,
  type PoliciesResolution,
  type ResolvedPolicy,
} from './rules/resolve-policies.ts';
export { toRoutingRows, type RoutingRow } from './rules/routing-rows.ts';
export {
  toRuleBody,
  toRuleUpdate,
  UNSUPPORTED_SETTINGS,
  type RuleAction,
  type RuleBody,
  type RuleBodyContext,
  type RuleUpdate,
  type UnsupportedSetting,
} from './rules/rule-body.ts';
export {
  runsPerMinute,
  SCHEDULED_PER_MINUTE,
  TASKS_PER_MINUTE,
  toRuleBudget,
  type KibanaCapacity,
  type RuleBudget,
} from './rules/rule-budget.ts';
export type { FieldChange } from './rules/rule-content.ts';
export {
  DELETION_REASONS,
  isPlanEmpty,
  planRules,
  type BlockedRule,
  type DeletionReason,
  type PlanItem,
  type Rewrite,
  type RulePlan,
} from './rules/rule-plan.ts';
export { isOurs, RULE_TAG } from './rules/rule-tags.ts';
export { withSilentServices } from './rules/silent-services.ts';
export {
  readRuleTypes,
  RULE_TYPE_IDS,
  RULE_TYPE_REFUSALS,
  type RuleTypeDecision,
  type RuleTypeRefusal,
  type RuleTypes,
} from './rules/rule-types.ts';
export {
  listUnmapped,
  SUGGESTION_REASONS,
  type DecidedService,
  type SuggestionClues,
  type SuggestionReason,
  type TeamSuggestion,
  type UnmappedService,
} from './rules/suggest-teams.ts';
export {
  arrangeLayers,
  compareLayers,
  fromThresholdLayers,
  isSameScope,
  layerNameOf,
  toThresholdLayers,
  type ArrangedLayers,
} from './rules/threshold-layers.ts';
export { toWantedBodies, type UnusableRule, type WantedBodies, type WantedBody } from './rules/wanted-bodies.ts';
export {
  LEFT_OUT_REASONS,
  toWantedRules,
  type LeftOut,
  type LeftOutReason,
  type RuleWish,
  type WantedRules,
} from './rules/wanted-rules.ts';

// figures
export { chooseUnit, MOST_BUCKETS, planBuckets, type Bucket } from './figures/buckets.ts';
export { ratePerHour, toIncidentFigures, webhookSuccessRate, type IncidentFigures } from './figures/formulas.ts';
export {
  decideLedgerEnd,
  type EndDecision,
  type Followed,
  type FollowingRun,
  type FollowingTelling,
} from './figures/ledger-end.ts';
export {
  judgePage,
  toServiceLevel,
  type PageFacts,
  type PageVerdict,
  type ServiceLevel,
} from './figures/service-level.ts';

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
  forceQuerySchema,
  readinessAnswerSchema,
  readinessProblemSchema,
  type ReadinessAnswer,
} from './contract/readiness.ts';
export {
  givenSimulationSchema,
  simulationAnswerSchema,
  type GivenSimulation,
  type SimulationAnswer,
} from './contract/simulation.ts';
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
  addRespondersSchema,
  type AddResponders,
  mergeSchema,
  type Merge,
  assignSchema,
  snoozeSchema,
  type Assignment,
  type Snooze,
} from './contract/incident-changes.ts';
export {
  actionBodySchema,
  BULK_OUTCOMES,
  bulkActionSchema,
  bulkAnswerSchema,
  incidentAlertAnswerSchema,
  incidentAnswerSchema,
  collectedSchema,
  incidentDetailSchema,
  namedIncidentSchema,
  type NamedIncidentAnswer,
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
  type Collected,
  type IncidentDetail,
  type IncidentQuery,
  type IncidentSummary,
  type TimelineEntryAnswer,
} from './contract/incidents.ts';
export {
  beatAnswerSchema,
  givenHeartbeatSchema,
  heartbeatAnswerSchema,
  heartbeatRoutes,
  type BeatAnswer,
  type GivenHeartbeat,
  type HeartbeatAnswer,
} from './contract/heartbeats.ts';
export {
  dryRunAlertSchema,
  dryRunAnswerSchema,
  dryRunRoutes,
  givenDryRunSchema,
  type DryRunAlert,
  type DryRunAnswer,
  type GivenDryRun,
} from './contract/dry-run.ts';
export { versionedPaths, type Versioned } from './contract/versions.ts';
export { newIncidentRoutes, newIncidentSchema, type NewIncident } from './contract/new-incidents.ts';
export {
  callbackRoutes,
  deliveryQuerySchema,
  LINK_ANSWERS,
  linkActionParamsSchema,
  linkParamsSchema,
  linkQuerySchema,
  type LinkAnswer,
} from './contract/callbacks.ts';
export {
  contactAddressSchema,
  contactMethodAnswerSchema,
  contactMethodChangeSchema,
  contactMethodRoutes,
  givenCodeSchema,
  newContactMethodSchema,
  verificationAnswerSchema,
  type ContactMethodAnswer,
  type ContactMethodChange,
  type NewContactMethod,
  type VerificationAnswer,
} from './contract/contact-methods.ts';
export {
  ledgerDetailSchema,
  ledgerEntrySchema,
  ledgerQuerySchema,
  ledgerRoutes,
  rawEventParamsSchema,
  refusedPostsSchema,
  refusedQuerySchema,
  type LedgerChain,
  type LedgerDetail,
  type LedgerEntryAnswer,
  type LedgerQuery,
  type RefusedPostsAnswer,
  type RefusedQuery,
} from './contract/ledger.ts';
export {
  figuresQuerySchema,
  figuresRoutes,
  figuresSchema,
  serviceLevelSchema,
  type FiguresAnswer,
  type FiguresQuery,
  type IncidentFiguresAnswer,
  type ServiceLevelAnswer,
} from './contract/figures.ts';
export {
  deliveryAnswerSchema,
  deliveryLogQuerySchema,
  deliveryRoutes,
  type DeliveryAnswer,
  type DeliveryLogQuery,
} from './contract/deliveries.ts';
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
export {
  gapSchema,
  onCallAnswerSchema,
  onCallQuerySchema,
  onCallRoutes,
  shiftsAnswerSchema,
  shiftSchema,
  shiftsQuerySchema,
  type GapAnswer,
  type OnCallAnswer,
  type OnCallQuery,
  type ShiftAnswer,
  type ShiftsAnswer,
  type ShiftsQuery,
} from './contract/on-call.ts';
export {
  givenPageTestSchema,
  pageMeNowRoutes,
  begunPageTestSchema,
  pageTestAnswerSchema,
  type GivenPageTest,
  type BegunPageTest,
  type PageTestAnswer,
} from './contract/page-me-now.ts';
export {
  givenPreferencesSchema,
  preferencesAnswerSchema,
  preferencesRoutes,
  type GivenPreferences,
  type PreferencesAnswer,
} from './contract/preferences.ts';
export { problemSchema, type ProblemAnswer } from './contract/problem.ts';
export {
  arrangesOwn,
  OWN_THINGS,
  ROUTE_THINGS,
  type OwnThing,
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
  RULE_WRITERS,
  type NewRoutingRule,
  type RoutingOrder,
  type RoutingRuleAnswer,
  type RoutingRuleChange,
  type RuleWriter,
} from './contract/routing-rules.ts';
export {
  newOverrideSchema,
  overrideAnswerSchema,
  overrideParamsSchema,
  overrideQuerySchema,
  overrideRoutes,
  type NewOverride,
  type OverrideAnswer,
  type OverrideQuery,
} from './contract/schedule-overrides.ts';
export {
  givenScheduleSchema,
  calendarTimeSchema,
  scheduleAnswerSchema,
  scheduleLayerSchema,
  scheduleQuerySchema,
  scheduleRoutes,
  type GivenSchedule,
  type ScheduleAnswer,
  type ScheduleLayer,
  type ScheduleQuery,
} from './contract/schedules.ts';
export {
  givenPullSchema,
  PULL_FAULTS,
  pullAnswerSchema,
  pullFaultSchema,
  pullRoutes,
  type GivenPull,
  type PullAnswer,
  type PullFaultKind,
} from './contract/pulls.ts';
export {
  madeSourceTokenSchema,
  newSourceSchema,
  newSourceTokenSchema,
  sourceAnswerSchema,
  sourceChangeSchema,
  sourceHealthSchema,
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
export {
  newSlackChannelSchema,
  slackChannelAnswerSchema,
  slackChannelChangeSchema,
  slackChannelRoutes,
  type NewSlackChannel,
  type SlackChannelAnswer,
  type SlackChannelChange,
} from './contract/slack-channels.ts';
export { incidentChangeSchema, streamRoutes, type IncidentChangeAnswer } from './contract/stream.ts';
export { selfCheckAnswerSchema, selfCheckRoutes, type SelfCheckAnswer } from './contract/self-check.ts';
export {
  auditEntrySchema,
  auditQuerySchema,
  auditVerificationSchema,
  type AuditEntryAnswer,
  type AuditQuery,
  type AuditVerification,
} from './contract/audit.ts';
export { statusAnswerSchema, systemRoutes, type ReadyAnswer, type StatusAnswer } from './contract/system.ts';
export {
  givenMaintenanceWindowSchema,
  maintenanceWindowAnswerSchema,
  maintenanceWindowRoutes,
  type GivenMaintenanceWindow,
  type MaintenanceWindowAnswer,
} from './contract/maintenance-windows.ts';
export {
  LONGEST_SILENCE_HOURS,
  newSilenceSchema,
  silenceAnswerSchema,
  silenceChangeSchema,
  silenceRoutes,
  type NewSilence,
  type SilenceAnswer,
  type SilenceChange,
} from './contract/silences.ts';
export {
  suppressionPreviewAnswerSchema,
  suppressionPreviewSchema,
  suppressionQuerySchema,
  suppressedSchema,
  windowTimesSchema,
  type Suppressed,
  type SuppressionPreview,
  type SuppressionPreviewAnswer,
  type SuppressionQuery,
  type WindowTimes,
} from './contract/suppressions.ts';
export { givenMatchersSchema, namedTargetSchema, targetSchema, type NamedTarget } from './contract/targets.ts';
export {
  givenTemplateSchema,
  templateAnswerSchema,
  templateDetailQuerySchema,
  templateDetailSchema,
  templateParamsSchema,
  templatePartsSchema,
  templatePreviewAnswerSchema,
  templatePreviewSchema,
  templateQuerySchema,
  templateRoutes,
  type GivenTemplate,
  type TemplateAnswer,
  type TemplateDetail,
  type TemplatePreview,
  type TemplatePreviewAnswer,
  type TemplateQuery,
} from './contract/templates.ts';
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
  fromThrottles,
  throttleRoutes,
  throttlesSchema,
  toThrottles,
  type ThrottlesAnswer,
} from './contract/throttles.ts';
export {
  madeTokenSchema,
  newTokenSchema,
  rotatedTokenSchema,
  SCOPES,
  scopeSchema,
  tokenAnswerSchema,
  tokenRoutes,
  type MadeToken,
  type NewToken,
  type RotatedToken,
  type Scope,
  type TokenAnswer,
} from './contract/tokens.ts';
export {
  MOST_IMPORTED,
  PEOPLE_COLUMNS,
  readPeople,
  type ImportedPerson,
  type ImportProblem,
} from './contract/people-import.ts';
export {
  importBodySchema,
  importQuerySchema,
  newUserSchema,
  userAnswerSchema,
  userChangeSchema,
  userRoutes,
  type DepartureAnswer,
  type ImportAnswer,
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
export {
  configAnswerSchema,
  configDiffAnswerSchema,
  configRoutes,
  givenConfigSchema,
  type ConfigAnswer,
  type ConfigDiffAnswer,
  type GivenConfig,
} from './contract/config.ts';
export {
  discoveredServiceSchema,
  DISCOVERY_OUTCOMES,
  discoveryAnswerSchema,
  fromDiscoveredService,
  toDiscoveredService,
  type DiscoveredServiceAnswer,
  type DiscoveryAnswer,
} from './contract/discovery.ts';
export { rulePlanAnswerSchema, type RulePlanAnswer } from './contract/rule-plan.ts';
export {
  givenTeamMappingSchema,
  teamMappingAnswerSchema,
  teamMappingRoutes,
  type GivenTeamMapping,
  type TeamMappingAnswer,
} from './contract/team-mappings.ts';
export {
  finalThresholdsAnswerSchema,
  finalThresholdsQuerySchema,
  fromFinalThresholds,
  newThresholdSchema,
  thresholdAnswerSchema,
  thresholdChangeSchema,
  thresholdRoutes,
  type FinalThresholdsAnswer,
  type NewThreshold,
  type ThresholdAnswer,
  type ThresholdChange,
} from './contract/thresholds.ts';
