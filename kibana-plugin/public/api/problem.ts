import { isBackendAway, type Problem } from '../../common/problems';
import type { HttpFetchError } from '../../types/core-browser';

/** A refusal of our server part or of the backend, with what it said. */
export class ApiProblem extends Error {
  override readonly name = 'ApiProblem';
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.title);
    this.problem = problem;
  }

  get isForbidden(): boolean {
    return this.problem.status === 403;
  }

  get isNotFound(): boolean {
    return this.problem.status === 404;
  }

  get isBackendAway(): boolean {
    return isBackendAway(this.problem.type);
  }
}

/** What `http.fetch` rejected with, as an ApiProblem when the server answered at all. */
export function toProblem(error: unknown): unknown {
  if (!isFetchError(error) || !error.response) return error;
  const { attributes, message } = (error.body ?? {}) as { readonly attributes?: unknown; readonly message?: unknown };
  if (isProblem(attributes)) return new ApiProblem(attributes);
  const title = typeof message === 'string' ? message : error.message;
  return new ApiProblem({ type: 'about:blank', title, status: error.response.status });
}

function isFetchError(error: unknown): error is HttpFetchError {
  return error instanceof Error && 'response' in error;
}

function isProblem(value: unknown): value is Problem {
  if (typeof value !== 'object' || value === null) return false;
  const { type, title, status } = value as Partial<Problem>;
  return typeof type === 'string' && typeof title === 'string' && typeof status === 'number';
}
