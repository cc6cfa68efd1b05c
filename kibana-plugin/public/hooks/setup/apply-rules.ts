import { decideApplied, type ApplyFailure } from 'incident-core';
import type { RewriteAnswer, SetupItem } from '../../../common/setup';
import { describeSaid, type Question } from '../../api/kibana';
import { pause } from '../../api/pause';
import type { SetupApis } from './kibana';

/** What became of one rule: `failed` is about it alone; after `stopped` those behind it were not tried. */
export type Applied =
  | { readonly id: string; readonly outcome: 'created' | 'updated' | 'deleted' | 'was_gone' }
  | {
      readonly id: string;
      readonly outcome: 'failed' | 'stopped';
      readonly reason: ApplyFailure;
      readonly said: string;
    };

const AT_ONCE = 4;

/**
 * Does what a plan says, a few rules at a time, deletions last. Whatever ends it, planning again shows what is left:
 * ids are ours, so nothing is made twice. Rejects only when it was given up.
 */
export async function applyItems(
  apis: SetupApis,
  items: readonly SetupItem[],
  { signal, onApplied }: { readonly signal: AbortSignal; readonly onApplied: (applied: Applied) => void },
): Promise<void> {
  const deletions = items.filter(({ kind }) => kind === 'delete');
  const rest = items.filter(({ kind }) => kind !== 'delete');
  let isStopped = false;
  for (const group of [rest, deletions]) {
    const waiting = group.values();
    const work = async () => {
      for (const item of waiting) {
        if (isStopped) return;
        const applied = await applyItem(apis, item, signal);
        isStopped ||= applied.outcome === 'stopped';
        onApplied(applied);
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, work));
  }
}

async function applyItem({ kibana, setup }: SetupApis, item: SetupItem, signal: AbortSignal): Promise<Applied> {
  const { id } = item;
  const path = `/api/alerting/rule/${encodeURIComponent(id)}`;
  let verb: 'create' | 'update' | 'delete' = item.kind === 'create' || item.kind === 'delete' ? item.kind : 'update';
  let rewrite: RewriteAnswer | null = null;
  for (let attempts = 1; ; attempts += 1) {
    const said = await kibana.once({ method: METHODS[verb], path, ...bodyOf(item, verb, rewrite), signal });
    const decision = decideApplied(verb, { ...said, attempts, isOurs: rewrite?.is_ours ?? null });
    switch (decision.kind) {
      case 'done':
        return decision.how === 'updated'
          ? enable({ kibana, setup }, item, signal)
          : { id, outcome: decided(decision.how) };
      case 'look': {
        const found = await kibana.once({ method: 'GET', path, signal });
        rewrite =
          item.kind === 'create' && found.status === 200
            ? await setup.rewrite({ body: item.body, found: found.body })
            : null;
        break;
      }
      case 'instead':
        // What was to be changed and is gone meanwhile is left to the next plan, which makes it anew.
        if (decision.verb === 'create' && item.kind !== 'create') {
          return { id, outcome: 'failed', reason: 'changed_meanwhile', said: describeSaid(said) };
        }
        verb = decision.verb;
        break;
      case 'again':
        await pause(decision.afterSeconds, signal);
        break;
      default:
        return { id, outcome: decision.kind, reason: decision.reason, said: describeSaid(said) };
    }
  }
}

/** An update leaves a rule switched off that somebody has switched off. */
async function enable({ kibana }: SetupApis, item: SetupItem, signal: AbortSignal): Promise<Applied> {
  const { id } = item;
  if (!('enable' in item) || !item.enable) return { id, outcome: 'updated' };
  const path = `/api/alerting/rule/${encodeURIComponent(id)}/_enable`;
  for (let attempts = 1; ; attempts += 1) {
    const said = await kibana.once({ method: 'POST', path, signal });
    const decision = decideApplied('update', { ...said, attempts, isOurs: null });
    if (decision.kind === 'done') return { id, outcome: 'updated' };
    if (decision.kind === 'again') await pause(decision.afterSeconds, signal);
    else {
      const reason = 'reason' in decision ? decision.reason : 'changed_meanwhile';
      return { id, outcome: decision.kind === 'stopped' ? 'stopped' : 'failed', reason, said: describeSaid(said) };
    }
  }
}

const METHODS = { create: 'POST', update: 'PUT', delete: 'DELETE' } as const;

function bodyOf(item: SetupItem, verb: keyof typeof METHODS, rewrite: RewriteAnswer | null): Pick<Question, 'body'> {
  if (verb === 'delete' || item.kind === 'delete') return {};
  if (item.kind === 'create') return { body: verb === 'create' ? item.body : rewrite?.update };
  return { body: item.update };
}

function decided(how: 'read' | 'created' | 'deleted' | 'was_gone'): 'created' | 'updated' | 'deleted' | 'was_gone' {
  return how === 'read' ? 'updated' : how;
}
