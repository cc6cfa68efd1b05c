import { beforeEach, expect, test } from '@jest/globals';
import type { SetupItem } from '../../../common/setup';
import { createCaller } from '../../api/caller';
import { createKibanaApi } from '../../api/kibana';
import { createSetupApi } from '../../api/setup';
import type { HttpStart } from '../../../types/core-browser';
import { applyItems, type Applied } from './apply-rules';

type Rules = Map<string, { readonly tags: readonly string[]; readonly enabled: boolean }>;
type Answer = { readonly status: number; readonly body?: unknown; readonly retryAfter?: string };

/** Kibana's rules by their ids, and what it does instead of what it is asked. */
let rules: Rules;
let asked: string[];
let underWay: number;
let mostAtOnce: number;
let misbehaves: (call: string) => Answer | null;
beforeEach(() => {
  [rules, asked, underWay, mostAtOnce, misbehaves] = [new Map(), [], 0, 0, () => null];
});

const OURS = ['incidents-for-kibana'];

function answer(rules: Rules, method: string, path: string, body: unknown): Answer {
  const [, id = '', verb] = /\/rule\/([^/]+)(?:\/(\w+))?$/.exec(path) ?? [];
  const found = rules.get(id);
  if (path.endsWith('/setup/rewrite')) {
    const { found: there } = body as { readonly found: { readonly tags: readonly string[] } };
    const isOurs = there.tags.includes('incidents-for-kibana');
    return { status: 200, body: { is_ours: isOurs, update: isOurs ? { name: 'again', tags: OURS } : null } };
  }
  if (method === 'POST' && verb === undefined && found) return { status: 409 };
  if (method !== 'POST' && !found) return { status: 404 };
  if (method === 'GET') return { status: 200, body: found };
  if (method === 'DELETE') rules.delete(id);
  else rules.set(id, { tags: OURS, enabled: verb === '_enable' ? true : (found?.enabled ?? true) });
  return { status: method === 'DELETE' ? 204 : 200 };
}

const http = {
  fetch: async (
    path: string,
    { method = 'GET', body, asResponse }: { method?: string; body?: string; asResponse?: true },
  ) => {
    const call = `${method} ${path}`;
    // What is still under way when a test ends is no matter of the next one's.
    const [mine, misbehave] = [rules, misbehaves];
    asked.push(call);
    underWay += 1;
    mostAtOnce = Math.max(mostAtOnce, underWay);
    await new Promise((resolve) => setTimeout(resolve, 0));
    underWay -= 1;
    const { status, body: said, retryAfter } = misbehave(call) ?? answer(mine, method, path, body && JSON.parse(body));
    const response = { status, headers: { get: () => retryAfter ?? null } };
    if (status >= 400)
      throw Object.assign(new Error(`status ${status}`), { response, body: { message: `said ${status}` } });
    return asResponse ? { response, body: said } : said;
  },
} as unknown as HttpStart;

const create = (id: string): SetupItem =>
  ({ kind: 'create', id, name: id, body: { name: id, tags: OURS, actions: [] } }) as unknown as SetupItem;
const update = (id: string, enable = false): SetupItem =>
  ({ kind: 'update', id, name: id, changes: [], enable, update: { name: id } }) as unknown as SetupItem;
const remove = (id: string): SetupItem => ({ kind: 'delete', id, name: id, reason: 'unmapped' });

async function apply(items: readonly SetupItem[], controller = new AbortController()): Promise<readonly Applied[]> {
  const done: Applied[] = [];
  const apis = { kibana: createKibanaApi(http), setup: createSetupApi(createCaller(http)) };
  await applyItems(apis, items, { signal: controller.signal, onApplied: (applied) => void done.push(applied) });
  return [...done].sort((a, b) => (a.id < b.id ? -1 : 1));
}

test('makes, changes and deletes, deletions last, four requests at a time at most', async () => {
  for (const id of ['u1', 'd1', 'd2']) rules.set(id, { tags: OURS, enabled: true });
  const items = [...Array.from({ length: 12 }, (_, at) => create(`c${at}`)), update('u1'), remove('d1'), remove('d2')];
  const done = await apply(items);
  expect(done).toHaveLength(15);
  expect(done.filter(({ outcome }) => outcome === 'created')).toHaveLength(12);
  expect(asked.slice(-2).every((call) => call.startsWith('DELETE'))).toBe(true);
  expect(mostAtOnce).toBe(4);
  expect([rules.has('d1'), rules.size]).toEqual([false, 13]);
});

test('what an earlier run has made is written over, not made twice', async () => {
  rules.set('c1', { tags: OURS, enabled: true });
  expect(await apply([create('c1')])).toEqual([{ id: 'c1', outcome: 'updated' }]);
  expect(rules.size).toBe(1);
});

test("a rule of somebody else's under the same id is left alone", async () => {
  const theirs = { tags: ['theirs'], enabled: true };
  rules.set('c1', theirs);
  expect(await apply([create('c1')])).toMatchObject([{ id: 'c1', outcome: 'failed', reason: 'id_taken' }]);
  expect(rules.get('c1')).toBe(theirs);
});

test('one that is refused does not keep the others from being written', async () => {
  misbehaves = (call) => (call.endsWith('/c1') ? { status: 400 } : null);
  expect(await apply([create('c0'), create('c1'), create('c2')])).toMatchObject([
    { id: 'c0', outcome: 'created' },
    { id: 'c1', outcome: 'failed', reason: 'refused', said: 'Kibana answered 400: said 400' },
    { id: 'c2', outcome: 'created' },
  ]);
});

test('a right that is missing stops all of it, and going on does the rest', async () => {
  let left = 5;
  misbehaves = () => ((left -= 1) < 0 ? { status: 403 } : null);
  const items = Array.from({ length: 20 }, (_, at) => create(`c${String(at).padStart(2, '0')}`));
  const first = await apply(items);
  expect(first.filter(({ outcome }) => outcome === 'created')).toHaveLength(5);
  expect(first.some(({ outcome }) => outcome === 'stopped')).toBe(true);
  expect(first.length).toBeLessThan(20);
  misbehaves = () => null;
  await apply(items.filter(({ id }) => !rules.has(id)));
  expect(rules.size).toBe(20);
});

test('what passes is waited for as long as Kibana says', async () => {
  let busy = 2;
  misbehaves = () => ((busy -= 1) >= 0 ? { status: 429, retryAfter: '0' } : null);
  expect(await apply([create('c1')])).toEqual([{ id: 'c1', outcome: 'created' }]);
  expect(asked).toHaveLength(3);
});

test('a rule that somebody switched off is enabled too', async () => {
  rules.set('u1', { tags: OURS, enabled: false });
  expect(await apply([update('u1', true)])).toEqual([{ id: 'u1', outcome: 'updated' }]);
  expect(rules.get('u1')?.enabled).toBe(true);
});

test('what is gone already need not be deleted', async () => {
  expect(await apply([remove('d1')])).toEqual([{ id: 'd1', outcome: 'was_gone' }]);
});

test('given up in the middle, it asks for nothing more', async () => {
  const controller = new AbortController();
  misbehaves = () => {
    controller.abort();
    return null;
  };
  const items = Array.from({ length: 20 }, (_, at) => create(`c${at}`));
  await expect(apply(items, controller)).rejects.toThrow();
  expect(asked.length).toBeLessThanOrEqual(4);
});
