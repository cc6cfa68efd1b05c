import * as createTeams from './20261123090000_create_teams.ts';
import * as createUsers from './20261123090100_create_users.ts';
import * as createWebhooks from './20261123090200_create_webhooks.ts';
import * as createSources from './20261123090300_create_sources.ts';
import * as createRoutingRules from './20261123090400_create_routing_rules.ts';
import * as createEscalationPolicies from './20261123090500_create_escalation_policies.ts';
import * as createRawEvents from './20261123090600_create_raw_events.ts';
import * as createIncidents from './20261123090700_create_incidents.ts';
import * as createTimeline from './20261123090800_create_timeline.ts';
import * as createEscalations from './20261123090900_create_escalations.ts';
import * as createNotifications from './20261123091000_create_notifications.ts';
import * as searchIncidents from './20261123100000_search_incidents.ts';
import * as countOpenIncidents from './20261123100100_count_open_incidents.ts';
import * as orderNotifications from './20261123100200_order_notifications.ts';
import * as createUserRoles from './20261123100300_create_user_roles.ts';
import * as indexUnroutedIncidents from './20261123100400_index_unrouted_incidents.ts';
import * as createIncidentChanges from './20261123100500_create_incident_changes.ts';
import * as holdIncidents from './20261124100000_hold_incidents.ts';
import * as createSchedules from './20261124120000_create_schedules.ts';
import * as markOnCallNotifications from './20261124121000_mark_on_call_notifications.ts';
import * as tellOfHandoffs from './20261124122000_tell_of_handoffs.ts';
import * as createSlackChannels from './20261124130000_create_slack_channels.ts';
import * as tellWebhooksApart from './20261124130100_tell_webhooks_apart.ts';
import * as rememberSlackMessages from './20261124130200_remember_slack_messages.ts';
import * as createWaysToAnswer from './20261124130300_create_ways_to_answer.ts';
import * as awaitReceipts from './20261124130400_await_receipts.ts';
import * as holdDeliveries from './20261125090000_hold_deliveries.ts';
import * as throttleDeliveries from './20261125130000_throttle_deliveries.ts';
import * as timeAttempts from './20261125130100_time_attempts.ts';
import * as createTemplates from './20261125120000_create_templates.ts';
import * as audit from './20261125150000_audit.ts';
import * as createAuditTrail from './20261125170000_create_audit_trail.ts';
import * as createUserPreferences from './20261125100000_create_user_preferences.ts';
import type { Knex } from 'knex';
import * as chooseHandoffNotices from './20261125110000_choose_handoff_notices.ts';
import * as createContactVerifications from './20261125110100_create_contact_verifications.ts';
import * as createPageTests from './20261125110200_create_page_tests.ts';
import * as findDueDeliveries from './20261125160000_find_due_deliveries.ts';
import * as createSourcePulls from './20261125160000_create_source_pulls.ts';
import * as tellPulledEventsApart from './20261125160100_tell_pulled_events_apart.ts';
import * as noteUntrackedAlerts from './20261125160200_note_untracked_alerts.ts';
import * as writeAcknowledgementsBack from './20261125160300_write_acknowledgements_back.ts';
import * as markStaleIncidents from './20261125160400_mark_stale_incidents.ts';
import * as createThresholds from './20261125190000_create_thresholds.ts';
import * as createTeamMappings from './20261125190100_create_team_mappings.ts';
import * as ownPolicies from './20261125190200_own_policies.ts';
import * as holdEscalations from './20261128110000_hold_escalations.ts';
import * as remindOfSilences from './20261128110100_remind_of_silences.ts';
import * as followAlerts from './20261128130000_follow_alerts.ts';
import * as countRefusedPosts from './20261128130100_count_refused_posts.ts';
import * as measureIncidents from './20261128130200_measure_incidents.ts';
import * as openByHand from './20261128120000_open_by_hand.ts';
import * as mergeIncidents from './20261128120100_merge_incidents.ts';
import * as collectAlerts from './20261128100000_collect_alerts.ts';
import * as rememberCalls from './20261128120200_remember_calls.ts';
import * as keepSupportHours from './20261128120300_keep_support_hours.ts';
import * as expectHeartbeats from './20261128120400_expect_heartbeats.ts';
import * as listUnreadable from './20261128120500_list_unreadable.ts';
import * as letPeopleLeave from './20261128140000_let_people_leave.ts';
import * as keepOnlySoLong from './20261128150004_keep_only_so_long.ts';
import * as changeKeys from './20261128150104_change_keys.ts';
import * as warnOfTokensEnding from './20261128160001_warn_of_tokens_ending.ts';
import * as sumUpIncidents from './20261128170003_sum_up_incidents.ts';
import * as findBouncedDeliveries from './20261128180001_find_bounced_deliveries.ts';
import * as handOffToWebhooks from './20261129170001_hand_off_to_webhooks.ts';

/** In order. A name once released never changes: the database remembers it. */
export const migrations: Readonly<Record<string, Knex.Migration>> = {
  '20261123090000_create_teams': createTeams,
  '20261123090100_create_users': createUsers,
  '20261123090200_create_webhooks': createWebhooks,
  '20261123090300_create_sources': createSources,
  '20261123090400_create_routing_rules': createRoutingRules,
  '20261123090500_create_escalation_policies': createEscalationPolicies,
  '20261123090600_create_raw_events': createRawEvents,
  '20261123090700_create_incidents': createIncidents,
  '20261123090800_create_timeline': createTimeline,
  '20261123090900_create_escalations': createEscalations,
  '20261123091000_create_notifications': createNotifications,
  '20261123100000_search_incidents': searchIncidents,
  '20261123100100_count_open_incidents': countOpenIncidents,
  '20261123100200_order_notifications': orderNotifications,
  '20261123100300_create_user_roles': createUserRoles,
  '20261123100400_index_unrouted_incidents': indexUnroutedIncidents,
  '20261123100500_create_incident_changes': createIncidentChanges,
  '20261124100000_hold_incidents': holdIncidents,
  '20261124120000_create_schedules': createSchedules,
  '20261124121000_mark_on_call_notifications': markOnCallNotifications,
  '20261124122000_tell_of_handoffs': tellOfHandoffs,
  '20261124130000_create_slack_channels': createSlackChannels,
  '20261124130100_tell_webhooks_apart': tellWebhooksApart,
  '20261124130200_remember_slack_messages': rememberSlackMessages,
  '20261124130300_create_ways_to_answer': createWaysToAnswer,
  '20261124130400_await_receipts': awaitReceipts,
  '20261125090000_hold_deliveries': holdDeliveries,
  '20261125130000_throttle_deliveries': throttleDeliveries,
  '20261125130100_time_attempts': timeAttempts,
  '20261125120000_create_templates': createTemplates,
  '20261125150000_audit': audit,
  '20261125170000_create_audit_trail': createAuditTrail,
  '20261125110000_choose_handoff_notices': chooseHandoffNotices,
  '20261125110100_create_contact_verifications': createContactVerifications,
  '20261125110200_create_page_tests': createPageTests,
  '20261125100000_create_user_preferences': createUserPreferences,
  '20261125160000_find_due_deliveries': findDueDeliveries,
  '20261125160000_create_source_pulls': createSourcePulls,
  '20261125160100_tell_pulled_events_apart': tellPulledEventsApart,
  '20261125160200_note_untracked_alerts': noteUntrackedAlerts,
  '20261125160300_write_acknowledgements_back': writeAcknowledgementsBack,
  '20261125160400_mark_stale_incidents': markStaleIncidents,
  '20261125190000_create_thresholds': createThresholds,
  '20261125190100_create_team_mappings': createTeamMappings,
  '20261125190200_own_policies': ownPolicies,
  '20261128110000_hold_escalations': holdEscalations,
  '20261128110100_remind_of_silences': remindOfSilences,
  '20261128130000_follow_alerts': followAlerts,
  '20261128130100_count_refused_posts': countRefusedPosts,
  '20261128130200_measure_incidents': measureIncidents,
  '20261128120000_open_by_hand': openByHand,
  '20261128120100_merge_incidents': mergeIncidents,
  '20261128100000_collect_alerts': collectAlerts,
  '20261128120200_remember_calls': rememberCalls,
  '20261128120300_keep_support_hours': keepSupportHours,
  '20261128120400_expect_heartbeats': expectHeartbeats,
  '20261128120500_list_unreadable': listUnreadable,
  '20261128140000_let_people_leave': letPeopleLeave,
  '20261128150004_keep_only_so_long': keepOnlySoLong,
  '20261128150104_change_keys': changeKeys,
  '20261128160001_warn_of_tokens_ending': warnOfTokensEnding,
  '20261128170003_sum_up_incidents': sumUpIncidents,
  '20261128180001_find_bounced_deliveries': findBouncedDeliveries,
  '20261129170001_hand_off_to_webhooks': handOffToWebhooks,
};
