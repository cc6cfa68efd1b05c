/** The backend's HTTP API, as far as the scripts speak it. */

/** @typedef {{ readonly [name: string]: unknown }} Item */
/** @typedef {ReturnType<typeof connectApi>} Api */

/** @param {string} url @param {string} token */
export function connectApi(url, token) {
  /** @param {string} method @param {string} path @param {unknown} [body] @returns {Promise<Item>} */
  const call = async (method, path, body) => {
    const answer = await fetch(`${url}${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(30_000),
    });
    const text = await answer.text();
    if (!answer.ok) throw new ApiError(method, path, answer.status, text);
    return text ? JSON.parse(text) : {};
  };
  return {
    call,
    /** All pages of a list. @param {string} path @returns {Promise<Item[]>} */
    async list(path) {
      /** @type {Item[]} */
      const items = [];
      let cursor = '';
      do {
        const page = await call('GET', `${path}?limit=200${cursor && `&cursor=${encodeURIComponent(cursor)}`}`);
        items.push(.../** @type {Item[]} */ (page['items']));
        cursor = String(page['next_cursor'] ?? '');
      } while (cursor);
      return items;
    },
  };
}

export class ApiError extends Error {
  /** @param {string} method @param {string} path @param {number} status @param {string} text */
  constructor(method, path, status, text) {
    super(`${method} ${path} was answered ${status}: ${text.slice(0, 500)}`);
    this.status = status;
    this.text = text;
  }
}
