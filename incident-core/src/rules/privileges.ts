import { z } from 'zod';
import type { JsonObject } from '../model/alert.ts';
import type { DiscoveryIndices } from '../model/discovery-source.ts';

/** What must be allowed, and what for. */
export interface NeededPrivileges {
  readonly purpose: 'discover' | 'pull';
  readonly indices: readonly { readonly names: readonly string[]; readonly privileges: readonly string[] }[];
  /** In these spaces of Kibana; left out where Kibana is not asked. */
  readonly kibana?: { readonly spaces: readonly string[]; readonly privileges: readonly string[] };
}

/** The least that finds services: reading their documents, and nothing else. */
export function discoveryPrivileges(indices: DiscoveryIndices): NeededPrivileges {
  const names = [...new Set(Object.values(indices).flatMap((list) => list.split(',').map((name) => name.trim())))];
  return { purpose: 'discover', indices: [{ names: names.sort(), privileges: ['read', 'view_index_metadata'] }] };
}

/** The features of Kibana whose rules may post to us: who reads them sees whether a rule is muted. */
const RULE_FEATURES = ['apm', 'infrastructure', 'logs', 'slo', 'stackAlerts', 'uptime'];

/** The least that reads alerts for reconciling, and asks Kibana in these spaces whether their rules are muted. */
export function pullPrivileges(spaces: readonly string[]): NeededPrivileges {
  return {
    purpose: 'pull',
    indices: [{ names: ['.alerts-observability.*', '.alerts-stack.*'], privileges: ['read'] }],
    kibana: { spaces, privileges: RULE_FEATURES.map((feature) => `feature_${feature}.read`) },
  };
}

/** The least that a Kibana role must hold, as its role API takes it: rules of APM with our connector, and the connector. */
export const KIBANA_PRIVILEGES = {
  create_rules: { apm: ['all'], actions: ['read'] },
  create_connector: { actions: ['all'] },
} as const;

/** The body of `POST /_security/user/_has_privileges` that asks whether the caller may. */
export function privilegesRequest({ indices }: NeededPrivileges): JsonObject {
  return { index: indices.map(({ names, privileges }) => ({ names, privileges })) };
}

/** The body of `POST /_security/api_key` that makes a key which may do this and no more; with `days` it ends by itself. */
export function apiKeyRequest(needed: NeededPrivileges, name: string, days?: number): JsonObject {
  const index = needed.indices.map(({ names, privileges }) => ({ names, privileges }));
  const { spaces = [], privileges = [] } = needed.kibana ?? {};
  const resources = spaces.map((space) => `space:${space}`);
  const applications = [{ application: 'kibana-.kibana', privileges, resources }];
  return {
    name,
    ...(days !== undefined && { expiration: `${days}d` }),
    role_descriptors: { incidents: { cluster: [], index, ...(needed.kibana && { applications }) } },
    metadata: { application: 'incidents-for-kibana', purpose: needed.purpose },
  };
}

/** Whether the caller may, else what is missing. */
export type PrivilegesDecision =
  | { readonly kind: 'allowed' }
  | { readonly kind: 'missing'; readonly missing: readonly { readonly index: string; readonly privilege: string }[] }
  /** Without Elasticsearch's security there is nobody to ask, and everything is allowed. */
  | { readonly kind: 'unknown'; readonly reason: 'answer_not_understood' };

const answerSchema = z.looseObject({
  has_all_requested: z.boolean(),
  index: z.record(z.string(), z.record(z.string(), z.boolean())).optional(),
});

/** Reads the answer to a `privilegesRequest`. */
export function readPrivileges(answer: unknown): PrivilegesDecision {
  const parsed = answerSchema.safeParse(answer);
  if (!parsed.success) return { kind: 'unknown', reason: 'answer_not_understood' };
  if (parsed.data.has_all_requested) return { kind: 'allowed' };
  const missing = Object.entries(parsed.data.index ?? {}).flatMap(([index, privileges]) =>
    Object.entries(privileges).flatMap(([privilege, has]) => (has ? [] : [{ index, privilege }])),
  );
  return { kind: 'missing', missing };
}
