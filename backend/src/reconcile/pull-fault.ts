import type { errors } from '@elastic/elasticsearch';
import type { PullFaultKind } from 'incident-core';

/** Why a poll failed: the world's failure, or a setting that somebody must mend. The text is for people, and holds no key. */
export class PullFault extends Error {
  constructor(
    readonly kind: PullFaultKind,
    readonly text: string,
    /** For so long the server wants to be left alone. */
    readonly retryAfterSeconds: number | null = null,
  ) {
    super(text);
  }
}

/** What passes by itself as a rule: people are told of it only when it lasts. */
const PASSING: readonly PullFaultKind[] = [
  'unreachable',
  'timeout',
  'overloaded',
  'server_error',
  'unreadable_answer',
  'kibana',
];

export function isPassing(kind: PullFaultKind): boolean {
  return PASSING.includes(kind);
}

/** What the client threw, as a fault; null for what is no failure of the world. `doing` completes "Elasticsearch … while". */
export function toFault(error: unknown, failures: typeof errors, url: string, doing: string): PullFault | null {
  const place = `Elasticsearch at ${new URL(url).host}`;
  if (error instanceof failures.ResponseError) return ofStatus(error, place, doing);
  if (error instanceof failures.ProductNotSupportedError) {
    return new PullFault(
      'other_product',
      `${place} is another product: found no header x-elastic-product: Elasticsearch, expected Elasticsearch 8 or 9.`,
    );
  }
  if (error instanceof failures.TimeoutError) {
    return new PullFault('timeout', `${place} did not answer in time while ${doing}.`);
  }
  if (error instanceof failures.ConnectionError || error instanceof failures.NoLivingConnectionsError) {
    return new PullFault('unreachable', `${place} cannot be reached (${error.message.slice(0, 200)}).`);
  }
  if (error instanceof failures.DeserializationError) {
    return new PullFault('unreadable_answer', `${place} gave an answer that is not whole JSON while ${doing}.`);
  }
  if (error instanceof failures.ElasticsearchClientError) {
    return new PullFault('unreadable_answer', `${place}: ${error.message.slice(0, 200)} while ${doing}.`);
  }
  return null;
}

function ofStatus(error: errors.ResponseError, place: string, doing: string): PullFault {
  const status = error.statusCode ?? 0;
  const said = reasonIn(error.body);
  switch (true) {
    case status === 401:
      return new PullFault('unauthorized', `${place} refuses the API key (401): it is wrong, expired or revoked.`);
    case status === 403:
      return new PullFault(
        'forbidden',
        `${place} forbids the API key ${doing} (403${said}). It needs what the README lists.`,
      );
    case status === 404:
      return new PullFault(
        'indices_missing',
        `${place} has no such alert indices (404${said}): check the spaces and indices.`,
      );
    case status === 429:
      return new PullFault(
        'overloaded',
        `${place} has too much to do (429).`,
        retryAfterOf(error.headers?.['retry-after']),
      );
    case status >= 500:
      return new PullFault(
        'server_error',
        `${place} failed with ${status} while ${doing}${said}.`,
        retryAfterOf(error.headers?.['retry-after']),
      );
    default:
      return new PullFault('refused', `${place} answered ${status} while ${doing}${said}.`);
  }
}

/** The type of Elasticsearch's error: its words may repeat what was asked. */
function reasonIn(body: unknown): string {
  const error = typeof body === 'object' && body !== null && 'error' in body ? body.error : null;
  const type = typeof error === 'object' && error !== null && 'type' in error ? error.type : null;
  return typeof type === 'string' ? `, ${type.slice(0, 100)}` : '';
}

const LONGEST_RETRY_SECONDS = 900;

function retryAfterOf(header: unknown): number | null {
  const seconds = typeof header === 'string' ? Number(header) : Number.NaN;
  return Number.isInteger(seconds) && seconds >= 0 ? Math.min(seconds, LONGEST_RETRY_SECONDS) : null;
}
