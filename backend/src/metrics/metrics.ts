import { Injectable } from '@nestjs/common';
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

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
  readonly polls = this.counter('pull_polls_total', 'Polls of sources, by how they ended.', ['outcome']);
  readonly pulledAlerts = this.counter(
    'pulled_alerts_total',
    'Alert documents that polls read, by what became of them; each is read several times.',
    ['outcome'],
  );
  readonly foundByPull = this.counter('found_by_pull_total', 'What no push had brought when the pull found it.', [
    'outcome',
  ]);
  readonly sources = this.gauge('sources', 'Sources, by how they stand.', ['health']);
  readonly opened = this.counter('opened_total', 'Incidents opened or opened again.', ['severity']);
  readonly attached = this.counter('attached_total', 'Alerts that joined an incident of others, by why.', ['reason']);
  readonly storms = this.counter('storms_total', 'Incidents opened to collect what a source sent above its rate.', []);
  readonly flapping = this.counter('flapping_total', 'Incidents that began to flap.', []);
  readonly unrouted = this.counter('unrouted_total', 'Incidents that no rule, tag or source gave to a team.', []);
  readonly escalated = this.counter('escalated_total', 'Escalation steps that were left unanswered.', ['reason']);
  readonly exhausted = this.counter('exhausted_total', 'Escalation runs that ended without an answer.', []);
  readonly held = this.counter('held_total', 'Escalations that a suppression held, by what it was.', ['kind']);
  readonly holdsOver = this.counter('holds_over_total', 'Escalations that went on after a suppression.', ['kind']);
  readonly suppressed = this.gauge('suppressed', 'Incidents whose escalation is held now, by what holds it.', ['kind']);
  readonly nobodyNotified = this.counter('nobody_notified_total', 'Escalation steps that reached nobody.', []);
  readonly handoffsUnheard = this.counter(
    'handoffs_unheard_total',
    'Changes of shift of which the person whose turn came could not be told.',
    [],
  );
  readonly deliveries = this.counter('deliveries_total', 'Ended deliveries.', ['channel', 'status']);
  readonly attempts = this.counter('delivery_attempts_total', 'Attempts to deliver, by outcome.', [
    'channel',
    'outcome',
  ]);
  readonly deliveriesHeld = this.counter('delivery_held_total', 'Deliveries that were due and had to wait.', [
    'reason',
  ]);
  readonly deliveriesMerged = this.counter(
    'delivery_merged_total',
    'Deliveries that went in the message of another.',
    [],
  );
  readonly attemptSeconds = new Histogram({
    name: 'incidents_delivery_attempt_seconds',
    help: 'Seconds that a provider took for one attempt.',
    labelNames: ['channel', 'outcome'],
    buckets: [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
    registers: [this.registry],
  });
  readonly templateFailures = this.counter(
    'template_failures_total',
    'Texts that went out as they are built in because a template could not be used.',
    ['channel'],
  );
  readonly callbacks = this.counter('callbacks_total', 'Calls of providers, by whether their signature held.', [
    'provider',
    'outcome',
  ]);
  readonly parked = this.counter('parked_total', 'Rows set aside because they kept failing by our own fault.', [
    'worker',
  ]);
  readonly auditFound = this.counter('audit_findings_total', 'What the auditor found wrong.', ['kind']);
  readonly auditRepaired = this.counter('audit_repairs_total', 'What the auditor repaired.', ['kind']);
  readonly auditFailures = this.counter('audit_failures_total', 'Patrols of the auditor that failed themselves.', [
    'patrol',
  ]);
  readonly heartbeats = this.counter('audit_heartbeats_total', 'Heartbeats sent while all is well.', ['outcome']);
  readonly auditOpen = this.gauge('audit_findings', 'What is wrong now and not repaired.', ['kind']);
  readonly auditRan = this.gauge('audit_last_run_timestamp_seconds', 'When the auditor last looked at everything.');
  readonly auditWell = this.gauge('audit_last_success_timestamp_seconds', 'When the auditor last found all well.');
  readonly auditSeconds = this.gauge('audit_duration_seconds', 'How long the last look took.');
  readonly resolutionSeconds = new Histogram({
    name: 'incidents_resolution_seconds',
    help: 'Seconds from the first trigger to the last resolution.',
    labelNames: ['severity'],
    buckets: [60, 300, 900, 1_800, 3_600, 7_200, 14_400, 28_800, 86_400, 604_800],
    registers: [this.registry],
  });
  readonly acknowledgeSeconds = new Histogram({
    name: 'incidents_acknowledge_seconds',
    help: 'Seconds from the creation of an incident to its first acknowledgement.',
    labelNames: ['severity'],
    buckets: [30, 60, 120, 300, 600, 900, 1_800, 3_600, 7_200, 14_400, 28_800, 86_400],
    registers: [this.registry],
  });
  readonly serviceLevelTarget = this.gauge('service_level_target', 'The share of pages that is to be sent in time.');
  readonly serviceLevelPages = this.gauge(
    'service_level_pages',
    'Pages of the days over which the service level is measured, by how they are judged.',
    ['verdict'],
  );
  readonly serviceLevelBudgetLeft = this.gauge(
    'service_level_budget_left_ratio',
    'What is left of the error budget of paging, as a share; below zero once it is overspent.',
  );
  readonly serviceLevelBurnRate = this.gauge(
    'service_level_burn_rate',
    'How many times faster than allowed the error budget of paging was spent over the last hours.',
    ['hours'],
  );
  readonly plannedToSentSeconds = new Histogram({
    name: 'incidents_planned_to_sent_seconds',
    help: 'Seconds from planning a notification until its channel took it.',
    labelNames: ['channel'],
    buckets: [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 3_600],
    registers: [this.registry],
  });

  readonly intakeToFirstSendSeconds = new Histogram({
    name: 'incidents_intake_to_first_send_seconds',
    help: 'Seconds from the receipt of an alert that calls for somebody until a channel took the first message of it.',
    buckets: [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 15, 30, 60, 120, 300, 900],
    registers: [this.registry],
  });

  readonly policiesNotReady = this.gauge(
    'policies_not_ready',
    'Escalation policies that would not reach those who are meant.',
  );
  readonly schedulesNotReady = this.gauge(
    'schedules_not_ready',
    'Schedules in which somebody cannot be told, or nobody ever is.',
  );

  constructor() {
    collectDefaultMetrics({ register: this.registry });
  }

  private counter<Label extends string>(name: string, help: string, labelNames: readonly Label[]): Counter<Label> {
    return new Counter({ name: `incidents_${name}`, help, labelNames, registers: [this.registry] });
  }

  /** Says nothing until it is set, so that a process that never sets it is not taken for one that failed to. */
  private gauge<Label extends string>(name: string, help: string, labelNames: readonly Label[] = []): Gauge<Label> {
    const gauge = new Gauge({ name: `incidents_${name}`, help, labelNames, registers: [this.registry] });
    if (labelNames.length === 0) gauge.remove();
    return gauge;
  }
}
