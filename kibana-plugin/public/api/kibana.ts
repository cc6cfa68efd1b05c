import { i18n } from '@kbn/i18n';
import { decideApplied } from 'incident-core';
import type { HttpFetchError, HttpStart } from '../../types/core-browser';
import { ApiProblem } from './problem';
import { pause } from './pause';

/** What Kibana answered; `status` is null when there was no answer at all. */
export interface Said {
  readonly status: number | null;
  readonly retryAfterSeconds: number | null;
  readonly body: unknown;
}

export interface Question {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Within the space that the page is in. */
  readonly path: string;
  readonly body?: unknown;
  readonly query?: Readonly<Record<string, string | number>>;
  readonly signal?: AbortSignal | undefined;
}

const AT_ONCE = 4;
const PAGE = 500;
/** Kibana refuses pages beyond this many saved objects (`index.max_result_window`). */
const MOST_FOUND = 10_000;

/** Kibana's public alerting and connector API as the user, in the space that the page is in; a few requests at a time. */
export function createKibanaApi(http: HttpStart) {
  const inTurn = takeTurns(AT_ONCE);
  /** One request, once: what its answer means is for the caller to decide. Rejects only when it was given up. */
  const once = ({ method, path, body, query, signal }: Question): Promise<Said> =>
    inTurn(async () => {
      signal?.throwIfAborted();
      try {
        const given = await http.fetch<unknown>(path, {
          method,
          asResponse: true,
          ...(body === undefined ? {} : { body: JSON.stringify(body) }),
          ...(query ? { query } : {}),
          ...(signal ? { signal } : {}),
        });
        return { status: given.response?.status ?? 200, retryAfterSeconds: null, body: given.body ?? null };
      } catch (error) {
        if (signal?.aborted) throw error;
        return refusalOf(error);
      }
    });

  /** Asks until there is an answer that counts; what passes is waited for. @throws ApiProblem */
  const read = async (question: Omit<Question, 'method'>): Promise<unknown> => {
    for (let attempts = 1; ; attempts += 1) {
      const said = await once({ method: 'GET', ...question });
      const decision = decideApplied('read', { ...said, attempts, isOurs: null });
      if (decision.kind === 'done') return said.body;
      if (decision.kind !== 'again') throw new ApiProblem(problemOf(said));
      await pause(decision.afterSeconds, question.signal);
    }
  };

  return {
    once,
    read,
    /** All rules of the space, each as far as it is looked at. */
    rules: async (signal?: AbortSignal): Promise<readonly unknown[]> => {
      const rules: unknown[] = [];
      for (let page = 1; page * PAGE <= MOST_FOUND; page += 1) {
        const query = { per_page: PAGE, page, sort_field: 'createdAt', sort_order: 'asc' };
        const answer = await read({ path: '/api/alerting/rules/_find', query, signal });
        const { data, total } = (answer ?? {}) as { readonly data?: unknown; readonly total?: unknown };
        if (!Array.isArray(data) || typeof total !== 'number') throw new ApiProblem(notRules());
        rules.push(...data.map(neededOf));
        if (data.length === 0 || rules.length >= total) return rules;
      }
      throw new ApiProblem(tooManyRules());
    },
  } as const;
}

export type KibanaApi = ReturnType<typeof createKibanaApi>;

/** What Kibana said, for people. */
export function describeSaid({ status, body }: Said): string {
  const { message } = (body ?? {}) as { readonly message?: unknown };
  if (status === null) {
    return i18n.translate('incidents.kibana.silent', { defaultMessage: 'Kibana did not answer' });
  }
  const text = typeof message === 'string' ? message.slice(0, 300) : '';
  return i18n.translate('incidents.kibana.said', {
    defaultMessage: 'Kibana answered {status}: {text}',
    values: { status, text },
  });
}

const NEEDED = [
  ...['id', 'name', 'tags', 'rule_type_id', 'enabled', 'schedule', 'params', 'actions', 'alert_delay', 'flapping'],
  'mute_all',
];

/** Kibana tells much more of a rule than we look at, and there may be thousands. */
function neededOf(rule: unknown): unknown {
  const given = (rule ?? {}) as Readonly<Record<string, unknown>>;
  return Object.fromEntries(NEEDED.flatMap((field) => (field in given ? [[field, given[field]]] : [])));
}

function refusalOf(error: unknown): Said {
  const { response, body } = (error ?? {}) as Partial<HttpFetchError>;
  if (!response) return { status: null, retryAfterSeconds: null, body: null };
  const seconds = response.headers?.get('retry-after') ?? '';
  return {
    status: response.status,
    retryAfterSeconds: /^\d{1,6}$/.test(seconds) ? Number(seconds) : null,
    body: body ?? null,
  };
}

function problemOf(said: Said): ApiProblem['problem'] {
  return { type: 'about:blank', title: describeSaid(said), status: said.status ?? 503 };
}

function notRules(): ApiProblem['problem'] {
  const title = i18n.translate('incidents.kibana.notRules', {
    defaultMessage: 'Kibana answered something else than rules; expected a list with its total',
  });
  return { type: 'about:blank', title, status: 502 };
}

function tooManyRules(): ApiProblem['problem'] {
  const title = i18n.translate('incidents.kibana.tooManyRules', {
    defaultMessage: 'There are more than {most} rules in this space, and Kibana shows no more',
    values: { most: MOST_FOUND },
  });
  return { type: 'about:blank', title, status: 422 };
}

function takeTurns(atOnce: number): <Answer>(work: () => Promise<Answer>) => Promise<Answer> {
  let free = atOnce;
  const waiting: (() => void)[] = [];
  return async (work) => {
    if (free > 0) free -= 1;
    else await new Promise<void>((resolve) => waiting.push(resolve));
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else free += 1;
    }
  };
}
