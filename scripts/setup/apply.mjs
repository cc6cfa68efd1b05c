import { setTimeout as pause } from 'node:timers/promises';
import { decideApplied, isOurs, readRule, toRuleUpdate } from 'incident-core';
import { describeAnswer } from './ask.mjs';

/** @typedef {import('incident-core').PlanItem} PlanItem */
/** @typedef {import('incident-core').ApplyFailure} ApplyFailure */
/** @typedef {import('./kibana.mjs').Kibana} Kibana */
/** @typedef {'create' | 'update' | 'delete'} Verb */
/**
 * What became of one item: `failed` is about it alone; after `stopped` the items behind it were not tried; `changed_meanwhile`
 * is none of what was agreed to any more.
 * @typedef {{ readonly item: PlanItem, readonly outcome: 'created' | 'updated' | 'deleted' | 'was_gone' }
 *   | { readonly item: PlanItem, readonly outcome: 'failed' | 'stopped', readonly reason: ApplyFailure, readonly said: string }
 *   | { readonly item: PlanItem, readonly outcome: 'not_tried' | 'changed_meanwhile' }} Applied
 */

const AT_ONCE = 4;

/**
 * Does what a plan says, a few rules at a time, deletions last. Whatever ends it, planning again shows what is left.
 * @param {Kibana} kibana @param {readonly PlanItem[]} items
 * @param {{ signal?: AbortSignal | undefined, onApplied?: (applied: Applied) => void }} [options]
 * @returns {Promise<readonly Applied[]>} in the order of the items
 */
export async function applyItems(kibana, items, { signal, onApplied = () => undefined } = {}) {
  const deletions = items.filter(({ kind }) => kind === 'delete');
  const rest = items.filter(({ kind }) => kind !== 'delete');
  /** @type {Map<PlanItem, Applied>} */
  const done = new Map();
  const isStopped = () => [...done.values()].some(({ outcome }) => outcome === 'stopped');
  for (const group of [rest, deletions]) {
    const waiting = group.values();
    const work = async () => {
      for (const item of waiting) {
        if (isStopped()) return;
        const applied = await applyItem(kibana, item, signal);
        done.set(item, applied);
        onApplied(applied);
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, work));
  }
  return items.map((item) => done.get(item) ?? { item, outcome: 'not_tried' });
}

/** @param {Kibana} kibana @param {PlanItem} item @param {AbortSignal | undefined} signal @returns {Promise<Applied>} */
async function applyItem(kibana, item, signal) {
  const path = `/api/alerting/rule/${encodeURIComponent(item.id)}`;
  /** @type {Verb} */
  let verb = item.kind === 'create' || item.kind === 'delete' ? item.kind : 'update';
  /** @type {import('incident-core').FoundRule | null} */
  let there = null;
  for (let attempts = 1; ; attempts += 1) {
    const answer = await kibana.once(METHODS[verb], path, bodyOf(item, verb, there));
    const { status, retryAfterSeconds } = answer;
    const isOurRule = there === null ? null : isOurs(there);
    const decision = decideApplied(verb, { status, retryAfterSeconds, attempts, isOurs: isOurRule });
    switch (decision.kind) {
      case 'done':
        return decision.how === 'updated'
          ? enable(kibana, item, path, signal)
          : { item, outcome: outcomeOf(decision.how) };
      case 'look':
        there = readRule((await kibana.once('GET', path)).body);
        break;
      case 'instead':
        verb = decision.verb;
        break;
      case 'again':
        await pause(decision.afterSeconds * 1000, undefined, { signal });
        break;
      default:
        return { item, outcome: decision.kind, reason: decision.reason, said: describeAnswer(answer) };
    }
  }
}

/** An update leaves a rule switched off that somebody has switched off. @param {Kibana} kibana @param {PlanItem} item @param {string} path @param {AbortSignal | undefined} signal @returns {Promise<Applied>} */
async function enable(kibana, item, path, signal) {
  if (!('enable' in item) || !item.enable) return { item, outcome: 'updated' };
  for (let attempts = 1; ; attempts += 1) {
    const answer = await kibana.once('POST', `${path}/_enable`);
    const { status, retryAfterSeconds } = answer;
    const decision = decideApplied('update', { status, retryAfterSeconds, attempts, isOurs: null });
    if (decision.kind === 'done') return { item, outcome: 'updated' };
    if (decision.kind === 'again') await pause(decision.afterSeconds * 1000, undefined, { signal });
    else
      return {
        item,
        outcome: 'failed',
        reason: 'reason' in decision ? decision.reason : 'changed_meanwhile',
        said: describeAnswer(answer),
      };
  }
}

const METHODS = { create: 'POST', update: 'PUT', delete: 'DELETE' };

/** @param {PlanItem} item @param {Verb} verb @param {import('incident-core').FoundRule | null} there */
function bodyOf(item, verb, there) {
  if (!('body' in item)) return undefined;
  if (verb === 'create') return item.body;
  return 'update' in item ? item.update : toRuleUpdate(item.body, there?.actions ?? []);
}

/** @param {'read' | 'created' | 'updated' | 'deleted' | 'was_gone'} how */
function outcomeOf(how) {
  return how === 'read' ? 'updated' : how;
}
