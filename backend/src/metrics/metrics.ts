import { Injectable } from '@nestjs/common';
import { collectDefaultMetrics, Counter, Histogram, Registry } from 'prom-client';

/** The figures that Prometheus reads at `/metrics`. */
@Injectable()
export class Metrics {
  readonly registry = new Registry();

  readonly webhookRequests = this.counter('webhook_requests_total', 'Posts to the intake, by what became of them.', [
    'outcome',
  ]);
  readonly alerts = this.counter('alerts_total', 'Alerts read from accepted posts, by what became of them.', [
    'outcome',
  ]);
  readonly opened = this.counter('opened_total', 'Incidents opened or opened again.', ['severity']);
  readonly unrouted = this.counter('unrouted_total', 'Incidents that no rule, tag or source gave to a team.', []);
  readonly escalated = this.counter('escalated_total', 'Escalation steps that were left unanswered.', ['reason']);
  readonly exhausted = this.counter('exhausted_total', 'Escalation runs that ended without an answer.', []);
  readonly nobodyNotified = this.counter('nobody_notified_total', 'Escalation steps that reached nobody.', []);
  readonly deliveries = this.counter('deliveries_total', 'Ended deliveries.', ['channel', 'status']);
  readonly attempts = this.counter('delivery_attempts_total', 'Attempts to deliver, by outcome.', [
    'channel',
    'outcome',
  ]);
  readonly parked = this.counter('parked_total', 'Rows set aside because they kept failing by our own fault.', [
    'worker',
  ]);
  readonly resolutionSeconds = new Histogram({
    name: 'incidents_resolution_seconds',
    help: 'Seconds from the first trigger to the last resolution.',
    labelNames: ['severity'],
    buckets: [60, 300, 900, 1_800, 3_600, 7_200, 14_400, 28_800, 86_400, 604_800],
    registers: [this.registry],
  });
  readonly plannedToSentSeconds = new Histogram({
    name: 'incidents_planned_to_sent_seconds',
    help: 'Seconds from planning a notification until its channel took it.',
    labelNames: ['channel'],
    buckets: [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 3_600],
    registers: [this.registry],
  });

  constructor() {
    collectDefaultMetrics({ register: this.registry });
  }

  private counter<Label extends string>(name: string, help: string, labelNames: readonly Label[]): Counter<Label> {
    return new Counter({ name: `incidents_${name}`, help, labelNames, registers: [this.registry] });
  }
}
