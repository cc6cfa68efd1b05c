import type { TemplateChannel, TemplateEvent, TemplateParts } from '../model/template.ts';

/**
 * What is built in, written as templates: where somebody begins who wants other words. It carries the same facts; what is
 * sent without a template of their own is not made of it.
 */
export function defaultTemplate(channel: TemplateChannel, event: TemplateEvent): TemplateParts {
  if (event === 'handoff') return HANDOFF[channel];
  switch (channel) {
    case 'email':
      return { subject: `${PREFIX[event]}${BASE}`, text: emailText(event), html: emailHtml(event) };
    case 'slack':
      return { text: slackText(event) };
    case 'sms':
      return { text: smsText(event) };
    case 'voice':
      return { text: VOICE[event] };
    case 'teams':
      return { text: teamsText(event) };
  }
}

type IncidentEvent = Exclude<TemplateEvent, 'handoff'>;

const BASE = '[{{ severity }}] #{{ incident_number }} {{ title }}';
const SHORT_BASE = '{{ severity | upcase }} #{{ incident_number }} {{ title }}';

const PREFIX: Readonly<Record<IncidentEvent, string>> = {
  triggered: '',
  escalated: '',
  acknowledged: 'Changed: ',
  resolved: 'Resolved: ',
  nobody_notified: 'NOBODY REACHED: ',
};

interface Fact {
  readonly name: string;
  readonly value: string;
  /** The variable without which there is no such line. */
  readonly if: string | null;
}

const fact = (name: string, value: string, variable: string | null = null): Fact => ({ name, value, if: variable });
const optional = (name: string, variable: string): Fact => fact(name, `{{ ${variable} }}`, variable);

function factsOf(event: IncidentEvent): readonly Fact[] {
  return [
    fact('Severity', '{{ severity }} ({{ urgency }} urgency)'),
    optional('Service', 'service'),
    optional('Environment', 'environment'),
    fact(event === 'resolved' ? 'Began' : 'Since', '{{ since }}'),
    optional('Resolved', 'resolved_at'),
    optional('Why now', 'reason'),
  ];
}

const DETAILS: readonly Fact[] = [
  optional('First opened', 'first_opened'),
  fact('Last seen', '{{ last_seen }}, {{ alert_count }}{% if alert_count == 1 %} alert{% else %} alerts{% endif %}'),
  fact('Status', '{{ status }}'),
  optional('Acknowledged by', 'acknowledged_by'),
  fact('Team', '{{ team }}'),
  fact('Told', '{{ recipient }}'),
  optional('Escalation', 'escalation'),
];

const LINKS: readonly (readonly [name: string, variable: string])[] = [
  ['Alert in Kibana', 'alert_url'],
  ['Service in APM', 'service_url'],
  ['Rule', 'rule_url'],
];

const ACTION = '{% if acknowledge_url %}Open and acknowledge{% else %}Open incident{% endif %} #{{ incident_number }}';

/** Text that is there only with a variable; the line break before it goes with it. */
function when(variable: string | null, text: string): string {
  return variable === null ? `\n${text}` : `\n{%- if ${variable} %}\n${text}\n{%- endif %}`;
}

function lines(facts: readonly Fact[]): string {
  return facts.map((each) => when(each.if, `${each.name}: ${each.value}`)).join('');
}

function emailText(event: IncidentEvent): string {
  const links = LINKS.map(([name, variable]) => when(variable, `${name}:\n{{ ${variable} }}`)).join('');
  const action = when('incident_url', `${ACTION}:\n{{ incident_url }}`);
  return (
    `${BASE}\n{{ headline }}\n${lines(factsOf(event))}\n` +
    `${when('next_action', '{{ next_action }}')}${action}\n${lines(DETAILS)}\n` +
    `${when('description', '> {{ description }}')}\n${links}\n`
  );
}

function emailHtml(event: IncidentEvent): string {
  const row = (each: Fact) =>
    when(each.if, `<tr><th align="left" style="font-weight:normal">${each.name}</th><td>${each.value}</td></tr>`);
  const table = (facts: readonly Fact[]) => `<table style="font-size:15px">${facts.map(row).join('')}\n</table>`;
  const links = LINKS.map(([name, variable]) => when(variable, `<a href="{{ ${variable} }}">${name}</a>`)).join('');
  return (
    '<p style="margin:0"><strong>{{ severity | upcase }}</strong> #{{ incident_number }}</p>\n' +
    '<h1 style="margin:8px 0;font-size:22px">{{ title }}</h1>\n' +
    `<p><strong>{{ headline }}</strong></p>\n${table(factsOf(event))}` +
    when('next_action', '<p>{{ next_action }}</p>') +
    when('incident_url', `<p><a href="{{ incident_url }}"><strong>${ACTION}</strong></a></p>`) +
    `\n${table(DETAILS)}` +
    when('description', '<blockquote style="white-space:pre-line">{{ description }}</blockquote>') +
    `\n<p>${links}\n</p>`
  );
}

function slackText(event: IncidentEvent): string {
  const over = event === 'resolved' ? `RESOLVED #{{ incident_number }} {{ title }}` : SHORT_BASE;
  if (event === 'resolved' || event === 'acknowledged') return `${over}\n{{ headline }}`;
  return `${over}\n{{ headline }}${when('next_action', '{{ next_action }}')}${when('reason', '{{ reason }}')}`;
}

function smsText(event: IncidentEvent): string {
  const place = '{% if place %}{{ place }}, {% endif %}';
  if (event === 'resolved') return `RESOLVED #{{ incident_number }} {{ title }} (${place}{{ headline }})`;
  if (event === 'acknowledged') return `${SHORT_BASE} (${place}{{ headline }})`;
  return `${SHORT_BASE} (${place}for {{ age }}.)${event === 'nobody_notified' ? ' NOBODY HAS IT.' : ''}`;
}

const SPOKEN = '{{ severity }} incident, number {{ incident_number }}. ';
const WHAT = '{{ title }}. {% if place %}In {{ place }}. {% endif %}';
const VOICE: Readonly<Record<IncidentEvent, string>> = {
  triggered: `${SPOKEN}${WHAT}Since {{ age_in_words }}.`,
  escalated: `${SPOKEN}${WHAT}Since {{ age_in_words }}.`,
  acknowledged: `${SPOKEN}${WHAT}{{ headline }}`,
  resolved: `${SPOKEN}${WHAT}{{ headline }}`,
  nobody_notified: `${SPOKEN}{{ headline | downcase }} ${WHAT}Since {{ age_in_words }}.`,
};

function teamsText(event: IncidentEvent): string {
  const next = when('next_action', '{{ next_action }}');
  return `{{ title }}\n{{ headline }}${lines(factsOf(event))}${next}${lines(DETAILS)}${when('description', '{{ description }}')}`;
}

const ON_CALL = '{% if on_call %}{{ on_call }} is{% else %}You are{% endif %} on call in {{ schedule }}';
const FOLLOWED = '{% if next_on_call %}{{ next_on_call }}{% else %}nobody: there will be a gap{% endif %}';
const ADVICE = 'If you cannot be, ask a colleague to take the shift: an override of the schedule does so.';
const SHIFT: readonly Fact[] = [
  fact('From', '{{ from }}'),
  fact('Until', '{{ until }}'),
  fact('Times', '{{ time_zone }}, for {{ duration }}'),
  fact('Next', FOLLOWED),
  fact('Team', '{{ team }}'),
  fact('Told', '{{ recipient }}'),
];
const SHIFT_ROWS = SHIFT.map(
  ({ name, value }) => `<tr><th align="left" style="font-weight:normal">${name}</th><td>${value}</td></tr>`,
);

const HANDOFF: Readonly<Record<TemplateChannel, TemplateParts>> = {
  email: {
    subject: 'On call: {{ schedule }} until {{ until }}',
    text: `{{ headline }}\n${lines(SHIFT)}\n\n${ADVICE}\n`,
    html: `<h1 style="font-size:22px">{{ headline }}</h1>\n<table>\n${SHIFT_ROWS.join('\n')}\n</table>\n<p>${ADVICE}</p>`,
  },
  slack: { text: `${ON_CALL} until {{ until }} ({{ time_zone }}).\nNext: ${FOLLOWED}` },
  sms: { text: `${ON_CALL} until {{ until }} ({{ time_zone }}). Next: ${FOLLOWED}` },
  voice: { text: `${ON_CALL}, until {{ until }}.` },
  teams: { text: `{{ headline }}${lines(SHIFT)}\n${ADVICE}` },
};
