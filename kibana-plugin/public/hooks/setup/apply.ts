import { useQueryClient } from '@tanstack/react-query';
import { planAgreed, type ApplyFailure } from 'incident-core';
import { useCallback, useEffect, useRef, useState } from 'react';
import type { PullWish, SetupItem } from '../../../common/setup';
import { queryKeys } from '../../api/query-keys';
import { useServices } from '../services';
import { applyItems, type Applied } from './apply-rules';
import {
  applyConnector,
  lookAtConnector,
  type AppliedConnector,
  type ConnectorApis,
  type ConnectorNeed,
  type ConnectorState,
} from './connector';
import { useSetupApis } from './kibana';
import type { PlanNow } from './queries';

/** How far the work is. */
export type ApplyState =
  | { readonly kind: 'idle' }
  | {
      readonly kind: 'running';
      readonly connector: AppliedConnector | null;
      readonly pull: AppliedPull | null;
      readonly done: readonly Applied[];
      readonly total: number;
    }
  | {
      readonly kind: 'ended';
      /** `stopped`: there was no use in going on, or somebody stopped it. */
      readonly how: 'done' | 'stopped' | 'failed';
      readonly connector: AppliedConnector | null;
      readonly pull: AppliedPull | null;
      readonly done: readonly Applied[];
      readonly total: number;
      readonly said: string | null;
      readonly reason: ApplyFailure | null;
    };

/** What was agreed to about the pull: the addresses as the backend reaches them. */
export type PullChoice = Omit<PullWish, 'source_id' | 'space'>;

/** What became of the pull. */
export type AppliedPull = { readonly kind: 'made' } | { readonly kind: 'failed'; readonly error: unknown };

/** What is applied: the items that were looked at and chosen; `plan` plans them anew with the connector that there is then. */
export interface ApplyWish {
  readonly connector: ConnectorState;
  readonly chosen: readonly SetupItem[];
  /** Null: nothing is pulled that is not pulled already. */
  readonly pull: PullChoice | null;
  plan(connectorId: string | null): Promise<PlanNow>;
}

/** Applies a plan: first the connector, then the rules. Leaving the page stops it, as Stop does. */
export function useApply() {
  const apis = useSetupApis();
  const { api } = useServices();
  const queries = useQueryClient();
  const [state, setState] = useState<ApplyState>({ kind: 'idle' });
  const under = useRef<AbortController | null>(null);
  useEffect(() => () => under.current?.abort(), []);

  const stop = useCallback(() => under.current?.abort(), []);
  const start = useCallback(
    async ({ connector: wanted, chosen, pull: choice, plan }: ApplyWish) => {
      if (under.current) return;
      const controller = new AbortController();
      const { signal } = controller;
      under.current = controller;
      let [connector, total]: [AppliedConnector | null, number] = [null, 0];
      let pull: AppliedPull | null = null;
      const done: Applied[] = [];
      const show = throttled(() => setState({ kind: 'running', connector, pull, done: [...done], total }));
      const end = (how: 'done' | 'stopped' | 'failed', said: string | null, reason: ApplyFailure | null = null) => {
        show.cancel();
        setState({ kind: 'ended', how, connector, pull, done: [...done], total, said, reason });
      };
      show.now();
      try {
        // Looked at again: since the review somebody may have made it.
        const fresh = await lookAtConnector({ ...apis, api }, wanted.need, signal);
        connector = await applyConnector({ ...apis, api }, fresh, signal);
        if (connector.kind === 'failed') return end('failed', connector.said, connector.reason);
        if (choice) pull = await applyPull({ ...apis, api }, fresh.need, connector.sourceId, choice);
        const { items, changed } = planAgreed(chosen, await plan(connector.id));
        total = items.length + changed.length;
        for (const { id } of changed) done.push({ id, outcome: 'failed', reason: 'changed_meanwhile', said: '' });
        show.now();
        await applyItems(apis, items, { signal, onApplied: (applied) => (done.push(applied), show.soon()) });
        const stopped = done.find((applied) => applied.outcome === 'stopped');
        if (stopped?.outcome === 'stopped') end('stopped', stopped.said, stopped.reason);
        else end(pull?.kind === 'failed' || done.some(({ outcome }) => outcome === 'failed') ? 'failed' : 'done', null);
      } catch (error) {
        if (signal.aborted) end('stopped', null);
        else end('failed', error instanceof Error ? error.message : String(error));
      } finally {
        under.current = null;
        const stale = [queryKeys.sources, ['setup', 'connector'], ['setup', 'kibana'], ['setup', 'pull']];
        await Promise.all(stale.map((queryKey) => queries.invalidateQueries({ queryKey })));
      }
    },
    [api, apis, queries],
  );
  return { state, start, stop } as const;
}

/** The rules do not wait for it: without a pull they page all the same. Where nothing posts, the source is made here. */
async function applyPull(
  { setup, api }: ConnectorApis,
  { space, newName }: ConnectorNeed,
  sourceId: string | null,
  choice: PullChoice,
): Promise<AppliedPull> {
  try {
    const source_id = sourceId ?? (await api.makeSource({ name: newName, team_id: null })).id;
    await setup.makePull({ ...choice, source_id, space });
    return { kind: 'made' };
  } catch (error) {
    return { kind: 'failed', error };
  }
}

const EVERY_MS = 200;

/** Hundreds of results come in a second; a page is drawn a few times. */
function throttled(draw: () => void) {
  let later: ReturnType<typeof setTimeout> | undefined;
  const cancel = () => {
    clearTimeout(later);
    later = undefined;
  };
  return {
    cancel,
    now: () => {
      cancel();
      draw();
    },
    soon: () => {
      later ??= setTimeout(() => {
        later = undefined;
        draw();
      }, EVERY_MS);
    },
  } as const;
}
