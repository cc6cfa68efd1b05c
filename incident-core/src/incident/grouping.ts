import type { Alert } from '../model/alert.ts';
import type { Incident } from '../model/incident.ts';
import type { TeamSettings } from '../model/team.ts';

/** What alerts have in common that join one incident of a team. */
export interface Group {
  readonly teamId: string;
  readonly service: string;
  readonly environment: string | null;
  readonly windowSeconds: number;
}

/** The group that an active alert belongs to; null for one without a service, and where its team does not group. */
export function groupOf(
  { status, service, environment }: Pick<Alert, 'status' | 'service' | 'environment'>,
  team: { readonly teamId: string; readonly settings: Pick<TeamSettings, 'groupingWindowSeconds'> },
): Group | null {
  const windowSeconds = team.settings.groupingWindowSeconds;
  if (status !== 'active' || service === null || windowSeconds === null) return null;
  return { teamId: team.teamId, service, environment, windowSeconds };
}

/** The name of a group, by which those who bring alerts of it wait for each other. */
export function nameOfGroup({ teamId, service, environment }: Group): string {
  return `group:${JSON.stringify([teamId, service, environment])}`;
}

/** Whether an alert of the group may join the incident: one that is not over, and that was opened within the window. */
export function mayJoin(
  group: Group,
  incident: Pick<Incident, 'status' | 'teamId' | 'service' | 'environment' | 'createdAt' | 'isStorm'>,
  now: Date,
): boolean {
  const { teamId, service, environment, windowSeconds } = group;
  const isOfGroup = incident.teamId === teamId && incident.service === service && incident.environment === environment;
  const age = now.getTime() - incident.createdAt.getTime();
  return isOfGroup && incident.status !== 'resolved' && !incident.isStorm && age <= windowSeconds * 1000;
}
