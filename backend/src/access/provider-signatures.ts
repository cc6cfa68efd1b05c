import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { Metrics } from '../metrics/metrics.ts';
import { OversizedBody } from '../platform/bodies.ts';
import { Clock } from '../platform/clock.ts';
import { CONFIG, type Config } from '../platform/config.ts';
import { Problem } from '../platform/problem.ts';

/** A form whose sender is known. */
export interface SignedForm {
  readonly fields: ReadonlyMap<string, string>;
  /** The same for the same call once more. */
  readonly fingerprint: string;
}

type SignedRequest = Pick<FastifyRequest, 'headers' | 'body' | 'raw'>;

const WINDOW_SECONDS = 300;

/** Checks that a call comes from the provider that it seems to come from. */
@Injectable()
export class ProviderSignatures {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly clock: Clock,
    private readonly metrics: Metrics,
  ) {}

  /**
   * Slack signs `v0:time:body` with the app's signing secret (docs.slack.dev, "Verifying requests from Slack").
   *
   * @throws Problem 403 unless it did so in the last five minutes
   */
  slack(request: SignedRequest): SignedForm {
    const { SLACK_SIGNING_SECRET: secret } = this.config;
    const body = bytesOf(request.body);
    const time = headerOf(request, 'x-slack-request-timestamp');
    const age = Math.abs(this.clock.now().getTime() / 1000 - (/^\d{1,12}$/.test(time) ? Number(time) : NaN));
    if (secret === undefined || !(age <= WINDOW_SECONDS)) throw this.refused('slack');
    const digest = createHmac('sha256', secret).update(`v0:${time}:`).update(body).digest('hex');
    if (!isSame(`v0=${digest}`, headerOf(request, 'x-slack-signature'))) throw this.refused('slack');
    return this.accepted('slack', body);
  }

  /**
   * Twilio signs the address that it called, as it knows it, followed by the form's fields in order
   * (twilio.com/docs/usage/security). It signs no time: who takes the form must not mind to see it again.
   *
   * @throws Problem 403 unless it did so
   */
  twilio(request: SignedRequest): SignedForm {
    const { TWILIO_AUTH_TOKEN: secret, PUBLIC_URL: publicUrl } = this.config;
    if (secret === undefined || publicUrl === undefined) throw this.refused('twilio');
    const body = bytesOf(request.body);
    const fields = [...new URLSearchParams(body.toString('utf8'))].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
    const text = fields.reduce((sum, [name, value]) => `${sum}${name}${value}`, `${publicUrl}${request.raw.url ?? ''}`);
    const digest = createHmac('sha1', secret).update(text, 'utf8').digest('base64');
    if (!isSame(digest, headerOf(request, 'x-twilio-signature'))) throw this.refused('twilio');
    return this.accepted('twilio', body);
  }

  private accepted(provider: string, body: Buffer): SignedForm {
    this.metrics.callbacks.inc({ provider, outcome: 'accepted' });
    const fingerprint = `${provider}:${createHash('sha256').update(body).digest('base64url')}`;
    return { fields: new Map(new URLSearchParams(body.toString('utf8'))), fingerprint };
  }

  private refused(provider: string): Problem {
    this.metrics.callbacks.inc({ provider, outcome: 'refused' });
    return new Problem(403, 'signature-refused', 'The call is not signed as it should be', {
      detail: `found no signature of ${provider} that holds now, for this address and body; expected one`,
    });
  }
}

function bytesOf(body: unknown): Buffer {
  if (body instanceof OversizedBody) throw new Problem(413, 'body-too-large', 'The body is over 1 MiB');
  return Buffer.isBuffer(body) ? body : Buffer.alloc(0);
}

function headerOf(request: SignedRequest, name: string): string {
  const value = request.headers[name];
  return typeof value === 'string' ? value : '';
}

function isSame(expected: string, given: string): boolean {
  const [a, b] = [Buffer.from(expected), Buffer.from(given)];
  return a.byteLength === b.byteLength && timingSafeEqual(a, b);
}
