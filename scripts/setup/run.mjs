import { createInterface } from 'node:readline/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { isOurs, planAgreed, planServices } from 'incident-core';
import { connectApi } from '../start/api.mjs';
import { applyItems } from './apply.mjs';
import { applyConnector, lookAtConnector } from './connector.mjs';
import { gatherPlan, gatherServices, lookAtKibana } from './gather.mjs';
import { connectKibana } from './kibana.mjs';
import { expectServers } from './options.mjs';
import {
  countApplied,
  describeApplied,
  describePlan,
  describeServices,
  isDifferent,
  isPending,
  toPlanDocument,
} from './report.mjs';

/** @typedef {import('./options.mjs').Options} Options */
/** @typedef {import('incident-core').PlanItem} PlanItem */
/** @typedef {import('./apply.mjs').Applied} Applied */
/**
 * Where lines, documents and progress go. `say` is for people, `give` the one document for programs.
 * @typedef {{ readonly say: (line: string) => void, readonly give: (document: object) => void, readonly progress: (done: number, of: number) => void, readonly isTerminal: boolean, readonly input: NodeJS.ReadableStream }} Terminal
 */

const EXIT = { done: 0, failed: 1, pending: 2 };
const PROOF_MS = 60_000;

/** @param {Options} options @param {Terminal} terminal @param {AbortSignal} signal @returns {Promise<number>} the exit code */
export function run(options, terminal, signal) {
  switch (options.verb) {
    case 'discover':
      return discover(options, terminal, signal);
    case 'plan':
      return plan(options, terminal, signal);
    case 'apply':
      return apply(options, terminal, signal);
    case 'destroy':
      return destroy(options, terminal, signal);
    case 'test':
      return test(options, terminal, signal);
  }
}

/** @param {Options} options @param {Terminal} terminal @param {AbortSignal} signal */
async function discover(options, { say, give }, signal) {
  expectServers(options, ['elasticsearch', 'backend']);
  const { services, wish } = await gatherServices(options, { signal });
  const planned = planServices(services, wish);
  give({ services: planned.map(({ service, team }) => ({ ...service, team })), warnings: wish.warnings });
  for (const line of [...wish.warnings.map((warning) => `! ${warning}`), ...describeServices(planned)]) say(line);
  say(`${services.length} services, ${planned.filter(({ team }) => team.kind === 'unmapped').length} without a team`);
  return EXIT.done;
}

/** @param {Options} options @param {Terminal} terminal @param {AbortSignal} signal */
async function plan(options, { say, give }, signal) {
  expectServers(options, ['elasticsearch', 'kibana', 'backend']);
  const gathered = await gatherPlan(options, { signal });
  give(toPlanDocument(gathered));
  describePlan(gathered).forEach(say);
  return isDifferent(gathered) ? EXIT.pending : EXIT.done;
}

/** @param {Options} options @param {Terminal} terminal @param {AbortSignal} signal */
async function apply(options, terminal, signal) {
  expectServers(options, ['elasticsearch', 'kibana', 'backend']);
  const gathered = await gatherPlan(options, { signal });
  describePlan(gathered).forEach(terminal.say);
  if (!isPending(gathered, options)) {
    terminal.give({ ...toPlanDocument(gathered), applied: [] });
    return EXIT.done;
  }
  const { kibana, backend, need, connector, setup, planNow } = gathered;
  const { items, counts: planned } = setup.plan;
  const agreed = items.filter(({ kind }) => kind !== 'keep' && (kind !== 'drift' || options.takeOver));
  if (!(await isAgreed(options, terminal, 'Apply?'))) return EXIT.failed;
  const connected = await applyConnector(kibana, backend, need, connector);
  // The question may have waited for long, and a source that did not exist yet has its connector only now.
  const now = await planNow(connected.id);
  const still = planAgreed(agreed, { items: now.setup.plan.items, rules: now.rules });
  const results = await applyWith(kibana, still, terminal, signal);
  const counts = countApplied(results);
  terminal.give({ connector: connected, counts, applied: results.map(toResult) });
  const left =
    planned.drift > 0 && !options.takeOver
      ? `; ${planned.drift} changed by hand stay so (--take-over writes them again)`
      : '';
  terminal.say(
    `${counts.created} created, ${counts.updated} updated, ${counts.deleted} deleted, ${counts.failed} failed, ${counts.left} left${left}`,
  );
  return counts.failed + counts.left > 0 ? EXIT.failed : EXIT.done;
}

/** @param {Options} options @param {Terminal} terminal @param {AbortSignal} signal */
async function destroy(options, terminal, signal) {
  expectServers(options, ['kibana']);
  const kibana = connectKibana({ ...options.kibana, space: options.space, signal });
  const listed = (await kibana.rules()).filter(isOurs).map(toDeletion);
  terminal.say(`${listed.length} rules of ours in the space ${options.space}; the connector and the source stay`);
  if (listed.length > 0 && !(await isAgreed(options, terminal, 'Delete them?'))) return EXIT.failed;
  const rules = await kibana.rules();
  const still = planAgreed(listed, { items: rules.filter(isOurs).map(toDeletion), rules });
  const results = await applyWith(kibana, still, terminal, signal);
  const counts = countApplied(results);
  terminal.give({ counts, applied: results.map(toResult) });
  terminal.say(`${counts.deleted} deleted, ${counts.failed} failed, ${counts.left} left`);
  return counts.failed + counts.left > 0 ? EXIT.failed : EXIT.done;
}

/** @param {import('incident-core').FoundRule} rule @returns {PlanItem} */
function toDeletion({ id, name }) {
  return { kind: 'delete', id, name, reason: 'not_wanted' };
}

/** From Kibana's connector to an incident, and who was told. @param {Options} options @param {Terminal} terminal @param {AbortSignal} signal */
async function test(options, { say, give }, signal) {
  expectServers(options, ['kibana', 'backend']);
  const kibana = connectKibana({ ...options.kibana, space: options.space, signal });
  const backend = connectApi(options.backend.url, options.backend.token);
  const { version } = await lookAtKibana(kibana);
  const need = { space: options.space, version, url: options.webhookUrl, name: options.source };
  const { source, found } = await lookAtConnector(kibana, backend, need);
  if (!source || !found)
    throw new Error(
      `found no connector of the source ${options.source} in the space ${options.space}; expected one: apply first`,
    );
  const begun = await backend.call('POST', '/v1/page-me-now', { source_id: source.id, posted_by: 'caller' });
  const answer = await kibana.once('POST', `/api/actions/connector/${found.id}/_execute`, {
    params: { body: begun['payload'] },
  });
  const {
    status,
    message,
    service_message: reason,
  } = /** @type {Readonly<Record<string, unknown>>} */ (answer.body ?? {});
  if (answer.status !== 200 || status !== 'ok') {
    throw new Error(
      `${kibana.server} could not post the alert: ${[message, reason].filter(Boolean).join(': ') || `it answered ${answer.status}`}`,
    );
  }
  const until = Date.now() + PROOF_MS;
  for (;;) {
    const now = await backend.call('GET', `/v1/page-me-now/${begun['id']}`);
    const incident = /** @type {Readonly<Record<string, unknown>> | null} */ (now['incident']);
    const deliveries = /** @type {readonly Readonly<Record<string, unknown>>[]} */ (now['deliveries']);
    const isTold = deliveries.some((delivery) => delivery['status'] !== 'pending' && delivery['status'] !== 'sending');
    if (incident && isTold) {
      give(now);
      say(`incident #${incident['number']}: ${incident['title']}`);
      for (const delivery of deliveries)
        say(
          `  ${JSON.stringify(delivery['to'] ?? delivery['recipient'])} by ${delivery['channel']}: ${delivery['status']}`,
        );
      return EXIT.done;
    }
    if (Date.now() > until) {
      throw new Error(
        incident
          ? 'the incident is there, and nobody was told within a minute'
          : 'Kibana posted the alert, and no incident came of it within a minute',
      );
    }
    await pause(500, undefined, { signal });
  }
}

/**
 * Does what still is as it was agreed to, and says what is not.
 * @param {import('./kibana.mjs').Kibana} kibana @param {import('incident-core').AgreedPlan<PlanItem, PlanItem>} still @param {Terminal} terminal @param {AbortSignal} signal
 * @returns {Promise<readonly Applied[]>}
 */
async function applyWith(kibana, { items, changed }, { say, progress, isTerminal }, signal) {
  let done = 0;
  const results = await applyItems(kibana, items, {
    signal,
    onApplied: (applied) => {
      done += 1;
      const isWrong = applied.outcome === 'failed' || applied.outcome === 'stopped';
      if (!isTerminal || isWrong) say(describeApplied(applied));
      progress(done, items.length);
    },
  });
  const left = changed.map((item) => /** @type {const} */ ({ item, outcome: 'changed_meanwhile' }));
  for (const applied of left) say(describeApplied(applied));
  return [...results, ...left];
}

/** @param {Options} options @param {Terminal} terminal @param {string} question */
async function isAgreed({ yes }, { say, isTerminal, input }, question) {
  if (yes) return true;
  if (!isTerminal) {
    say('Nothing was changed: expected --yes where nobody can be asked.');
    return false;
  }
  const line = createInterface({ input, output: process.stderr });
  try {
    const answer = await line.question(`${question} [y/N] `);
    return /^y(es)?$/i.test(answer.trim());
  } finally {
    line.close();
  }
}

/** @param {Applied} applied */
function toResult(applied) {
  const { item, ...rest } = applied;
  return { id: item.id, kind: item.kind, ...rest };
}
