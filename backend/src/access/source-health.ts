import { Injectable } from '@nestjs/common';
import { healthOf, type SourceAnswer, type SourceHealth } from 'incident-core';
import { Clock } from '../platform/clock.ts';
import { SourceHealthRepository, type SourceSignsRow } from './source-health.repository.ts';
import type { SourceRow } from './source.repository.ts';

/** How sources stand: what comes of them, and whether what they lose is found. */
@Injectable()
export class SourceHealths {
  constructor(
    private readonly sources: SourceHealthRepository,
    private readonly clock: Clock,
  ) {}

  /** The sources as the API shows them, in their order. */
  async describe(rows: readonly SourceRow[]): Promise<readonly SourceAnswer[]> {
    const now = this.clock.now();
    const signs = await this.sources.signs(rows.map(({ id }) => id));
    const healths = new Map(signs.map((row) => [row.id, toHealth(row, now)]));
    return rows.map(({ id, name, teamId, stormRate, createdAt }) => ({
      id,
      name,
      team_id: teamId,
      storm_rate: stormRate,
      created_at: createdAt.toISOString(),
      health: healths.get(id) ?? NOTHING_KNOWN,
    }));
  }

  /** How many there are of each health. */
  async count(): Promise<ReadonlyMap<SourceHealth, number>> {
    const now = this.clock.now();
    const counts = new Map<SourceHealth, number>();
    for (const row of await this.sources.signs(null)) {
      const { status } = toHealth(row, now);
      counts.set(status, (counts.get(status) ?? 0) + 1);
    }
    return counts;
  }
}

const NOTHING_KNOWN: SourceAnswer['health'] = {
  status: 'unknown',
  reason: null,
  last_push_at: null,
  last_pull_at: null,
  push_behind_seconds: null,
  found_by_pull: 0,
};

function toHealth(row: SourceSignsRow, now: Date): SourceAnswer['health'] {
  const { lastPushAt, pulledAt, setUpAt, intervalSeconds, fault, faultText, found } = row;
  const isPulled = setUpAt !== null && intervalSeconds !== null;
  const pull = isPulled ? { intervalSeconds, setUpAt, lastPullAt: pulledAt, failing: fault !== null } : null;
  const status = healthOf({ lastPushAt, pull }, now);
  return {
    status,
    reason: faultText ?? REASONS[status],
    last_push_at: lastPushAt?.toISOString() ?? null,
    last_pull_at: pulledAt?.toISOString() ?? null,
    push_behind_seconds:
      lastPushAt === null || pulledAt === null ? null : Math.round((pulledAt.getTime() - lastPushAt.getTime()) / 1000),
    found_by_pull: found ?? 0,
  };
}

const REASONS: Readonly<Record<SourceHealth, string | null>> = {
  active: null,
  degraded: null,
  missing: 'Its alerts have not been pulled for long: no worker does it, or none comes through.',
  unprotected: 'A webhook that is lost stays lost: nothing looks for its alerts in Elasticsearch.',
  unknown: null,
};
