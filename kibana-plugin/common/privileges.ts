/** What a Kibana user may do here, from least to most. Each includes the ones before it. */
export const PRIVILEGES = ['read', 'respond', 'manage'] as const;
export type Privilege = (typeof PRIVILEGES)[number];

/** Roles of the backend that Kibana's privileges map onto; its `admin` stays in the backend. */
export type Role = 'viewer' | 'responder' | 'manager';

/** Kibana wants the names of API privileges as verb and subject, the verb out of five. */
export const API_PRIVILEGES = {
  read: 'read_incidents',
  respond: 'update_incidents',
  manage: 'manage_incidents',
} as const satisfies Readonly<Record<Privilege, string>>;

export const ROLES = {
  read: 'viewer',
  respond: 'responder',
  manage: 'manager',
} as const satisfies Readonly<Record<Privilege, Role>>;

/** What Kibana tells browser and server of the user: capabilities of our feature, by privilege. */
export type Capabilities = Readonly<Partial<Record<Privilege, boolean>>>;

/** The most that the user may do, or undefined for someone who may not even read. */
export function highestPrivilege(capabilities: Capabilities): Privilege | undefined {
  return PRIVILEGES.findLast((privilege) => capabilities[privilege] === true);
}

export function includesPrivilege(held: Privilege | undefined, wanted: Privilege): boolean {
  return held !== undefined && PRIVILEGES.indexOf(held) >= PRIVILEGES.indexOf(wanted);
}
