import { Injectable } from '@nestjs/common';
import type { Collected, IncidentAnswer, IncidentDetail, IncidentQuery, IncidentSummary } from 'incident-core';
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
import { StormRepository } from './storm.repository.ts';

/** A storm has thousands, of which nobody reads more than the first. */
const SHOWN_ALERTS = 200;

/** Incidents with what the other stages know of them: a fixed number of queries a page, however long it is. */
@Injectable()
export class IncidentReader {
  constructor(
    private readonly incidents: IncidentRepository,
    private readonly lists: IncidentListRepository,
    private readonly merges: MergeRepository,
    private readonly storms: StormRepository,
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
    const alerts = await this.incidents.alertsOf(id, SHOWN_ALERTS);
    const responders = await this.incidents.respondersOf(id);
    const mergers = await this.merges.mergersOf(id);
    const collected = incident.isStorm ? await this.collected(id) : null;
    return toIncidentDetail(incident, around(id), { ...alerts, ...mergers, responders, collected });
  }

  private async collected(id: string): Promise<Collected | null> {
    const storm = await this.storms.find(id);
    if (!storm) return null;
    const services = await this.storms.services(id);
    const rules = await this.storms.rules(id);
    return {
      source: { id: storm.sourceId, name: storm.sourceName },
      rate: storm.rate,
      keys: storm.keys,
      active: storm.active,
      first_at: storm.firstAt?.toISOString() ?? null,
      last_at: storm.lastAt?.toISOString() ?? null,
      services: services.map(({ name, environment, keys, alerts }) => ({ service: name, environment, keys, alerts })),
      rules: rules.map(({ name, keys, alerts }) => ({ rule: name, keys, alerts })),
    };
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
