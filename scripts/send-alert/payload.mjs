/** Sample payloads made new: Kibana would send them with an episode and a time of their own. */
import { randomUUID } from 'node:crypto';

/** @typedef {{ readonly [name: string]: unknown }} Payload */
/** @typedef {{ readonly rule: unknown, readonly kibana: unknown, readonly alert: { readonly id: unknown, readonly uuid: unknown }, readonly service: string }} SentAlert */

const episodeNames = ['uuid', 'alert_uuid', 'alertUuid', 'kibana.alert.uuid'];
const timeNames = ['timestamp', '@timestamp', 'date'];

/** @param {string} text @returns {Payload | undefined} nothing for what is no JSON object */
export function parsePayload(text) {
  try {
    const parsed = JSON.parse(text);
    return typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed) ? parsed : undefined;
  } catch {
    return undefined;
  }
}

/** A fresh episode, wherever the old one is written, and the present time. @param {Payload} payload @param {Date} now */
export function renew(payload, now) {
  /** @type {Map<string, string>} */
  const episodes = new Map();
  eachText(payload, (text, name) => {
    if (episodeNames.includes(name) && text) episodes.set(text, episodes.get(text) ?? randomUUID());
    return text;
  });
  return eachText(payload, (text, name) => {
    if (timeNames.includes(name)) return now.toISOString();
    return [...episodes].reduce((changed, [old, fresh]) => changed.replaceAll(old, fresh), text);
  });
}

/** Another service: in its name, and in the alert's id, reason, parameters and links with it. @param {Payload} payload @param {string} service */
export function renameService(payload, service) {
  const old = serviceOf(payload);
  if (!old) throw new Error('The payload names no service, so --service has nothing to replace.');
  const escaped = old.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
  const word = new RegExp(`(?<![A-Za-z0-9])${escaped}(?![A-Za-z0-9])`, 'gi');
  return eachText(payload, (text) =>
    text.replaceAll(word, () => (/^https?:/.test(text) ? encodeURIComponent(service) : service)),
  );
}

/** The end of an alert that was sent, in the shape of `payload`. @param {Payload} payload @param {SentAlert} sent @param {Date} now */
export function recover(payload, sent, now) {
  const alert = { ...part(payload, 'alert'), action_group: 'recovered', action_group_name: 'Recovered', ...sent.alert };
  return { ...payload, status: 'recovered', rule: sent.rule, kibana: sent.kibana, alert, timestamp: now.toISOString() };
}

/** What a later recovery must repeat. @param {Payload} payload @returns {SentAlert | undefined} */
export function toSentAlert(payload) {
  const { id, uuid } = part(payload, 'alert');
  if (!id || !uuid) return undefined;
  return { rule: payload['rule'], kibana: payload['kibana'], alert: { id, uuid }, service: serviceOf(payload) };
}

/** @param {Payload} payload */
function serviceOf(payload) {
  const inRule = part(part(payload, 'rule'), 'params')['serviceName'];
  return String(part(payload, 'service')['name'] || inRule || '');
}

/** @param {Payload} payload @param {string} name @returns {Payload} */
function part(payload, name) {
  const found = payload[name];
  return typeof found === 'object' && found !== null ? /** @type {Payload} */ (found) : {};
}

/** @param {Payload} payload @param {(text: string, name: string) => string} change @returns {Payload} */
function eachText(payload, change) {
  return JSON.parse(JSON.stringify(payload), (name, value) =>
    typeof value === 'string' ? change(value, name) : value,
  );
}
