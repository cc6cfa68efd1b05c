import { conflict, Problem, type Mistake } from '../platform/problem.ts';

const UNIQUE = '23505';
const FOREIGN_KEY = '23503';

/** What the breach of a constraint, by its name in the database, says to the caller. */
export type Breaches = Readonly<Record<string, () => Problem>>;

/** Waits for a change; a breach of one of the named constraints is the caller's mistake, any other failure is not. */
export async function orProblem<Result>(breaches: Breaches, change: Promise<Result>): Promise<Result> {
  try {
    return await change;
  } catch (error) {
    const problem = breaches[breachOf(error) ?? ''];
    throw problem ? problem() : error;
  }
}

/** 409: something else has this name. */
export function nameTaken(what: string, path: string): () => Problem {
  return () =>
    conflict('name-taken', `Another ${what} has this name`, {
      errors: [{ path, found: 'a name in use', expected: 'a free name' }],
    });
}

/** 422: the request names something that does not exist. */
export function unknownReference(errors: readonly Mistake[]): Problem {
  return new Problem(422, 'unknown-reference', 'The request names what does not exist', { errors });
}

/** 422: a column refers to a row that does not exist. */
export function noSuch(what: string, path: string): () => Problem {
  return () => unknownReference([{ path, found: 'an unknown id', expected: `the id of a ${what}` }]);
}

function breachOf(error: unknown): string | null {
  if (!(error instanceof Error) || !('code' in error) || !('constraint' in error)) return null;
  return error.code === UNIQUE || error.code === FOREIGN_KEY ? String(error.constraint) : null;
}
