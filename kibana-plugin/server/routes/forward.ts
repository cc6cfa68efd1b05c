import { i18n } from '@kbn/i18n';
import type { Problem } from '../../common/problems';
import type { Answer } from '../backend/backend';
import { contractOf } from './contract';
import { assertFits } from './fit';
import { addRoute, refuse, type Asked, type Surroundings } from './route';
import { TABLE } from './table';
import { validatorsOf } from './validators';

/** The routes of the table: validate, check the privilege, forward. */
export function addForwardRoutes(surroundings: Surroundings): void {
  for (const [method, path, privilege] of TABLE) {
    const contract = contractOf(method, path);
    addRoute(surroundings, {
      method,
      path: path.slice('/v1'.length),
      privilege,
      validate: validatorsOf(contract),
      answer: async ({ request, response, user }) => {
        const { params, query, body } = request as Given;
        const filled = path.replaceAll(/:(\w+)/g, (_, name: string) => encodeURIComponent(params[name] ?? ''));
        const takesBody = method !== 'GET' && method !== 'DELETE';
        const answer = await surroundings.backend.call({
          method,
          path: filled,
          query,
          ...(takesBody ? { body: body ?? {} } : {}),
          ...(contract.answerType === undefined ? {} : { answerType: contract.answerType }),
          headers: kept(request.headers),
          user,
        });
        assertFits(answer, { path, responses: contract.responses });
        return passOn(answer, response);
      },
    });
  }
}

/** What a change says beside its body: that it is the same again, and of which state it speaks. */
function kept(headers: Asked['request']['headers']): Readonly<Record<string, string>> {
  const given = ['idempotency-key', 'if-match'].map((name) => [name, headers[name]] as const);
  return Object.fromEntries(given.filter((pair): pair is [string, string] => typeof pair[1] === 'string'));
}

interface Given {
  readonly params: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, unknown>>;
  readonly body: unknown;
}

function passOn({ status, body, retryAfter, etag }: Answer, response: Asked['response']): object {
  if (status >= 400) return refuse(response, toProblem(status, body), retryAfter);
  if (body === undefined) return response.noContent();
  return response.custom({
    statusCode: status,
    // A text goes in JSON like all else: what becomes of other types on the way depends on Kibana's version.
    body: typeof body === 'string' ? { text: body } : (body as object),
    headers: {
      'content-type': 'application/json',
      'cache-control': 'no-store',
      ...(etag === undefined ? {} : { etag }),
    },
  });
}

/** The backend's refusals are problem details; what is not gets their form. */
export function toProblem(status: number, body: unknown): Problem {
  const said = typeof body === 'object' && body !== null ? body : {};
  const { type, title, ...rest } = said as { readonly type?: unknown; readonly title?: unknown };
  return {
    ...rest,
    type: typeof type === 'string' ? type : 'about:blank',
    title: typeof title === 'string' ? title : refusalWith(status),
    status,
  };
}

function refusalWith(status: number): string {
  return i18n.translate('incidents.problem.backend.refused', {
    defaultMessage: 'The incidents backend refused it ({status})',
    values: { status },
  });
}
