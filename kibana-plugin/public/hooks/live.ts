import { useQueryClient, type QueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { LiveUpdates } from '../api/live-updates';
import { queryKeys } from '../api/query-keys';
import { useServices } from './services';

/** A storm of updates asks for the same things once in this time. */
const CALM_MS = 2_000;

/** While this component stands, what the backend says has changed is asked for again. */
export function useLive(): void {
  const { live } = useServices();
  const queries = useQueryClient();
  useEffect(() => follow(live, queries), [live, queries]);
}

/** Page and sidebar stand over one cache: rounds of their own would cut each other off. */
const followed = new WeakMap<LiveUpdates, { count: number; readonly stop: () => void }>();

function follow(live: LiveUpdates, queries: QueryClient): () => void {
  const rounds = followed.get(live) ?? { count: 0, stop: askInRounds(live, queries) };
  followed.set(live, rounds);
  rounds.count += 1;
  return () => {
    rounds.count -= 1;
    if (rounds.count > 0) return;
    followed.delete(live);
    rounds.stop();
  };
}

/** A round ends before the next begins: where answers take longer than it is calm, none would ever come. */
function askInRounds(live: LiveUpdates, queries: QueryClient): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let ids = new Set<string>();
  let isAll = false;
  let isOver = false;
  const begin = () => {
    if (!isOver) timer ??= setTimeout(() => void ask(), CALM_MS);
  };
  const ask = async () => {
    const changed = isAll ? [queryKeys.incidents] : [...ids].map(queryKeys.incident);
    [ids, isAll] = [new Set(), false];
    const stale = [queryKeys.freshLists, queryKeys.summary, ...changed];
    // A request that is under way may have been answered before the change.
    await Promise.all(stale.map((queryKey) => queries.invalidateQueries({ queryKey }, { cancelRefetch: true })));
    timer = undefined;
    if (isAll || ids.size > 0) begin();
  };
  const stop = live.listen(({ data }) => {
    const id = idOf(data);
    if (id === undefined) isAll = true;
    else ids.add(id);
    begin();
  });
  return () => {
    isOver = true;
    clearTimeout(timer);
    stop();
  };
}

/** Undefined for what does not say which incident has changed: then any may have. */
function idOf(data: unknown): string | undefined {
  if (typeof data !== 'object' || data === null) return undefined;
  const { id, incident_id } = data as { readonly id?: unknown; readonly incident_id?: unknown };
  return [incident_id, id].find((each): each is string => typeof each === 'string');
}
