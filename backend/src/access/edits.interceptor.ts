import { createHash } from 'node:crypto';
import { Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { versionedPaths, type Versioned } from 'incident-core';
import { firstValueFrom, from, type Observable } from 'rxjs';
import { invalid, Problem } from '../platform/problem.ts';
import { Turns } from '../platform/turns.ts';
import { peekJson } from '../platform/validate.ts';
import { AuditTrail } from './audit-trail.ts';
import { EDITED_THINGS } from './edited-things.ts';
import { EditLockRepository } from './edit-lock.repository.ts';

interface Edit {
  readonly wanted: string | undefined;
  readonly read: Versioned;
  readonly make: () => Promise<unknown>;
}

const EDITS = ['PUT', 'PATCH', 'DELETE'];
/** Each holds a connection while the edit inside takes another: they must never be all that there are. */
const MOST_AT_ONCE = 3;

/**
 * Keeps edits from being lost: what can be edited carries an `ETag`, and an edit with `If-Match` is refused with 412 when
 * it speaks of another state than the present one. Edits of one thing go one after another, on all backends.
 */
@Injectable()
export class EditsInterceptor implements NestInterceptor {
  private readonly turns = new Turns(MOST_AT_ONCE);

  constructor(
    private readonly locks: EditLockRepository,
    private readonly adapter: HttpAdapterHost,
    private readonly trail: AuditTrail,
  ) {}

  /**
   * @throws Problem 412 with the present state and who made it, 400 where there is nothing to compare with, 429 or 503
   * where that cannot be read now
   */
  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const reply = context.switchToHttp().getResponse<FastifyReply>();
    const path = request.routeOptions.url ?? '';
    const read = versionedPaths.get(path);
    const wanted = request.headers['if-match'];
    if (request.method === 'GET') return read ? from(this.tagged(read, reply, next)) : next.handle();
    if (!EDITS.includes(request.method)) return next.handle();
    if (!read) {
      if (wanted === undefined) return next.handle();
      const expected = 'no If-Match: what is edited here has no ETag';
      throw invalid([{ path: '$.headers.if-match', found: wanted.slice(0, 100), expected }]);
    }
    const isSame = read.answeredBy.some((method) => method === request.method);
    const make = () => (isSame ? this.tagged(read, reply, next) : answerOf(next));
    return from(this.inTurn(request, { wanted, read, make }));
  }

  private async tagged(read: Versioned, reply: FastifyReply, next: CallHandler): Promise<unknown> {
    const answer = await answerOf(next);
    if (reply.statusCode === 200 && answer !== undefined) void reply.header('etag', tagOf(answer, read));
    return answer;
  }

  private inTurn(request: FastifyRequest, { wanted, read, make }: Edit): Promise<unknown> {
    const [place = ''] = request.url.split('?');
    return this.turns.take(() =>
      this.locks.during(place, async () => {
        if (wanted !== undefined) await this.compare(request, askedOf(peekJson(request.body), place, read), wanted);
        return make();
      }),
    );
  }

  private async compare(request: FastifyRequest, asked: string, wanted: string): Promise<void> {
    const server = this.adapter.httpAdapter.getInstance<FastifyInstance>();
    const { 'if-match': _, 'idempotency-key': __, 'content-length': ___, ...same } = request.headers;
    const present = await server.inject({ method: 'GET', url: asked, headers: same });
    // What is not there, not theirs to see, or no name of anything, the edit itself refuses; what could not be read was
    // not compared.
    if ([400, 401, 403, 404].includes(present.statusCode)) return;
    if (present.statusCode !== 200) throw notCompared(present.statusCode === 429, present.headers['retry-after']);
    const tag = String(present.headers['etag']);
    if (wanted.trim() === '*' || tagsIn(wanted).includes(plain(tag))) return;
    const current = present.json<unknown>();
    const detail = `found the state ${tag}; expected ${wanted.slice(0, 200)}`;
    const change = await this.lastChange(request, current);
    const who = change && { changed_by: change.by, changed_at: change.at };
    const extra = { detail, etag: tag, ...who, current };
    throw new Problem(412, 'changed-meanwhile', 'It was changed meanwhile', extra, { etag: tag });
  }

  /** Null for what nobody has changed since the audit trail begins. */
  private async lastChange({ routeOptions, params }: FastifyRequest, current: unknown) {
    const thing = EDITED_THINGS[routeOptions.url ?? ''];
    if (!thing) return null;
    const id = [params, ...thing.within.map((name) => fieldOf(current, name))]
      .map((each) => fieldOf(each, 'id'))
      .find(isText);
    return this.trail.lastChange({ type: thing.type, id: id?.toLowerCase() ?? null }, thing.action);
  }
}

function fieldOf(given: unknown, name: string): unknown {
  return typeof given === 'object' && given !== null ? (given as Readonly<Record<string, unknown>>)[name] : undefined;
}

function isText(given: unknown): given is string {
  return typeof given === 'string';
}

/** What could not be read was not compared, and what was not compared is not edited. */
function notCompared(isTooMany: boolean, after = '1'): Problem {
  const [status, type] = isTooMany ? ([429, 'too-many'] as const) : ([503, 'unavailable'] as const);
  const extra = { detail: 'found no present state; expected one to compare with: nothing was changed' };
  return new Problem(status, type, 'The present state could not be read: wait', extra, { 'retry-after': after });
}

/** The reading that shows what an edit is about. */
function askedOf(body: unknown, place: string, { asked }: Versioned): string {
  const given = typeof body === 'object' && body !== null ? (body as Readonly<Record<string, unknown>>) : {};
  const query = new URLSearchParams();
  for (const name of asked) {
    const value = given[name];
    if (typeof value === 'string') query.set(name, value);
  }
  return query.size === 0 ? place : `${place}?${query.toString()}`;
}

function answerOf(next: CallHandler): Promise<unknown> {
  return firstValueFrom(next.handle(), { defaultValue: undefined });
}

/** What changes without an edit does not count. */
function tagOf(answer: unknown, { computed }: Versioned): string {
  const counts = (name: string, value: unknown) => (computed.includes(name) ? undefined : value);
  return `"${createHash('sha256').update(JSON.stringify(answer, counts)).digest('base64url').slice(0, 22)}"`;
}

/** Proxies that compress mark a tag as weak, or add to it: it is still the same state. */
function plain(tag: string): string {
  return tag
    .trim()
    .replace(/^W\//, '')
    .replace(/-(gzip|br|deflate|df)"$/, '"');
}

function tagsIn(header: string): readonly string[] {
  return header.split(',').map(plain);
}
