import { i18n } from '@kbn/i18n';
import { isAnswerLost, isBackendAway, leavesOpen, type Problem } from '../../common/problems';
import type { HttpFetchError } from '../../types/core-browser';

/** A refusal of our server part or of the backend, with what it said. */
export class ApiProblem extends Error {
  override readonly name = 'ApiProblem';
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.title);
    this.problem = problem;
  }

  /** Kibana no longer knows who asks. */
  get isSessionOver(): boolean {
    return this.problem.status === 401;
  }

  get isForbidden(): boolean {
    return this.problem.status === 403;
  }

  get isNotFound(): boolean {
    return this.problem.status === 404;
  }

  /** The change was made, when it was sent before. */
  get isAnswerLost(): boolean {
    return isAnswerLost(this.problem);
  }

  get isBackendAway(): boolean {
    return isBackendAway(this.problem.type);
  }
}

/** A change that was sent, and of which nobody can say whether it was made; `cause` is what came in place of an answer. */
export class Unanswered extends Error {
  override readonly name = 'Unanswered';

  constructor(cause: unknown) {
    super(cause instanceof Error ? cause.message : String(cause), { cause });
  }
}

/** What a change failed with: Unanswered unless something says that it was not made. */
export function ofChange(error: unknown): unknown {
  return error instanceof ApiProblem && !leavesOpen(error.problem) ? error : new Unanswered(error);
}

/** What is said over a change that failed; `undone` where it is known that it was not made. */
export function failureTitle(error: unknown, undone: string): string {
  if (error instanceof ApiProblem && error.isAnswerLost) {
    return i18n.translate('incidents.problem.answerLost', {
      defaultMessage: 'It was done, but the answer to it was lost: look at what came of it',
    });
  }
  if (!(error instanceof Unanswered)) return undone;
  return i18n.translate('incidents.problem.unanswered', {
    defaultMessage: 'It is not known whether it was done: look before you try again',
  });
}

/** What `http.fetch` rejected with, as an ApiProblem when the server answered at all. */
export function toProblem(error: unknown): unknown {
  if (!isFetchError(error) || !error.response) return error;
  const { attributes, message } = (error.body ?? {}) as { readonly attributes?: unknown; readonly message?: unknown };
  if (isProblem(attributes)) return new ApiProblem(attributes);
  const { status } = error.response;
  const unfit = status === 400 && typeof message === 'string' ? ofRoute(message) : undefined;
  if (unfit) return new ApiProblem(unfit);
  const title = ofKibana(status) ?? (typeof message === 'string' ? message : error.message);
  return new ApiProblem({ type: 'about:blank', title, status });
}

/**
 * What our routes refuse before the backend is asked: of that Kibana makes one line, `[request body.high.1.delay_seconds]:
 * expected …`. In the form of the backend's own refusals it stands beside its field.
 */
function ofRoute(message: string): Problem | undefined {
  const [, place = '', expected] = /^\[request (?:body|query|params)\.?([^\]]*)\]: (.+)$/s.exec(message) ?? [];
  if (expected === undefined) return undefined;
  const path = `$${place.split('.').map(toStep).join('')}`;
  return {
    type: 'urn:incidents:problem:invalid-request',
    title: i18n.translate('incidents.problem.invalid', { defaultMessage: 'Something of it is not as expected.' }),
    status: 400,
    errors: [{ path, found: '', expected }],
  };
}

function toStep(name: string): string {
  if (name === '') return '';
  return /^\d+$/.test(name) ? `[${name}]` : `.${name}`;
}

/** What Kibana itself refuses, before our server part has heard of it. */
function ofKibana(status: number): string | undefined {
  if (status === 401) {
    return i18n.translate('incidents.problem.sessionOver', {
      defaultMessage: 'Your session in Kibana has ended. Log in again: what you have written is kept.',
    });
  }
  if (status === 403) {
    return i18n.translate('incidents.problem.forbidden', {
      defaultMessage: 'Your role in Kibana does not allow it in this space.',
    });
  }
  return undefined;
}

function isFetchError(error: unknown): error is HttpFetchError {
  return error instanceof Error && 'response' in error;
}

function isProblem(value: unknown): value is Problem {
  if (typeof value !== 'object' || value === null) return false;
  const { type, title, status } = value as Partial<Problem>;
  return typeof type === 'string' && typeof title === 'string' && typeof status === 'number';
}
