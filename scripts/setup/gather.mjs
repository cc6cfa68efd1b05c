import {
  defaultScope,
  findMappingProblems,
  findThresholdProblems,
  planSetup,
  readRuleTypes,
  toKibanaVersion,
  toThresholdLayers,
} from 'incident-core';
import { ConfigError, readConfigFolder } from '../config/read-config.mjs';
import { connectApi } from '../start/api.mjs';
import { lookAtConnector } from './connector.mjs';
import { discover } from './discover.mjs';
import { connectKibana } from './kibana.mjs';

/** @typedef {import('./options.mjs').Options} Options */
/** @typedef {import('incident-core').TeamMapping} TeamMapping */
/** @typedef {import('incident-core').ThresholdLayer} ThresholdLayer */
/** @typedef {import('incident-core').DiscoveredService} DiscoveredService */
/** What is wished for, and what of it seems odd. @typedef {{ readonly teams: readonly string[], readonly layers: readonly ThresholdLayer[], readonly mappings: readonly TeamMapping[], readonly warnings: readonly string[] }} Wish */
/** @typedef {{ readonly signal?: AbortSignal | undefined, readonly onPage?: (services: number) => void }} Progress */
/** @typedef {Awaited<ReturnType<typeof gatherPlan>>} Gathered */

/** The services with their teams and thresholds: what needs no Kibana. @param {Options} options @param {Progress} progress */
export async function gatherServices(options, progress) {
  const { services, isWhole, warnings } = await findServices(options, progress);
  const wish = await readWish(options, services);
  return { services, isWhole, wish: { ...wish, warnings: [...warnings, ...wish.warnings] } };
}

const NOBODY_IS_SILENT = '--forget-silent forgets nothing: whoever is missing may only not have been heard';

/** All that a plan is made from, and the plan. @param {Options} options @param {Progress} progress */
export async function gatherPlan(options, progress) {
  const { services, isWhole, wish } = await gatherServices(options, progress);
  const kibana = connectKibana({ ...options.kibana, space: options.space, signal: progress.signal });
  const { version, ruleTypes } = await lookAtKibana(kibana);
  const need = { space: options.space, version, url: options.webhookUrl, name: options.source };
  const backend = connectApi(options.backend.url, options.backend.token);
  const connector = await lookAtConnector(kibana, backend, need);
  /** With the rules that Kibana has now. @param {string | null} connectorId */
  const planNow = async (connectorId) => {
    const rules = await kibana.rules();
    const setup = planSetup({
      space: options.space,
      services,
      mappings: wish.mappings,
      layers: wish.layers,
      teams: wish.teams,
      rules,
      version,
      ruleTypes,
      connectorId,
      grouping: options.grouping,
      capacity: { scheduledPerMinute: null, instances: options.instances },
      forgetSilent: options.forgetSilent,
      isDiscoveryWhole: isWhole,
    });
    return { rules, setup };
  };
  const { setup } = await planNow('id' in connector.plan ? connector.plan.id : null);
  const warnings = options.forgetSilent && !isWhole ? [...wish.warnings, NOBODY_IS_SILENT] : wish.warnings;
  return { kibana, backend, need, connector, setup, planNow, warnings };
}

/** @param {import('./kibana.mjs').Kibana} kibana */
export async function lookAtKibana(kibana) {
  const text = await kibana.version();
  const version = toKibanaVersion(text);
  if (!version) throw new Error(`${kibana.server} says that it is version ${text}; expected one as 8.12.2`);
  const ruleTypes = readRuleTypes(await kibana.get('/api/alerting/rule_types'));
  if (!ruleTypes)
    throw new Error(`${kibana.server} answered something else than rule types to /api/alerting/rule_types`);
  return { version, ruleTypes };
}

/** @param {Options} options @param {Progress} progress */
function findServices({ elasticsearch, lookBackMs }, progress) {
  const now = new Date();
  const scope = { ...defaultScope(now), from: new Date(now.getTime() - lookBackMs) };
  return discover({ ...elasticsearch, scope, ...progress });
}

/** @param {Options} options @param {readonly DiscoveredService[]} services @returns {Promise<Wish>} */
async function readWish({ config, backend: { url, token } }, services) {
  const backend = connectApi(url, token);
  const named = new Map((await backend.list('/v1/teams')).map(({ id, name }) => [id, String(name)]));
  const teams = [...named.values()];
  if (config === null) return { teams, ...(await readStored(backend, named)), warnings: [] };
  const { thresholds, mapping } = await readConfigFolder(config);
  const problems = [
    ...(thresholds
      ? findThresholdProblems(thresholds.document, { services }).map((problem) => ({ problem, text: thresholds }))
      : []),
    ...(mapping
      ? findMappingProblems(mapping.document, { services, teams }).map((problem) => ({ problem, text: mapping }))
      : []),
  ].map(({ problem, text }) => ({ level: problem.level, line: text.describe(problem) }));
  const errors = problems.filter(({ level }) => level === 'error');
  if (errors.length > 0) throw new ConfigError(errors.map(({ line }) => line));
  return {
    teams,
    layers: thresholds ? toThresholdLayers(thresholds.document, thresholds.file) : [],
    mappings: mapping?.document.mappings ?? [],
    warnings: problems.map(({ line }) => line),
  };
}

/** What the backend has. @param {import('../start/api.mjs').Api} backend @param {ReadonlyMap<unknown, string>} teams @returns {Promise<Pick<Wish, 'layers' | 'mappings'>>} */
async function readStored(backend, teams) {
  const layers = /** @type {readonly import('incident-core').ThresholdAnswer[]} */ (
    /** @type {unknown} */ (await backend.list('/v1/thresholds'))
  );
  const mappings = /** @type {readonly import('incident-core').TeamMappingAnswer[]} */ (
    /** @type {unknown} */ (await backend.list('/v1/team-mappings'))
  );
  return {
    layers: layers.map(({ service, environment, overrides, managed_by: managedBy, file }) => {
      return { service, environment, overrides, managedBy, file };
    }),
    mappings: mappings.map(({ service, label, environment, team_id: team }) => ({
      ...(service !== null && { service }),
      ...(label !== null && { label }),
      ...(environment !== null && { environment }),
      team: teams.get(team) ?? team,
    })),
  };
}
