/** What the auditor can find wrong. */
export const FINDING_KINDS = [
  'run_missing',
  'run_not_wanted',
  'run_parked',
  'run_without_due_time',
  'run_due_too_late',
  'run_overdue',
  'run_held_for_nothing',
  'passage_missing',
  'step_untold',
  'step_unheard',
  'timer_missing',
  'timer_too_late',
  'timer_overdue',
  'delivery_missing',
  'delivery_parked',
  'delivery_without_due_time',
  'delivery_due_too_late',
  'delivery_overdue',
  'receipt_overdue',
  'handoff_parked',
  'handoff_due_wrong',
  'handoff_overdue',
  'suppression_due_wrong',
  'suppression_overdue',
  'raw_event_without_end',
  'partition_missing',
  'pull_overdue',
  'heartbeat_due_too_late',
  'heartbeat_overdue',
] as const;
export type FindingKind = (typeof FINDING_KINDS)[number];

/**
 * How long something may be so before it is wrong. What commits together has none. A due row has the time that a busy
 * backend needs; what was set aside by our own fault rests before it is tried once more.
 */
export const FINDING_SLACK_SECONDS: Readonly<Record<FindingKind, number>> = {
  run_missing: 0,
  run_not_wanted: 0,
  run_parked: 300,
  run_without_due_time: 0,
  run_due_too_late: 60,
  run_overdue: 120,
  run_held_for_nothing: 120,
  passage_missing: 0,
  step_untold: 0,
  step_unheard: 120,
  timer_missing: 0,
  timer_too_late: 60,
  timer_overdue: 120,
  delivery_missing: 0,
  delivery_parked: 300,
  delivery_without_due_time: 0,
  delivery_due_too_late: 60,
  delivery_overdue: 300,
  receipt_overdue: 300,
  handoff_parked: 0,
  handoff_due_wrong: 60,
  handoff_overdue: 300,
  suppression_due_wrong: 60,
  suppression_overdue: 120,
  raw_event_without_end: 120,
  partition_missing: 0,
  // The pull itself says from when on it is overdue.
  pull_overdue: 0,
  heartbeat_due_too_late: 60,
  heartbeat_overdue: 120,
};

/** Whether an instant lies further back than that kind of finding allows. */
export function isBeyondSlack(kind: FindingKind, since: Date, now: Date): boolean {
  return now.getTime() - since.getTime() > FINDING_SLACK_SECONDS[kind] * 1000;
}
