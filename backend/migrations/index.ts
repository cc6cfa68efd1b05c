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
import type { Knex } from 'knex';

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
};
