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
  '/v1/throttles': any('throttles'),
  '/v1/teams/:id': any('team'),
  '/v1/users/:id': any('user'),
  '/v1/users/:id/roles': some('user', 'user.roles_'),
  '/v1/users/:id/preferences': any('preferences'),
  '/v1/webhooks/:id': any('webhook'),
  '/v1/slack-channels/:id': any('slack_channel'),
  '/v1/routing-rules/:id': any('routing_rule'),
  '/v1/team-mappings/:id': any('team_mapping'),
  '/v1/thresholds/:id': any('threshold'),
  '/v1/schedules/:id': any('schedule'),
  '/v1/escalation-policies/:id': any('escalation_policy'),
  '/v1/templates/:channel/:event': { ...any('template'), within: ['for_team', 'for_all'] },
  '/v1/silences/:id': any('silence'),
  '/v1/maintenance-windows/:id': any('maintenance_window'),
  '/v1/sources/:id': some('source', 'source.'),
  '/v1/sources/:id/pull': some('source', 'source_pull.'),
  '/v1/sources/:id/heartbeat': some('source', 'source_heartbeat.'),
  '/v1/tokens/:id': any('api_token'),
};

function any(type: string): EditedThing {
  return { type, action: null, within: [] };
}

function some(type: string, action: string): EditedThing {
  return { type, action, within: [] };
}
