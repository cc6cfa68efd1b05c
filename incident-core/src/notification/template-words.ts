/** One thing that a template can name. */
export interface TemplateVariable {
  readonly name: string;
  readonly description: string;
}

const of = (words: Readonly<Record<string, string>>): readonly TemplateVariable[] =>
  Object.entries(words).map(([name, description]) => ({ name, description }));

const SHARED = {
  event: 'what the message is about, as `triggered`',
  headline: 'what happened, in one sentence',
  team: 'the team that it belongs to',
  recipient: 'who is told',
};

/** What a template about an incident can name. What is not always there is nothing then: `{% if service %}`. */
export const INCIDENT_VARIABLES = of({
  ...SHARED,
  incident_number: 'the number of the incident, as 12',
  title: 'what is wrong',
  severity: '`critical`, `error`, `warning` or `info`',
  urgency: '`high` or `low`',
  status: '`triggered`, `acknowledged`, `in progress` or `resolved`',
  service: 'the service, if the alert names one',
  environment: 'the environment, if the alert names one',
  place: 'service and environment, as far as the title does not name them',
  since: 'since when, as `2027-01-05 03:12 UTC (12 min ago)`',
  age: 'for how long, as `12 min`; of a resolved one, how long it took',
  age_in_words: 'the same to be spoken, as `12 minutes`',
  first_opened: 'when it was first opened, if it was opened again since',
  last_seen: 'when its alerts were last heard of',
  alert_count: 'how many alerts it has had',
  acknowledged_by: 'who holds it, if anybody does',
  resolved_at: 'when it was resolved, if it is',
  reason: 'why this recipient is told now, if that is not plain: a schedule in which they are on call, say',
  escalation: 'the step, as `step 1 of 2, round 2`, if a step tells',
  run: 'the number of the run, if a step tells',
  round: 'the number of the round, if a step tells',
  step: 'the number of the step, if a step tells',
  step_count: 'how many steps the policy has, if a step tells',
  next_action: 'what the recipient should do, and what happens otherwise, if anything does',
  description: 'what the alert says, over several lines, if it says anything',
  incident_url: "the recipient's link to the incident, if they have one",
  acknowledge_url: 'the same, if it is still to be acknowledged there',
  alert_url: 'the alert in Kibana, if the alert has the link',
  service_url: 'the service in APM, if the alert has the link',
  rule_url: 'the rule in Kibana, if the alert has the link',
});

/** What a template about a shift that begins can name. */
export const HANDOFF_VARIABLES = of({
  ...SHARED,
  schedule: 'the schedule',
  from: 'when the shift begins, by the clocks of the schedule, as `Tue 2027-01-05 09:00`',
  until: 'when it ends, by the same clocks',
  time_zone: 'the time zone of the schedule',
  duration: 'how long the shift is, as `1 d`',
  on_call: 'who is on call, where a channel or a webhook hears of it; nothing where it is the recipient',
  next_on_call: 'who follows; nothing for nobody',
});
