import type { RouteMethod } from './route.ts';
import { routes } from './routes.ts';

const EDITS: readonly RouteMethod[] = ['PUT', 'PATCH', 'DELETE'];

/** What can be edited at a path where it can also be read: its state has a name, the `ETag`. */
export interface Versioned {
  /** Fields that change without an edit, and so count for nothing. */
  readonly computed: readonly string[];
  /** What a reading is asked for beside the path: an edit says the same in its body. */
  readonly asked: readonly string[];
  /** Edits that answer the new state as a reading does. */
  readonly answeredBy: readonly RouteMethod[];
}

/** By path, as routes have it: `/v1/teams/:id`. An edit there may say with `If-Match` which state it speaks of. */
export const versionedPaths: ReadonlyMap<string, Versioned> = new Map(
  routes.flatMap(({ method, path, query, responses, computed = [] }) => {
    const edits = routes.filter((route) => route.path === path && EDITS.includes(route.method));
    if (method !== 'GET' || edits.length === 0) return [];
    const same = edits.filter((edit) => edit.responses[200] && edit.responses[200] === responses[200]);
    const asked = Object.keys(query?.shape ?? {});
    return [[path, { computed, asked, answeredBy: same.map((edit) => edit.method) }] as const];
  }),
);
