import type { TeamMapping } from 'incident-core';
import type { MappingContent } from './team-mapping.repository.ts';

/** What makes two mappings the same one: names are compared without regard to case, and hold no line feed. */
export function scopeOf({ service, labelName, labelValue, environment }: Omit<MappingContent, 'teamId'>): string {
  return [service, labelName, labelValue, environment].map((part) => part?.toLowerCase() ?? '').join('\n');
}

/** Which services it is about, in words. */
export function describeMapping({ service, labelName, labelValue, environment }: MappingContent): string {
  const what = service ?? (labelName === null ? 'all services' : `${labelName}=${labelValue ?? ''}`);
  return environment === null ? what : `${what} in ${environment}`;
}

/** As the core reads it; `team` is what it is to be called. */
export function toTeamMapping(row: Omit<MappingContent, 'teamId'>, team: string): TeamMapping {
  const { service, labelName: name, labelValue: value, environment } = row;
  return {
    ...(service !== null && { service }),
    ...(name !== null && value !== null && { label: { name, value } }),
    ...(environment !== null && { environment }),
    team,
  };
}

/** The other way round, with the id of the team in the place of its name. */
export function fromTeamMapping({ service, label, environment }: TeamMapping, teamId: string): MappingContent {
  return {
    service: service ?? null,
    labelName: label?.name ?? null,
    labelValue: label?.value ?? null,
    environment: environment ?? null,
    teamId,
  };
}
