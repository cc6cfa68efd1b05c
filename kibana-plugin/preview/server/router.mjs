/** Kibana's router, as far as the plugin uses it: paths with `{name}`, function validators, its form of answers. */

/** @typedef {{ readonly status: number, readonly body?: unknown, readonly headers?: Readonly<Record<string, string>> }} Answer */
/** @typedef {import('../../types/core-server.ts').RouteConfig} RouteConfig */
/** @typedef {import('../../types/core-server.ts').RequestListener} RequestListener */
/** @typedef {{ readonly method: string, readonly config: RouteConfig, readonly listener: RequestListener }} Route */
/** @typedef {{ readonly method: string, readonly path: string, readonly query: Record<string, string>, readonly body: unknown, readonly headers: object, readonly events: object, readonly user: string, readonly role: string }} Asked */

const names = /** @type {Readonly<Record<number, string>>} */ ({
  400: 'Bad Request',
  403: 'Forbidden',
  404: 'Not Found',
  409: 'Conflict',
  412: 'Precondition Failed',
  502: 'Bad Gateway',
  503: 'Service Unavailable',
});

/** What a listener answers with. @type {import('../../types/core-server.ts').ResponseFactory} */
const responses = {
  ok: (options = {}) => /** @type {Answer} */ ({ status: 200, ...options }),
  noContent: () => /** @type {Answer} */ ({ status: 204 }),
  custom: ({ statusCode, ...rest }) => /** @type {Answer} */ ({ status: statusCode, ...rest }),
  customError: ({ statusCode, body, headers }) =>
    /** @type {Answer} */ ({ ...refusal(statusCode, body.message, body.attributes), headers }),
};

/** @param {number} statusCode @param {string} message @param {object} [attributes] @returns {Answer} */
export function refusal(statusCode, message, attributes) {
  const error = names[statusCode] ?? 'Error';
  return { status: statusCode, body: { statusCode, error, message, ...(attributes ? { attributes } : {}) } };
}

export class PreviewRouter {
  /** @type {Route[]} */
  #routes = [];
  /** @type {object} */
  #core;

  /** @param {object} core what a route finds in its context */
  constructor(core) {
    this.#core = core;
  }

  /** @returns {import('../../types/core-server.ts').Router} */
  get registrar() {
    const add =
      (/** @type {string} */ method) => (/** @type {RouteConfig} */ config, /** @type {RequestListener} */ listener) =>
        void this.#routes.push({ method, config, listener });
    return { get: add('GET'), post: add('POST'), put: add('PUT'), patch: add('PATCH'), delete: add('DELETE') };
  }

  /**
   * @param {Asked} asked @param {(privilege: string) => boolean} holds
   * @returns {Promise<Answer>}
   */
  async answer(asked, holds) {
    const found = this.#find(asked);
    if (!found) return refusal(404, 'Not Found');
    const { config, listener } = found.route;
    const missing = config.security.authz.requiredPrivileges.find((privilege) => !holds(privilege));
    if (missing)
      return refusal(403, `API [${asked.method} ${asked.path}] is unauthorized for user, missing ${missing}`);
    const given = { params: found.params, query: asked.query, body: asked.body };
    for (const part of /** @type {const} */ (['params', 'query', 'body'])) {
      const validate = config.validate ? config.validate[part] : undefined;
      if (!validate) continue;
      const result = /** @type {{ value?: unknown, error?: Error, path?: string[] }} */ (
        validate(given[part], { ok: (value) => ({ value }), badRequest: (error, path) => ({ error, path }) })
      );
      if (result.error) {
        const place = ['request ' + (part === 'params' ? 'params' : part), ...(result.path ?? [])].join('.');
        return refusal(400, `[${place}]: ${result.error.message}`);
      }
      Object.assign(given, { [part]: result.value });
    }
    const { headers, events, user, role } = asked;
    const request = { ...given, headers, events, user, role };
    const context = /** @type {never} */ ({ core: Promise.resolve(this.#core) });
    return /** @type {Answer} */ (await listener(context, /** @type {never} */ (request), responses));
  }

  /** What is written out goes before what is a parameter. @param {Asked} asked */
  #find({ method, path }) {
    const found = this.#routes.flatMap((route) => {
      const params = route.method === method ? match(route.config.path, path) : undefined;
      return params ? [{ route, params }] : [];
    });
    return found.sort((one, other) => Object.keys(one.params).length - Object.keys(other.params).length)[0];
  }
}

/** @param {string} pattern @param {string} path @returns {Record<string, string> | undefined} */
function match(pattern, path) {
  const [wanted, given] = [pattern.split('/'), path.split('/')];
  if (wanted.length !== given.length) return undefined;
  /** @type {Record<string, string>} */
  const params = {};
  for (const [index, part] of wanted.entries()) {
    const value = given[index] ?? '';
    const [, name] = /^\{(\w+)\}$/.exec(part) ?? [];
    if (name) params[name] = decodeURIComponent(value);
    else if (part !== value) return undefined;
  }
  return params;
}
