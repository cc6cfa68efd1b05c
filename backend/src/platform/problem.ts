import { HttpException } from '@nestjs/common';

/** One mistake in a request: where, what stood there, what was expected. */
export interface Mistake {
  readonly path: string;
  readonly found: string;
  readonly expected: string;
}

/** Problem details (RFC 9457). `type` is stable: programs may rely on it. */
export interface ProblemDetails {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail?: string;
  readonly errors?: readonly Mistake[];
  readonly [extension: string]: unknown;
}

/** An answer that tells the caller what was wrong with the call. */
export class Problem extends HttpException {
  readonly details: ProblemDetails;

  constructor(
    status: number,
    type: string,
    title: string,
    extra: Readonly<Record<string, unknown>> = {},
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(title, status);
    this.details = { type: `urn:incidents:problem:${type}`, title, status, ...extra };
  }
}

export function notFound(what: string, id: string): Problem {
  return new Problem(404, 'not-found', `There is no ${what} with this id`, { detail: `found no ${what} ${id}` });
}

export function conflict(type: string, title: string, extra: Readonly<Record<string, unknown>> = {}): Problem {
  return new Problem(409, type, title, extra);
}

/** 429: so much is allowed; when there is room again stands in the header, in whole seconds. */
export function tooMany(what: string, allowed: string, waitSeconds: number): Problem {
  const extra = { detail: `found more; expected at most ${allowed}`, retry_after_seconds: waitSeconds };
  return new Problem(429, 'too-many', `Too many ${what}: wait`, extra, { 'retry-after': String(waitSeconds) });
}

export function invalid(errors: readonly Mistake[]): Problem {
  return new Problem(400, 'invalid-request', 'The request is not as expected', { errors });
}

const TYPES: Readonly<Record<number, string>> = {
  400: 'invalid-request',
  401: 'unauthorized',
  403: 'forbidden',
  404: 'not-found',
  413: 'body-too-large',
  503: 'unavailable',
};

/** Problem details of which the status says all. */
export function ofStatus(status: number, title: string): ProblemDetails {
  return { type: `urn:incidents:problem:${TYPES[status] ?? (status >= 500 ? 'internal' : 'refused')}`, title, status };
}
