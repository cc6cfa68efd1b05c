import {
  DISCOVERY_SOURCES,
  discoveryPrivileges,
  discoveryRequest,
  isSourceNeeded,
  mergeServices,
  privilegesRequest,
  readDiscoveryPage,
  readPrivileges,
} from 'incident-core';
import { AskError, connect, describeAnswer, read } from './ask.mjs';

/** @typedef {import('incident-core').DiscoveryScope} DiscoveryScope */
/** @typedef {import('incident-core').DiscoveredService} DiscoveredService */
/** @typedef {import('incident-core').FoundService} FoundService */
/** @typedef {import('incident-core').DiscoverySource} DiscoverySource */

// Searches that cost the cluster something: one after another, never several.
const AT_ONCE = 1;
/** More pages than ten million buckets have: an Elasticsearch that never comes to an end. */
const MOST_PAGES = 10_000;

/**
 * What was found, whether that is all that Elasticsearch knows, and else what may be missing, in words.
 * @typedef {{ readonly services: readonly DiscoveredService[], readonly isWhole: boolean, readonly warnings: readonly string[] }} Discovery
 */

/**
 * The services that Elasticsearch has heard of within the scope.
 * @param {{ url: string, apiKey: string, scope: DiscoveryScope, signal?: AbortSignal | undefined, onPage?: (services: number) => void, mostPages?: number }} options
 * @returns {Promise<Discovery>} @throws {AskError | Error}
 */
export async function discover({ url, apiKey, scope, signal, onPage = () => undefined, mostPages = MOST_PAGES }) {
  const ask = connect({ url, headers: { authorization: `ApiKey ${apiKey}` }, atOnce: AT_ONCE, signal });
  const server = `Elasticsearch at ${url}`;
  await checkProduct(ask, server, signal);
  await checkPrivileges(ask, server, scope, signal);
  /** @type {FoundService[]} */
  const found = [];
  /** @type {Set<DiscoverySource>} */
  const sources = new Set();
  /** @type {Set<string>} */
  const gaps = new Set();
  for (const source of DISCOVERY_SOURCES) {
    if (!isSourceNeeded(source, sources)) continue;
    /** @type {Parameters<typeof discoveryRequest>[2]} */
    let after = null;
    for (let page = 1; ; page += 1) {
      const { index, query, body } = discoveryRequest(source, scope, after);
      const path = `/${encodeURIComponent(index)}/_search?${new URLSearchParams(Object.fromEntries(Object.entries(query).map(([name, value]) => [name, String(value)])))}`;
      const question = { method: 'POST', path, body };
      const answer = await read(ask, server, question, signal);
      const result = readDiscoveryPage(source, answer.body);
      if (result.kind === 'unreadable') {
        throw new Error(
          `${server} answered ${path} with something else than aggregations: at ${result.path} expected ${result.expected}`,
        );
      }
      found.push(...result.services);
      onPage(found.length);
      if (result.services.length > 0) sources.add(source);
      after = result.after;
      const gap = result.incomplete ?? (after !== null && page === mostPages ? 'too_many' : null);
      if (gap) gaps.add(`services may be missing: ${index} ${INCOMPLETE[gap]}`);
      if (after === null || page === mostPages) break;
    }
  }
  return { services: mergeServices(found, scope), isWhole: gaps.size === 0, warnings: [...gaps] };
}

const INCOMPLETE = {
  timed_out: 'did not answer within its time',
  shards_failed: 'could not ask all of its shards',
  too_many: 'knows more services than are read',
};

/** Others that speak like it say so less reliably. @param {import('./ask.mjs').Ask} ask @param {string} server @param {AbortSignal} [signal] */
async function checkProduct(ask, server, signal) {
  const answer = await read(ask, server, { method: 'GET', path: '/' }, signal);
  if (answer.headers.get('x-elastic-product') === 'Elasticsearch') return;
  throw new Error(
    `${server} ${describeAnswer({ ...answer, text: '', body: null })} without the header X-elastic-product; expected Elasticsearch 8 or 9`,
  );
}

/** @param {import('./ask.mjs').Ask} ask @param {string} server @param {DiscoveryScope} scope @param {AbortSignal} [signal] */
async function checkPrivileges(ask, server, { indices }, signal) {
  const body = privilegesRequest(discoveryPrivileges(indices));
  const question = { method: 'POST', path: '/_security/user/_has_privileges', body };
  /** @type {import('./ask.mjs').Answer} */
  let answer;
  try {
    answer = await read(ask, server, question, signal);
  } catch (error) {
    // With security switched off there is no such endpoint, and nothing that could be missing.
    if (error instanceof AskError && error.reason === 'refused') return;
    throw error;
  }
  const decision = readPrivileges(answer.body);
  if (decision.kind !== 'missing') return;
  const missing = decision.missing.map(({ index, privilege }) => `${privilege} on ${index}`);
  throw new Error(`the API key may not read what ${server} knows of services: it lacks ${missing.join(', ')}`);
}
