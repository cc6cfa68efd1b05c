import { Inject, Injectable } from '@nestjs/common';
import {
  judgePage,
  toServiceLevel,
  type PageCounts,
  type PageFacts,
  type ServiceLevelAnswer,
  type ServiceLevelTarget,
} from 'incident-core';
import { visibleTeams, type Caller } from '../access/caller.ts';
import { Clock } from '../platform/clock.ts';
import { CONFIG, type Config } from '../platform/config.ts';
import { ServiceLevelRepository, type PageFilter } from './service-level.repository.ts';

const HOUR_MS = 3_600_000;
/** Over so long it is said how fast the budget is spent: what to wake somebody for, and what can wait. */
const BURN_HOURS = [1, 6, 72];
const MOST_SHOWN = 20;

/** Whether alerts that call for somebody have a first message sent in time, and how much may yet go wrong. */
@Injectable()
export class PagingServiceLevel {
  constructor(
    private readonly pages: ServiceLevelRepository,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** Of the teams that the caller may see. */
  read(caller: Caller): Promise<ServiceLevelAnswer> {
    return this.measure(visibleTeams(caller));
  }

  /** Of some teams; null for all. */
  async measure(teams: readonly string[] | null): Promise<ServiceLevelAnswer> {
    const now = this.clock.now();
    const days = this.config.SERVICE_LEVEL_DAYS;
    const target = { share: this.config.SERVICE_LEVEL_TARGET, withinSeconds: this.config.SERVICE_LEVEL_SECONDS };
    // What begins at this very moment is part of it.
    const to = new Date(now.getTime() + 1);
    const since = (hours: number): PageFilter => ({
      ...{ from: new Date(now.getTime() - hours * HOUR_MS), to, now, withinSeconds: target.withinSeconds, teams },
    });
    const counts = await this.count(since(days * 24));
    const burn = await Promise.all(
      [...BURN_HOURS.filter((hours) => hours < days * 24), days * 24].map(async (hours) => {
        return toBurn(hours, hours === days * 24 ? counts : await this.count(since(hours)), target);
      }),
    );
    const level = toServiceLevel(counts, target);
    return {
      ...{ target: target.share, within_seconds: target.withinSeconds, days },
      from: since(days * 24).from.toISOString(),
      to: now.toISOString(),
      ...counts,
      ...{ total: level.total, share: level.share, budget: level.budget },
      ...{ budget_left: level.budgetLeft, budget_left_share: level.budgetLeftShare },
      burn,
      worst: await this.worst(since(days * 24)),
    };
  }

  private async count(filter: PageFilter): Promise<PageCounts> {
    const counts = { good: 0, bad: 0, pending: 0, excused: 0 };
    for (const { count, ...facts } of await this.pages.classes(filter)) counts[judgePage(facts)] += count;
    return counts;
  }

  private async worst(filter: PageFilter): Promise<ServiceLevelAnswer['worst']> {
    const pages = await this.pages.doubtful(filter, MOST_SHOWN * 2);
    return pages
      .filter((facts: PageFacts) => judgePage(facts) === 'bad')
      .slice(0, MOST_SHOWN)
      .map(({ incidentId, number, title, createdAt, sentAt, isNobodyNotified }) => ({
        incident: { id: incidentId, number, title },
        at: createdAt.toISOString(),
        sent_at: sentAt?.toISOString() ?? null,
        nobody_notified: isNobodyNotified,
      }));
  }
}

function toBurn(hours: number, counts: PageCounts, target: ServiceLevelTarget): ServiceLevelAnswer['burn'][number] {
  const { total, burnRate } = toServiceLevel(counts, target);
  return { hours, bad: counts.bad, total, burn_rate: burnRate };
}
