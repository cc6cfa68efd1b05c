/** What was found, planned and done, in words for a terminal or a pipe, and as JSON for programs. */
import { isPlanEmpty } from 'incident-core';

/** @typedef {import('./gather.mjs').Gathered} Gathered */
/** @typedef {import('./apply.mjs').Applied} Applied */
/** @typedef {import('incident-core').PlanItem} PlanItem */
/** @typedef {import('incident-core').PlannedService} PlannedService */

const MOST_LINES = 50;

/** @param {readonly PlannedService[]} services @returns {readonly string[]} */
export function describeServices(services) {
  const rows = services.map(({ service: { name, environment, agents, throughputPerMinute, lastSeen }, team }) => [
    name,
    environment ?? '–',
    agents.join(', ') || '–',
    throughputPerMinute === null ? '–' : `${throughputPerMinute.toFixed(1)}/min`,
    lastSeen?.toISOString() ?? '–',
    team.kind === 'mapped' ? `${team.team} (by ${team.by.replaceAll('_', ' ')})` : 'no team',
  ]);
  return table(['service', 'environment', 'agent', 'throughput', 'last seen', 'team'], rows);
}

/** @param {Gathered} gathered @returns {readonly string[]} */
export function describePlan({ setup, connector, warnings }) {
  const { plan, unmapped, choice, wanted } = setup;
  const changes = plan.items.filter(({ kind }) => kind !== 'keep');
  const unsupported = wanted.filter((one) => one.unsupported.length > 0);
  const muted = plan.items.filter((item) => item.kind === 'keep' && item.muted);
  return [
    ...warnings.map((line) => `! ${line}`),
    describeConnector(connector.plan),
    describeChoice(choice),
    ...cut(changes.flatMap(describeItem)),
    ...plan.blocked.map(
      ({ rule, reason, needs }) => `  blocked  ${nameOf(rule)}: ${BLOCKED[reason]}${needs ? ` (${needs})` : ''}`,
    ),
    ...cut(
      unmapped.map(({ service, suggestion }) => {
        const guess = suggestion ? `: ${suggestion.team}? (${suggestion.clue})` : '';
        return `  no team  ${service.name}, ${service.environment ?? 'no environment'}${guess}`;
      }),
    ),
    ...(unsupported.length > 0
      ? [
          `! this Kibana is too old for ${[...new Set(unsupported.flatMap((one) => one.unsupported))].join(', ')}: ${unsupported.length} rules go without`,
        ]
      : []),
    ...(muted.length > 0 ? [`! ${muted.length} of our rules are muted in Kibana, and stay so`] : []),
    summaryOf(plan.counts),
  ];
}

/** @param {Gathered} gathered */
export function toPlanDocument({ setup, connector, warnings }) {
  const { plan, unmapped, choice, leftOut } = setup;
  return {
    connector: withoutSecrets(connector.plan),
    choice,
    counts: plan.counts,
    items: plan.items,
    blocked: plan.blocked,
    unmapped,
    left_out: leftOut,
    warnings,
  };
}

/** Whether Kibana is otherwise than wished, be it by hand. @param {Gathered} gathered */
export function isDifferent({ setup: { plan }, connector }) {
  return !isConnected(connector.plan) || !isPlanEmpty(plan);
}

/** Whether applying it would change anything: what was changed by hand is left unless it is to be taken over. @param {Gathered} gathered @param {{ readonly takeOver: boolean }} options */
export function isPending({ setup: { plan }, connector }, { takeOver }) {
  const counts = takeOver ? plan.counts : { ...plan.counts, drift: 0 };
  return !isConnected(connector.plan) || !isPlanEmpty({ ...plan, counts });
}

/** @param {import('incident-core').ConnectorPlan} plan */
function isConnected({ kind }) {
  return kind === 'keep' || kind === 'pull';
}

/** @param {Applied} applied @returns {string} */
export function describeApplied(applied) {
  const name = itemName(applied.item);
  switch (applied.outcome) {
    case 'failed':
    case 'stopped':
      return `  ${applied.outcome.padEnd(8)} ${name}: Kibana ${applied.said}`;
    case 'not_tried':
      return `  left     ${name}`;
    case 'changed_meanwhile':
      return `  left     ${name}: changed meanwhile; look at the plan again`;
    default:
      return `  ${applied.outcome.replace('was_gone', 'gone').padEnd(8)} ${name}`;
  }
}

/** @param {readonly Applied[]} results */
export function countApplied(results) {
  const count = (/** @type {readonly string[]} */ outcomes) =>
    results.filter(({ outcome }) => outcomes.includes(outcome)).length;
  return {
    created: count(['created']),
    updated: count(['updated']),
    deleted: count(['deleted', 'was_gone']),
    failed: count(['failed', 'stopped']),
    left: count(['not_tried', 'changed_meanwhile']),
  };
}

/** @param {PlanItem} item */
function itemName(item) {
  return item.kind === 'delete' ? item.name : nameOf(item.rule);
}

/** @param {import('incident-core').WantedRule} rule */
function nameOf({ kind, services, environment, team }) {
  const [first, ...others] = services;
  const more = others.length > 0 ? ` and ${others.length} more` : '';
  return `${kind.replaceAll('_', ' ')} of ${first}${more}, ${environment ?? 'no environment'} (${team})`;
}

/** @param {PlanItem} item @returns {readonly string[]} */
function describeItem(item) {
  const line = `  ${item.kind.padEnd(8)} ${itemName(item)}${item.kind === 'delete' ? `: ${item.reason.replaceAll('_', ' ')}` : ''}`;
  if (!('changes' in item)) return [line];
  const changes = item.changes.map(
    ({ field, found, wanted }) => `             ${field}: ${found ?? 'nothing'} → ${wanted ?? 'nothing'}`,
  );
  return [line, ...changes, ...(item.enable ? ['             it is switched off'] : [])];
}

/** @param {import('incident-core').ConnectorPlan} plan */
function describeConnector(plan) {
  switch (plan.kind) {
    case 'keep':
      return 'connector: as it should be';
    case 'create':
      return 'connector: is made';
    case 'update':
    case 'token_needed':
      return plan.reasons.includes('missing')
        ? 'connector: is made, with a token of its own'
        : `connector: is written again (${plan.reasons.join(', ')}), with a new token`;
    case 'blocked':
      return 'connector: its id belongs to one that is not ours';
    case 'pull':
      return `connector: none (${plan.reason.replaceAll('_', ' ')}${plan.needs ? `: ${plan.needs}` : ''}); rules get no actions, and alerts must be pulled`;
  }
}

/** @param {import('incident-core').RuleChoice} choice */
function describeChoice({ mode, reason, single, grouped, budget, isOverBudget }) {
  const chosen = mode === 'single' ? single : grouped;
  const load = `${chosen.rules} rules, ${chosen.runsPerMinute.toFixed(1)} runs a minute of ${budget.runsPerMinute}`;
  const other =
    mode === 'single'
      ? ''
      : ` (one for each service would be ${single.rules}, ${single.runsPerMinute.toFixed(1)} runs)`;
  const over = isOverBudget ? '; more than Kibana gets through: check less often, or add a Kibana' : '';
  return `${mode === 'single' ? 'one rule for each service' : 'grouped rules'}, ${reason.replaceAll('_', ' ')}: ${load}${other}${over}`;
}

/** @param {import('incident-core').RulePlan['counts']} counts */
function summaryOf({ create, update, drift, keep, delete: deleted, blocked }) {
  return `${create} to create, ${update} to update, ${drift} changed by hand, ${keep} to keep, ${deleted} to delete, ${blocked} blocked`;
}

const BLOCKED = {
  not_ours: 'its id belongs to a rule that is not ours',
  no_such_type: 'Kibana has no such rule type',
  licence: 'the licence does not reach',
  privilege: 'the API key may not have such rules',
};

/** @param {import('incident-core').ConnectorPlan} plan */
function withoutSecrets(plan) {
  if (!('body' in plan)) return plan;
  const { secrets: _, ...body } = plan.body;
  return { ...plan, body };
}

/** @param {readonly string[]} lines */
function cut(lines) {
  const more = lines.length - MOST_LINES;
  return more > 0 ? [...lines.slice(0, MOST_LINES), `  … and ${more} more lines; --json has them all`] : lines;
}

/** @param {readonly string[]} head @param {readonly (readonly string[])[]} rows */
function table(head, rows) {
  const all = [head, ...rows];
  const widths = head.map((_, at) => Math.max(...all.map((row) => (row[at] ?? '').length)));
  return all.map((row) =>
    row
      .map((text, at) => text.padEnd(widths[at] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}
