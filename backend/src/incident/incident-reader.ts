import { Injectable } from '@nestjs/common';
import type { IncidentAnswer, IncidentDetail, IncidentQuery, IncidentSummary } from 'incident-core';
import { EscalationHistoryService } from '../escalation/escalation-history.service.ts';
import { NotificationHistoryService } from '../notification/notification-history.service.ts';
import { visibleTeams, type Caller } from '../access/caller.ts';
import { toPage, type Page } from '../access/cursor.ts';
import { notFound } from '../platform/problem.ts';
import { toIncidentAnswer, toIncidentDetail, type Surroundings } from './incident.answer.ts';
import { IncidentListRepository, type ListPlace } from './incident-list.repository.ts';
import { toSummary } from './incident-summary.ts';
import { MergeRepository } from './merge.repository.ts';
import { IncidentRepository } from './incident.repository.ts';

/** Incidents with what the other stages know of them: a fixed number of queries a page, however long it is. */
@Injectable()
export class IncidentReader {
  constructor(
    private readonly incidents: IncidentRepository,
    private readonly lists: IncidentListRepository,
    private readonly merges: MergeRepository,
    private readonly escalations: EscalationHistoryService,
    private readonly notifications: NotificationHistoryService,
  ) {}

  /** Of those that the caller may see. */
  async page(query: IncidentQuery, place: ListPlace | null, caller: Caller): Promise<Page<IncidentAnswer>> {
    const { limit, cursor: _, ...filter } = query;
    const rows = await this.lists.list({ ...filter, visibleTeams: visibleTeams(caller) }, place, limit + 1);
    const { items, next } = toPage(rows, limit, ({ createdAt }) => createdAt.toISOString());
    const around = await this.surroundings(items.map(({ id }) => id));
    return { items: items.map((incident) => toIncidentAnswer(incident, around(incident.id))), next };
  }

  /** What is open of what the caller may see. */
  async summary(caller: Caller): Promise<IncidentSummary> {
    return toSummary(await this.lists.countOpen(visibleTeams(caller), caller.userId, caller.teamIds));
  }

  /** @throws Problem 404 */
  async detail(id: string): Promise<IncidentDetail> {
    const incident = await this.incidents.find(id);
    if (!incident) throw notFound('incident', id);
    const around = await this.surroundings([id]);
    const alerts = await this.incidents.alertsOf(id);
    const responders = await this.incidents.respondersOf(id);
    const mergers = await this.merges.mergersOf(id);
    return toIncidentDetail(incident, around(id), { alerts, responders, ...mergers });
  }

  private async surroundings(ids: readonly string[]): Promise<(id: string) => Surroundings> {
    const standings = await this.escalations.standings(ids);
    const told = await this.notifications.lastTold(ids);
    return (id) => {
      const run = standings.get(id);
      return { escalation: run?.standing ?? null, suppressed: run?.suppressed ?? null, told: told.get(id) ?? [] };
    };
  }
}
