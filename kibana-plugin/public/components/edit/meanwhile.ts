import { ApiProblem } from '../../api/problem';

/** How it is now and who made it so, and the name of that state, where an edit was refused since it has changed. */
export interface Meanwhile {
  readonly tag: string;
  readonly current: Readonly<Record<string, unknown>>;
  /** Undefined where nobody noted it. */
  readonly by: string | undefined;
  readonly at: string | undefined;
  /** What else the backend says of it. */
  readonly detail: string | undefined;
}

/** Undefined when the edit was refused for something else. */
export function meanwhileOf(error: unknown): Meanwhile | undefined {
  if (!(error instanceof ApiProblem) || error.problem.status !== 412) return undefined;
  const { etag, current, changed_by, changed_at, detail } = error.problem as Readonly<Record<string, unknown>>;
  if (typeof etag !== 'string' || typeof current !== 'object' || current === null) return undefined;
  return {
    ...{ tag: etag, current: current as Meanwhile['current'] },
    ...{ by: nameIn(changed_by), at: textOf(changed_at), detail: worthSaying(textOf(detail)) },
  };
}

/** Of a person, or their name alone. */
function nameIn(by: unknown): string | undefined {
  return textOf(typeof by === 'object' && by !== null ? (by as { readonly name?: unknown }).name : by);
}

/** The names of states are for programs. */
function worthSaying(detail: string | undefined): string | undefined {
  return detail?.startsWith('found the state ') === true ? undefined : detail;
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
