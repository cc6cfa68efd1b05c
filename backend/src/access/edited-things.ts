/** What an edit at a path is called in the audit trail: by the type of its subject, and where one has several, by its action. */
export interface EditedThing {
  readonly type: string;
  /** What the actions begin with; null for any of the type. */
  readonly action: string | null;
  /** Where a reading has it, if not in the path: the first that is there. */
  readonly within: readonly string[];
}

/** By path, as routes have it. A test holds it against what can be edited. */
export const EDITED_THINGS: Readonly<Record<string, EditedThing>> = {
  '/v1/throttles': wholly('throttles'),
  '/v1/teams/:id': wholly('team'),
  '/v1/users/:id': wholly('user'),
  '/v1/users/:id/roles': partly('user', 'user.roles_'),
  '/v1/users/:id/preferences': wholly('preferences'),
  '/v1/webhooks/:id': wholly('webhook'),
  '/v1/slack-channels/:id': wholly('slack_channel'),
  '/v1/routing-rules/:id': wholly('routing_rule'),
  '/v1/team-mappings/:id': wholly('team_mapping'),
  '/v1/thresholds/:id': wholly('threshold'),
  '/v1/schedules/:id': wholly('schedule'),
  '/v1/escalation-policies/:id': wholly('escalation_policy'),
  '/v1/templates/:channel/:event': { ...wholly('template'), within: ['for_team', 'for_all'] },
  '/v1/silences/:id': wholly('silence'),
  '/v1/maintenance-windows/:id': wholly('maintenance_window'),
  '/v1/sources/:id': partly('source', 'source.'),
  '/v1/sources/:id/pull': partly('source', 'source_pull.'),
  '/v1/sources/:id/heartbeat': partly('source', 'source_heartbeat.'),
  '/v1/tokens/:id': wholly('api_token'),
};

function wholly(type: string): EditedThing {
  return { type, action: null, within: [] };
}

function partly(type: string, action: string): EditedThing {
  return { type, action, within: [] };
}
