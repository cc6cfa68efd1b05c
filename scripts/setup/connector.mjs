import { setTimeout as pause } from 'node:timers/promises';
import { connectorId, decideApplied, planConnector, readConnector } from 'incident-core';
import { describeAnswer } from './ask.mjs';

/** @typedef {import('./kibana.mjs').Kibana} Kibana */
/** @typedef {import('incident-core').ConnectorPlan} ConnectorPlan */
/** @typedef {import('incident-core').ConnectorWish} ConnectorWish */
/** @typedef {import('incident-core').FoundConnector} FoundConnector */
/** @typedef {import('../start/api.mjs').Api} Api */
/** @typedef {import('../start/api.mjs').Item} Item */
/**
 * The source that Kibana posts as, its connector, and what is to become of it. Without a source there is no connector
 * yet either.
 * @typedef {{ readonly source: { readonly id: string, readonly name: string } | null, readonly found: FoundConnector | null, readonly plan: ConnectorPlan }} ConnectorState
 */
/** @typedef {{ readonly space: string, readonly version: import('incident-core').KibanaVersion, readonly url: string, readonly name: string }} ConnectorNeed */

/** Stands for a source that is made when the plan is applied. */
const NO_SOURCE = '00000000-0000-0000-0000-000000000000';
const TOKEN_ID = 'x-incidents-token-id';

/** @param {Kibana} kibana @param {Api} backend @param {ConnectorNeed} need @returns {Promise<ConnectorState>} */
export async function lookAtConnector(kibana, backend, need) {
  const types = await connectorTypes(kibana);
  const made = (await backend.list('/v1/sources')).find(({ name }) => name === need.name);
  if (!made) {
    const wish = toWish(need, { id: NO_SOURCE, name: need.name }, { id: '', secret: null });
    return { source: null, found: null, plan: planConnector(wish, types, null) };
  }
  const source = { id: String(made['id']), name: need.name };
  const found = await findConnector(kibana, connectorId(need.space, source.id));
  const token = await tokenInUse(backend, source.id, found);
  return { source, found, plan: planConnector(toWish(need, source, token), types, found) };
}

/**
 * Brings the connector about, with a token of its own where it needs one. Answers its id; null where alerts are pulled.
 * @param {Kibana} kibana @param {Api} backend @param {ConnectorNeed} need @param {ConnectorState} state
 * @returns {Promise<{ readonly id: string | null, readonly did: 'created' | 'updated' | 'kept' | 'pull' }>}
 */
export async function applyConnector(kibana, backend, need, state) {
  const { plan } = state;
  if (plan.kind === 'pull') return { id: null, did: 'pull' };
  if (plan.kind === 'keep') return { id: plan.id, did: 'kept' };
  if (plan.kind === 'blocked') {
    throw new Error(`the connector ${plan.id} of ${kibana.server} is not ours; expected that nothing else has that id`);
  }
  const source = state.source ?? (await makeSource(backend, need.name));
  const before = tokenIdOf(state.found);
  const token = await makeToken(backend, source.id);
  const types = await connectorTypes(kibana);
  const withToken = planConnector(toWish(need, source, token), types, state.found);
  if (withToken.kind !== 'create' && withToken.kind !== 'update') {
    throw new Error(`the connector cannot be written any more: ${withToken.kind}; plan again`);
  }
  await write(kibana, withToken);
  // The connector has the new one: of the two that may live, the other is free again.
  if (before !== null) await backend.call('DELETE', `/v1/sources/${source.id}/tokens/${before}`).catch(gone);
  return { id: withToken.id, did: withToken.kind === 'create' ? 'created' : 'updated' };
}

/** Two of us at once: whoever comes second finds it made, and gives it its own token. @param {Kibana} kibana @param {Extract<ConnectorPlan, { kind: 'create' | 'update' }>} plan */
async function write(kibana, plan) {
  const path = `/api/actions/connector/${plan.id}`;
  const { connector_type_id: type, ...update } = /** @type {import('incident-core').ConnectorBody} */ (plan.body);
  /** @type {'create' | 'update'} */
  let verb = plan.kind;
  for (let attempts = 1; ; attempts += 1) {
    const body = verb === 'create' ? { ...update, connector_type_id: type ?? '.webhook' } : update;
    const answer = await kibana.once(verb === 'create' ? 'POST' : 'PUT', path, body);
    // The id follows from our source, and what had it before was looked at: so it is ours.
    const decision = decideApplied(verb, { ...answer, attempts, isOurs: true });
    if (decision.kind === 'done') return;
    if (decision.kind === 'instead') verb = decision.verb;
    else if (decision.kind === 'again') await pause(decision.afterSeconds * 1000);
    else throw new Error(`${kibana.server} ${describeAnswer(answer)} to ${verb} the connector`);
  }
}

/** Null where the caller may not see them. @param {Kibana} kibana */
async function connectorTypes(kibana) {
  const answer = await kibana.once('GET', '/api/actions/connector_types?feature_id=alerting');
  if (answer.status === 403) return null;
  return kibana.get('/api/actions/connector_types?feature_id=alerting');
}

/** @param {Kibana} kibana @param {string} id */
async function findConnector(kibana, id) {
  const path = `/api/actions/connector/${id}`;
  const answer = await kibana.once('GET', path);
  return answer.status === 404 || answer.status === 403 ? null : readConnector(await kibana.get(path));
}

/** The live token that the connector says it has; else none. @param {Api} backend @param {string} sourceId @param {FoundConnector | null} found */
async function tokenInUse(backend, sourceId, found) {
  const id = tokenIdOf(found);
  const tokens = id === null ? [] : await backend.list(`/v1/sources/${sourceId}/tokens`);
  const isLive = tokens.some((token) => token['id'] === id && token['revoked_at'] === null);
  return { id: isLive && id !== null ? id : '', secret: null };
}

/** @param {FoundConnector | null} found @returns {string | null} */
function tokenIdOf(found) {
  const headers = Object.entries(/** @type {Item} */ (found?.config['headers'] ?? {}));
  const value = headers.find(([name]) => name.toLowerCase() === TOKEN_ID)?.[1];
  return typeof value === 'string' && value !== '' ? value : null;
}

/** @param {Api} backend @param {string} name */
async function makeSource(backend, name) {
  const { id } = await backend.call('POST', '/v1/sources', { name });
  return { id: String(id), name };
}

/** @param {Api} backend @param {string} sourceId */
async function makeToken(backend, sourceId) {
  const { id, token } = await backend.call('POST', `/v1/sources/${sourceId}/tokens`, {});
  return { id: String(id), secret: String(token) };
}

/** @param {ConnectorNeed} need @param {ConnectorWish['source']} source @param {ConnectorWish['token']} token @returns {ConnectorWish} */
function toWish({ space, version, url }, source, token) {
  return { space, version, source, url: `${url.replace(/\/+$/, '')}/v1/alerts/elastic`, token };
}

/** @param {unknown} error */
function gone(error) {
  if (!(error instanceof Error && 'status' in error && error.status === 404)) throw error;
}
