import { createHash } from 'node:crypto';
import {
  HttpException,
  Injectable,
  type CallHandler,
  type ExecutionContext,
  type NestInterceptor,
  type OnModuleInit,
} from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { firstValueFrom, from, type Observable } from 'rxjs';
import { Clock } from '../platform/clock.ts';
import { countingCommits } from '../platform/commits.ts';
import { conflict, invalid, Problem } from '../platform/problem.ts';
import { Pruning } from '../platform/pruning.ts';
import { SecretBox } from '../platform/secret-box.ts';
import { askerOf, type CalledRequest } from './caller.ts';
import { IdempotencyRepository, type RememberedCall } from './idempotency.repository.ts';

const KEPT_MS = 24 * 3_600_000;
/** No call takes so long: whoever made it has died over it. */
const LOST_MS = 60_000;
/** In place of a status: it took effect, and then the answer could not be made. */
const LOST = 0;
const UNSAFE = ['POST', 'PUT', 'PATCH', 'DELETE'];
const KEY = /^[\x21-\x7e]{1,200}$/;

/**
 * Makes a call that is sent again with the same `Idempotency-Key` take effect once: the first answer is given again, for a
 * day. What was refused, or failed before it changed anything, is tried anew. Keys of one caller are unknown to others.
 */
@Injectable()
export class IdempotencyInterceptor implements NestInterceptor, OnModuleInit {
  constructor(
    private readonly calls: IdempotencyRepository,
    private readonly pruning: Pruning,
    private readonly box: SecretBox,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.pruning.register({
      name: 'idempotency_keys',
      keptMs: KEPT_MS,
      prune: (...batch) => this.calls.prune(...batch),
    });
  }

  /**
   * @throws Problem 400 for what is no key, 422 for a key of another call, 409 while the first is under way or when its
   * answer was lost
   */
  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const request = context.switchToHttp().getRequest<FastifyRequest & CalledRequest>();
    const reply = context.switchToHttp().getResponse<FastifyReply>();
    const key = request.headers['idempotency-key'];
    if (key === undefined || !request.caller || !UNSAFE.includes(request.method)) return next.handle();
    if (typeof key !== 'string' || !KEY.test(key)) {
      const expected = '1 to 200 visible ASCII characters';
      throw invalid([{ path: '$.headers.idempotency-key', found: String(key).slice(0, 100), expected }]);
    }
    const begunAt = this.clock.now();
    const call = { owner: askerOf(request.caller).id, key, fingerprint: fingerprintOf(request), begunAt };
    return from(this.once(call, reply, () => firstValueFrom(next.handle(), { defaultValue: undefined })));
  }

  private async once(
    call: Omit<RememberedCall, 'status' | 'sealedAnswer'>,
    reply: FastifyReply,
    make: () => Promise<unknown>,
  ): Promise<unknown> {
    const now = call.begunAt.getTime();
    const before = await this.calls.begin(call, {
      begunBefore: new Date(now - KEPT_MS),
      lostBefore: new Date(now - LOST_MS),
    });
    if (before) return this.again(call, before, reply);
    const answer = await countingCommits(async (hasCommitted) => {
      try {
        return await make();
      } catch (error) {
        if (!isRefusal(error) && hasCommitted()) await this.calls.end({ ...call, status: LOST, sealedAnswer: null });
        else await this.calls.forget(call);
        throw error;
      }
    });
    const sealedAnswer = answer === undefined ? null : this.box.seal(JSON.stringify(answer));
    await this.calls.end({ ...call, status: reply.statusCode, sealedAnswer });
    return answer;
  }

  private again(call: Pick<RememberedCall, 'fingerprint'>, before: RememberedCall, reply: FastifyReply): unknown {
    if (!before.fingerprint.equals(call.fingerprint)) {
      throw new Problem(422, 'idempotency-key-reused', 'This Idempotency-Key was given to another call', {
        detail: 'found another method, path or body; expected the same call again, or a key of its own',
      });
    }
    const { status, sealedAnswer } = before;
    if (status === LOST) {
      throw conflict('idempotency-answer-lost', 'The same call was made, and its answer was lost', {
        detail:
          'found that it took effect; expected to be read: it is not made again, and a secret that it made is shown to ' +
          'nobody any more: rotate it',
      });
    }
    if (status === null) {
      reply.header('retry-after', '1');
      throw conflict('idempotency-in-progress', 'The same call is under way', {
        detail: 'found no answer yet; expected one: ask again in a moment',
      });
    }
    void reply.status(status).header('idempotency-replayed', 'true');
    return sealedAnswer === null ? undefined : (JSON.parse(this.box.open(sealedAnswer)) as unknown);
  }
}

/** Says no before anything is changed, whatever was written on the way there. */
function isRefusal(error: unknown): boolean {
  return error instanceof HttpException && error.getStatus() < 500;
}

function fingerprintOf({ method, url, body }: FastifyRequest): Buffer {
  const hash = createHash('sha256').update(`${method} ${url}\n`);
  return hash.update(Buffer.isBuffer(body) ? body : '').digest();
}
