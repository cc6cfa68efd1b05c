import type { Privilege } from '../../common/privileges';

type Row = readonly [method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE', path: string, privilege: Privilege];

/**
 * What Kibana's users may ask of the backend: method and path as the core's contract has them, and what it takes.
 * Each is a route of ours under the same path, with /internal/incidents in place of /v1.
 */
export const TABLE: readonly Row[] = [
  ['GET', '/v1/incidents', 'read'],
  ['GET', '/v1/incidents/summary', 'read'],
  ['GET', '/v1/incidents/:id', 'read'],
  ['GET', '/v1/incidents/:id/timeline', 'read'],
  ['GET', '/v1/incidents/:id/escalations', 'read'],
  ['GET', '/v1/incidents/:id/notifications', 'read'],
  ['POST', '/v1/incidents/bulk', 'respond'],
  ['POST', '/v1/incidents/:id/acknowledge', 'respond'],
  ['POST', '/v1/incidents/:id/start', 'respond'],
  ['POST', '/v1/incidents/:id/resolve', 'respond'],
  ['POST', '/v1/incidents/:id/notes', 'respond'],

  ['GET', '/v1/teams', 'read'],
  ['GET', '/v1/teams/:id', 'read'],
  ['GET', '/v1/users', 'read'],
  ['GET', '/v1/users/:id', 'read'],
  ['GET', '/v1/routing-rules', 'read'],
  ['GET', '/v1/escalation-policies', 'read'],
  ['GET', '/v1/escalation-policies/:id', 'read'],
  ['GET', '/v1/webhooks', 'read'],

  ['GET', '/v1/sources', 'read'],
  ['POST', '/v1/sources', 'manage'],
  ['PATCH', '/v1/sources/:id', 'manage'],
  ['DELETE', '/v1/sources/:id', 'manage'],
  ['GET', '/v1/sources/:id/tokens', 'manage'],
  ['POST', '/v1/sources/:id/tokens', 'manage'],
  ['DELETE', '/v1/sources/:id/tokens/:tokenId', 'manage'],
];
