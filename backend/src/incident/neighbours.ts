import { addToSurge, decideStorm, mayJoin, nameOfGroup, type Alert, type Group } from 'incident-core';
import type { CriticalService, OpenStorm, SourceSurge } from './neighbour.repository.ts';
import type { StoredIncident } from './intake.repository.ts';

/** What was loaded of the incidents that alerts of a batch may join. */
export interface KnownNeighbours {
  readonly joinable: readonly StoredIncident[];
  readonly surges: readonly SourceSurge[];
  readonly storms: readonly OpenStorm[];
  readonly criticals: readonly CriticalService[];
}

/** Where alerts of a batch go that nothing of their own key holds; it learns from each what the next one may join. */
export class Neighbours {
  private readonly groups = new Map<string, StoredIncident[]>();
  private readonly surges = new Map<string, SourceSurge>();
  private readonly storms = new Map<string, OpenStorm>();
  private readonly criticals: Set<string>;
  private readonly added = new Map<string, number>();
  readonly newStorms: OpenStorm[] = [];

  constructor(
    known: KnownNeighbours,
    private readonly now: Date,
  ) {
    for (const incident of known.joinable) this.addToGroup(incident);
    for (const surge of known.surges) this.surges.set(surge.sourceId, surge);
    for (const storm of known.storms) this.storms.set(stormName(storm), storm);
    this.criticals = new Set(known.criticals.map(serviceName));
  }

  /** The oldest incident that an alert of the group may join, as `standing` says that it is by now. */
  toJoin(group: Group, standing: (id: string) => StoredIncident | null): StoredIncident | null {
    const there = this.groups.get(nameOfGroup(group)) ?? [];
    for (const { id } of there) {
      const incident = standing(id);
      if (incident && mayJoin(group, incident, this.now)) return incident;
    }
    return null;
  }

  /** Counts a new problem of a source, and decides whether it has an incident of its own. */
  decide(alert: Alert, sourceId: string): 'own' | 'collapse' {
    const known = this.surges.get(sourceId);
    if (!known) return 'own';
    const { rate, surge } = known;
    const hasOwnCritical = this.criticals.has(serviceName(alert));
    const decision = decideStorm(alert, { rate, surge, hasOwnCritical }, this.now);
    this.surges.set(sourceId, { ...known, surge: addToSurge(surge, this.now) });
    this.added.set(sourceId, (this.added.get(sourceId) ?? 0) + 1);
    return decision;
  }

  stormOf(sourceId: string, teamId: string): OpenStorm | null {
    return this.storms.get(stormName({ sourceId, teamId })) ?? null;
  }

  rateOf(sourceId: string): number {
    return this.surges.get(sourceId)?.rate ?? 0;
  }

  /** An incident was opened by an alert that it may share with others. */
  opened(incident: StoredIncident): void {
    this.addToGroup(incident);
    if (incident.severity === 'critical') this.criticals.add(serviceName(incident));
  }

  openedStorm(storm: OpenStorm): void {
    this.storms.set(stormName(storm), storm);
    this.newStorms.push(storm);
  }

  /** What each source has brought with this batch. */
  addedToSurges(): readonly { readonly sourceId: string; readonly since: Date; readonly count: number }[] {
    const { since } = addToSurge(null, this.now);
    return [...this.added].map(([sourceId, count]) => ({ sourceId, since, count }));
  }

  private addToGroup(incident: StoredIncident): void {
    const { teamId, service, environment } = incident;
    if (service === null) return;
    const name = nameOfGroup({ teamId, service, environment, windowSeconds: 0 });
    const there = [...(this.groups.get(name) ?? []), incident];
    this.groups.set(
      name,
      there.sort((a, b) => a.createdAt.getTime() - b.createdAt.getTime()),
    );
  }
}

function stormName({ sourceId, teamId }: Pick<OpenStorm, 'sourceId' | 'teamId'>): string {
  return `${sourceId} ${teamId}`;
}

function serviceName({
  service,
  environment,
}: {
  readonly service: string | null;
  readonly environment: string | null;
}) {
  return JSON.stringify([service, environment]);
}
