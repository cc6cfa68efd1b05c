import { Catch, HttpException, Inject, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { isTransient } from './database.ts';
import { LOGGER, type Logger } from './logger.ts';
import { ofStatus, Problem, type ProblemDetails } from './problem.ts';

/** Turns whatever is thrown into problem details; what is our bug is logged whole and told to nobody. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(@Inject(LOGGER) private readonly logger: Logger) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<FastifyRequest>();
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    const { details, headers } = this.toProblem(error, request);
    void reply
      .status(details.status)
      .headers({ ...headers, 'content-type': 'application/problem+json; charset=utf-8' })
      .send(JSON.stringify(details));
  }

  private toProblem(
    error: unknown,
    request: FastifyRequest,
  ): { details: ProblemDetails; headers: Record<string, string> } {
    if (error instanceof Problem) return { details: error.details, headers: { ...error.headers } };
    if (error instanceof HttpException) return { details: ofStatus(error.getStatus(), error.message), headers: {} };
    if (isTransient(error)) {
      this.logger.warn({ err: error, url: { path: pathOf(request) } }, 'a request failed for want of the database');
      return { details: ofStatus(503, 'The database cannot be reached'), headers: { 'retry-after': '5' } };
    }
    const status = statusOf(error);
    if (status !== null)
      return { details: ofStatus(status, error instanceof Error ? error.message : 'Bad request'), headers: {} };
    this.logger.error({ err: error, url: { path: pathOf(request) } }, 'a request failed by our own fault');
    return { details: ofStatus(500, 'Something went wrong on our side'), headers: {} };
  }
}

/** What was asked, for the log: the token of a link that acts for somebody stays out of it, and so do questions. */
function pathOf({ url, params }: FastifyRequest): string {
  const [path = ''] = url.split('?');
  const token = typeof params === 'object' && params !== null && 'token' in params ? String(params.token) : '';
  return token === '' ? path : path.replace(token, ':token').replace(encodeURIComponent(token), ':token');
}

/** Fastify's own refusals (a header too long, a body cut short) carry the status. */
function statusOf(error: unknown): number | null {
  if (typeof error !== 'object' || error === null || !('statusCode' in error)) return null;
  const status = Number(error.statusCode);
  return status >= 400 && status < 500 ? status : null;
}
