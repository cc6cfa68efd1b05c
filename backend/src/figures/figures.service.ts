import { Injectable } from '@nestjs/common';
import {
  chooseUnit,
  NO_INCIDENTS,
  planBuckets,
  ratePerHour,
  toIncidentFigures,
  webhookSuccessRate,
  type Bucket,
  type FiguresAnswer,
  type FiguresQuery,
  type IncidentFiguresAnswer,
  type IncidentSums,
  type WebhookCounts,
} from 'incident-core';
import { visibleTeams, type Caller } from '../access/caller.ts';
import { Clock } from '../platform/clock.ts';
import { invalid } from '../platform/problem.ts';
import { FiguresRepository, type FiguresFilter, type SumsRow } from './figures.repository.ts';

const DAY_MS = 86_400_000;
const MOST_DAYS = 400;
const MOST_SERVICES = 100;

/** What is made of all that came to pass: the seed's five figures, and where they come from. */
@Injectable()
export class FiguresService {
  constructor(
    private readonly figures: FiguresRepository,
    private readonly clock: Clock,
  ) {}

  /** Of the teams that the caller may see. @throws Problem 400 for a time that is too long for its pieces */
  async read(query: FiguresQuery, caller: Caller): Promise<FiguresAnswer> {
    const { from, to, bucket, buckets } = this.timeOf(query);
    const seen = visibleTeams(caller);
    const filter: FiguresFilter = {
      buckets,
      teams: bothOf(seen, query.team_id ?? null),
      service: query.service,
      severities: query.severity,
    };
    const { sums, medians, alerts, sent, webhooks } = await this.figures.inOneMoment(async (moment) => ({
      sums: await this.figures.sums(moment, filter),
      medians: await this.figures.medians(moment, filter),
      alerts: await this.figures.alerts(moment, filter),
      sent: await this.figures.sent(moment, filter),
      webhooks: await this.figures.webhooks(moment, { buckets, teams: seen }),
    }));
    const alertsOf = new Map(alerts.map((row) => [row.bucket, row]));
    const sentOf = new Map(sent.map((row) => [row.bucket, row.count]));
    const sumsOf = new Map(sums.flatMap((row) => (row.of === 'bucket' ? [[row.bucket, row] as const] : [])));
    const all = sums.find((row) => row.of === 'all') ?? NO_INCIDENTS;
    const created = total(alerts.map((row) => row.created));
    return {
      ...{ from: from.toISOString(), to: to.toISOString(), bucket, time_zone: query.time_zone },
      total: {
        ...toAnswer(all),
        incidents_per_hour: ratePerHour(all.created, from, to),
        alerts: created,
        alerts_per_hour: ratePerHour(created, from, to),
        alerts_received: total(alerts.map((row) => row.received)),
        notifications_sent: total(sent.map((row) => row.count)),
        median_acknowledge_seconds: medians.acknowledge,
        median_resolve_seconds: medians.resolve,
        ...toWebhooks({
          accepted: total(webhooks.map((row) => row.accepted)),
          refused: total(webhooks.map((row) => row.refused)),
          foundByPull: total(webhooks.map((row) => row.foundByPull)),
        }),
      },
      buckets: buckets.map((each, index) => ({
        ...{ from: each.from.toISOString(), to: each.to.toISOString() },
        ...toAnswer(sumsOf.get(index + 1) ?? NO_INCIDENTS),
        alerts: alertsOf.get(index + 1)?.created ?? 0,
        alerts_received: alertsOf.get(index + 1)?.received ?? 0,
        notifications_sent: sentOf.get(index + 1) ?? 0,
      })),
      by_team: mostFirst(sums, 'team').flatMap((row) =>
        row.teamId === null ? [] : [{ team: { id: row.teamId, name: row.teamName ?? '' }, ...toAnswer(row) }],
      ),
      by_service: mostFirst(sums, 'service')
        .slice(0, MOST_SERVICES)
        .map((row) => ({ service: row.service, ...toAnswer(row) })),
      by_severity: mostFirst(sums, 'severity').flatMap((row) =>
        row.severity === null ? [] : [{ severity: row.severity, ...toAnswer(row) }],
      ),
      by_source: webhooks.map(({ sourceId, sourceName, ...counts }) => ({
        source: sourceId === null ? null : { id: sourceId, name: sourceName ?? sourceId },
        ...toWebhooks(counts),
      })),
    };
  }

  private timeOf(query: FiguresQuery): {
    readonly from: Date;
    readonly to: Date;
    readonly bucket: FiguresAnswer['bucket'];
    readonly buckets: readonly Bucket[];
  } {
    const to = query.to === undefined ? this.clock.now() : new Date(query.to);
    const from = query.from === undefined ? new Date(to.getTime() - 7 * DAY_MS) : new Date(query.from);
    const days = (to.getTime() - from.getTime()) / DAY_MS;
    if (days <= 0 || days > MOST_DAYS) {
      const expected = `a time before \`to\` (${to.toISOString()}), by at most ${MOST_DAYS} days`;
      throw invalid([{ path: '$.from', found: from.toISOString(), expected }]);
    }
    const bucket = query.bucket ?? chooseUnit(from, to);
    const buckets = planBuckets(from, to, bucket, query.time_zone);
    if (buckets) return { from, to, bucket, buckets };
    throw invalid([{ path: '$.bucket', found: bucket, expected: 'one that cuts this time into at most 400 pieces' }]);
  }
}

/** Null for all. */
function bothOf(seen: readonly string[] | null, asked: readonly string[] | null): readonly string[] | null {
  if (seen === null || asked === null) return seen ?? asked;
  return asked.filter((id) => seen.includes(id));
}

function mostFirst(sums: readonly SumsRow[], of: SumsRow['of']): readonly SumsRow[] {
  return sums.filter((row) => row.of === of).sort((a, b) => b.created - a.created);
}

function total(counts: readonly number[]): number {
  return counts.reduce((sum, count) => sum + count, 0);
}

function toAnswer(sums: IncidentSums): IncidentFiguresAnswer {
  const { escalationRate, meanAcknowledgeSeconds, meanResolveSeconds, noiseRate } = toIncidentFigures(sums);
  return {
    incidents: sums.created,
    escalated: sums.escalated,
    escalation_rate: escalationRate,
    acknowledged: sums.acknowledged,
    mean_acknowledge_seconds: meanAcknowledgeSeconds,
    resolved: sums.resolved,
    mean_resolve_seconds: meanResolveSeconds,
    unattended: sums.unattended,
    noise_rate: noiseRate,
  };
}

function toWebhooks(counts: WebhookCounts) {
  const { accepted, refused, foundByPull } = counts;
  return { accepted, refused, found_by_pull: foundByPull, webhook_success_rate: webhookSuccessRate(counts) };
}
