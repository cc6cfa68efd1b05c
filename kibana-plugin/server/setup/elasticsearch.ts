import { i18n } from '@kbn/i18n';
import { z } from 'zod';
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

/** The API keys of the user's own. */
export class OwnKeys {
  readonly #client: ElasticsearchClient;

  constructor(client: ElasticsearchClient) {
    this.#client = client;
  }

  /** Not tried again: each try would make another. @throws Refusal */
  async make(request: object): Promise<{ readonly id: string; readonly encoded: string }> {
    const made = madeSchema.safeParse(await this.#ask({ method: 'POST', path: PATH, body: request }));
    if (made.success) return made.data;
    const detail = i18n.translate('incidents.problem.setup.noUsableKey', {
      defaultMessage: 'Its answer holds none that can be used.',
    });
    throw new Refusal({ ...SETUP_PROBLEMS.key_refused, detail });
  }

  /** @throws Refusal */
  async end(ids: readonly string[]): Promise<void> {
    if (ids.length > 0) await this.#ask({ method: 'DELETE', path: PATH, body: { ids, owner: true } });
  }

  /** The ids of those that still hold and were made before then. @throws Refusal */
  async madeBefore(name: string, then: Date): Promise<readonly string[]> {
    const answer = await this.#ask({ method: 'GET', path: PATH, querystring: { name, owner: true } });
    const { data } = listSchema.safeParse(answer);
    return (data?.api_keys ?? [])
      .filter((key) => key.name === name && !key.invalidated && key.creation < then.getTime())
      .map(({ id }) => id);
  }

  async #ask(call: Parameters<ElasticsearchClient['transport']['request']>[0]): Promise<unknown> {
    try {
      return await this.#client.transport.request(call, { requestTimeout: TIMEOUT_MS, maxRetries: 0 });
    } catch (error) {
      const { type, ...problem } = problemOf(error);
      const isRefused = type === SETUP_PROBLEMS.elasticsearch_forbidden.type || problem.status === 502;
      throw new Refusal(isRefused ? { ...problem, ...SETUP_PROBLEMS.key_refused } : { type, ...problem });
    }
  }
}

const PATH = '/_security/api_key';
const madeSchema = z.object({ id: z.string().min(1), encoded: z.string().min(1) });
const listSchema = z.object({
  api_keys: z.array(z.object({ id: z.string(), name: z.string(), invalidated: z.boolean(), creation: z.number() })),
});

/** Elastic's client puts the status on errors that are an answer; those without one had none. */
function problemOf(error: unknown): Refusal['problem'] {
  const { statusCode, message } = (error ?? {}) as { readonly statusCode?: unknown; readonly message?: unknown };
  const detail = typeof message === 'string' ? message.slice(0, 300) : '';
  if (typeof statusCode !== 'number') return { ...SETUP_PROBLEMS.elasticsearch_away, detail };
  if (statusCode === 401 || statusCode === 403) return { ...SETUP_PROBLEMS.elasticsearch_forbidden, detail };
  if (statusCode === 429) return { ...SETUP_PROBLEMS.elasticsearch_busy, detail };
  return { ...SETUP_PROBLEMS.elasticsearch_failed, detail: `${statusCode}: ${detail}` };
}
