import { readRulesPage } from 'incident-core';
import { AskError, connect, read } from './ask.mjs';

const AT_ONCE = 4;
const PAGE = 1_000;
/** Kibana refuses pages beyond this many saved objects (`index.max_result_window`). */
const MOST_FOUND = 10_000;

/** @typedef {ReturnType<typeof connectKibana>} Kibana */

/**
 * Kibana's public alerting and connector API in one space.
 * @param {{ url: string, apiKey: string, space: string, signal?: AbortSignal | undefined }} options
 */
export function connectKibana({ url, apiKey, space, signal }) {
  const ask = connect({
    url,
    headers: { authorization: `ApiKey ${apiKey}`, 'kbn-xsrf': 'incidents' },
    atOnce: AT_ONCE,
    signal,
  });
  const prefix = space === 'default' ? '' : `/s/${encodeURIComponent(space)}`;
  const server = `Kibana at ${url}`;
  /** @param {string} path */
  const get = async (path) => (await read(ask, server, { method: 'GET', path: `${prefix}${path}` }, signal)).body;
  return {
    server,
    /** One request, once: what its answer means is for the caller to decide. @param {string} method @param {string} path @param {unknown} [body] */
    once: (method, path, body) => ask({ method, path: `${prefix}${path}`, ...(body === undefined ? {} : { body }) }),
    get,
    /** Of the running Kibana, as `8.12.2`. @returns {Promise<string>} */
    async version() {
      const question = { method: 'GET', path: '/api/status' };
      const answer = await read(ask, server, question, signal);
      const { version } = /** @type {{ version?: { number?: unknown } }} */ (answer.body ?? {});
      if (typeof version?.number !== 'string') throw new AskError(server, question, answer, 'refused');
      return version.number;
    },
    /** All rules of the space. @returns {Promise<readonly import('incident-core').FoundRule[]>} */
    async rules() {
      /** @type {import('incident-core').FoundRule[]} */
      const rules = [];
      for (let page = 1; ; page += 1) {
        const path = `/api/alerting/rules/_find?per_page=${PAGE}&page=${page}&sort_field=createdAt&sort_order=asc`;
        const found = readRulesPage(await get(path));
        if (found.kind === 'unreadable') {
          throw new Error(
            `${server} answered ${path} with something else than rules: at ${found.path} expected ${found.expected}`,
          );
        }
        rules.push(...found.rules);
        if (found.rules.length === 0 || rules.length >= found.total) return rules;
        if ((page + 1) * PAGE > MOST_FOUND) {
          throw new Error(
            `${server} has ${found.total} rules in this space; expected at most ${MOST_FOUND}, for it shows no more`,
          );
        }
      }
    },
  };
}
