import { randomUUID } from 'node:crypto';
import { refusal } from './router.mjs';

/** @typedef {import('./router.mjs').Answer} Answer */
/** @typedef {Record<string, any>} Body */
/** @typedef {{ readonly method: string, readonly path: string, readonly query: URLSearchParams, readonly body: unknown, readonly isBasic: boolean }} Asked */

/** Kibana's alerting and connector API, as far as the rule setup uses it, in one space. Its rules watch nothing. */
export class Alerting {
  /** @type {Map<string, Body>} */
  #rules = new Map();
  /** @type {Map<string, Body>} */
  #connectors = new Map();
  /** Kibana takes no fields that its version does not know. @type {ReadonlySet<string>} */
  #unknown;

  /** @param {string} version */
  constructor(version) {
    this.#unknown = new Set(version.startsWith('8.12.') ? ['alert_delay', 'flapping', 'secretHeaders'] : []);
  }

  /** @param {Asked} asked @returns {Promise<Answer>} */
  async answer({ method, path, query, body, isBasic }) {
    const given = /** @type {Body} */ (body ?? {});
    if (path === '/api/alerting/rule_types') return { status: 200, body: RULE_TYPES };
    if (path === '/api/alerting/rules/_find') return this.#find(query);
    if (path === '/api/actions/connector_types') return { status: 200, body: connectorTypes(isBasic) };
    const [, rule, verb] = /^\/api\/alerting\/rule\/([^/]+)(?:\/(_enable|_disable))?$/.exec(path) ?? [];
    if (rule) return this.#rule(method, rule, verb, given);
    const [, connector, execute] = /^\/api\/actions\/connector\/([^/]+)(\/_execute)?$/.exec(path) ?? [];
    if (connector && execute) return this.#execute(connector, given);
    if (connector && isBasic && method !== 'GET') {
      return refusal(403, 'Action type .webhook is disabled because your basic license does not support it.');
    }
    if (connector) return this.#write(this.#connectors, 'action', method, connector, given, shown);
    return refusal(404, 'Not Found');
  }

  /** @param {URLSearchParams} query @returns {Answer} */
  #find(query) {
    const [perPage, page] = [Number(query.get('per_page') ?? 10), Number(query.get('page') ?? 1)];
    const all = [...this.#rules.values()];
    const data = all.slice((page - 1) * perPage, page * perPage);
    return { status: 200, body: { page, per_page: perPage, total: all.length, data } };
  }

  /** @param {string} method @param {string} id @param {string | undefined} verb @param {Body} given @returns {Answer} */
  #rule(method, id, verb, given) {
    if (verb === undefined) {
      const made = { enabled: true, tags: [], params: {}, actions: [], mute_all: false };
      const actions = given['actions']?.map((/** @type {Body} */ each) => ({ uuid: randomUUID(), ...each }));
      return this.#write(
        this.#rules,
        'alert',
        method,
        id,
        { ...(method === 'POST' ? made : {}), ...given, ...(actions && { actions }) },
        (rule) => rule,
      );
    }
    const rule = this.#rules.get(id);
    if (!rule) return refusal(404, `Saved object [alert/${id}] not found`);
    this.#rules.set(id, { ...rule, enabled: verb === '_enable' });
    return { status: 204 };
  }

  /** @param {Map<string, Body>} kept @param {string} type @param {string} method @param {string} id @param {Body} given @param {(body: Body) => Body} show @returns {Answer} */
  #write(kept, type, method, id, given, show) {
    const found = kept.get(id);
    const fields = [given, given['secrets'] ?? {}].flatMap((each) => Object.keys(each));
    const unknown = fields.find((field) => this.#unknown.has(field));
    if (unknown) return refusal(400, `[request body.${unknown}]: definition for this key is missing`);
    if (method === 'POST') {
      if (found) return refusal(409, `Saved object [${type}/${id}] conflict`);
      kept.set(id, { ...given, id });
      return { status: 200, body: show({ ...given, id }) };
    }
    if (!found) return refusal(404, `Saved object [${type}/${id}] not found`);
    if (method === 'DELETE') {
      kept.delete(id);
      return { status: 204 };
    }
    if (method === 'PUT') kept.set(id, { ...found, ...given });
    return { status: 200, body: show(kept.get(id) ?? found) };
  }

  /** Posts for real, with the connector's own secrets. @param {string} id @param {Body} given @returns {Promise<Answer>} */
  async #execute(id, given) {
    const connector = this.#connectors.get(id);
    if (!connector) return refusal(404, `Saved object [action/${id}] not found`);
    const { config, secrets } = connector;
    const basic = Buffer.from(`${secrets.user ?? ''}:${secrets.password ?? ''}`).toString('base64');
    const headers = {
      ...config.headers,
      ...secrets.secretHeaders,
      ...(config.hasAuth && { authorization: `Basic ${basic}` }),
    };
    const post = { method: 'POST', headers, body: String(given['params']?.body ?? '') };
    const answer = await fetch(config.url, post).catch(() => undefined);
    if (answer?.ok) return { status: 200, body: { status: 'ok', connector_id: id } };
    const why = answer ? `[${answer.status}] ${answer.statusText}` : 'connect ECONNREFUSED';
    return {
      status: 200,
      body: { status: 'error', connector_id: id, message: 'error calling webhook, retry later', service_message: why },
    };
  }
}

const group = (/** @type {string} */ id, /** @type {string} */ name) => ({ id, name });

const RULE_TYPES = ['apm.transaction_duration', 'apm.transaction_error_rate', 'apm.error_rate', 'apm.anomaly'].map(
  (id) => ({
    id,
    name: id,
    producer: 'apm',
    action_groups: [group('threshold_met', 'Threshold met'), group('recovered', 'Recovered')],
    recovery_action_group: group('recovered', 'Recovered'),
    enabled_in_license: true,
    minimum_license_required: 'basic',
    authorized_consumers: { apm: { read: true, all: true }, alerts: { read: true, all: true } },
  }),
);

/** @param {boolean} isBasic */
function connectorTypes(isBasic) {
  const webhook = { id: '.webhook', name: 'Webhook', minimum_license_required: 'gold' };
  return [{ ...webhook, enabled: !isBasic, enabled_in_config: true, enabled_in_license: !isBasic }];
}

/** Never with its secrets. @param {Body} connector */
function shown({ secrets: _, ...rest }) {
  return { ...rest, is_preconfigured: false, is_deprecated: false, is_missing_secrets: false };
}
