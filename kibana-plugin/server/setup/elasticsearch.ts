import { SETUP_PROBLEMS } from '../../common/problems';
import type { ElasticsearchClient } from '../../types/core-server';
import { Refusal } from '../routes/route';

const TIMEOUT_MS = 30_000;

/** Posts to Elasticsearch as the user. @throws Refusal, which says what is wrong and what to do */
export async function post(
  client: ElasticsearchClient,
  path: string,
  body: object,
  querystring: Readonly<Record<string, boolean>> = {},
): Promise<unknown> {
  try {
    return await client.transport.request(
      { method: 'POST', path, body, querystring },
      { requestTimeout: TIMEOUT_MS, maxRetries: 2 },
    );
  } catch (error) {
    throw new Refusal(problemOf(error));
  }
}

/** Elastic's client puts the status on errors that are an answer; those without one had none. */
function problemOf(error: unknown): Refusal['problem'] {
  const { statusCode, message } = (error ?? {}) as { readonly statusCode?: unknown; readonly message?: unknown };
  const detail = typeof message === 'string' ? message.slice(0, 300) : '';
  if (typeof statusCode !== 'number') return { ...SETUP_PROBLEMS.elasticsearch_away, detail };
  if (statusCode === 401 || statusCode === 403) return { ...SETUP_PROBLEMS.elasticsearch_forbidden, detail };
  if (statusCode === 429) return { ...SETUP_PROBLEMS.elasticsearch_busy, detail };
  return { ...SETUP_PROBLEMS.elasticsearch_failed, detail: `${statusCode}: ${detail}` };
}
