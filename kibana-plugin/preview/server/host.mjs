import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import path from 'node:path';
import { Readable } from 'node:stream';
import { Subject } from 'rxjs';
import { bootScript, contentSecurityPolicy, page } from './page.mjs';
import { refusal } from './router.mjs';

/** @typedef {import('./server-part.mjs').ServerPart} ServerPart */
/** @typedef {{ readonly folder: string, readonly end: 'low' | 'high', readonly port: number, readonly user: string, readonly role: string, readonly part: ServerPart, readonly alerting: import('./alerting.mjs').Alerting }} HostOptions */

/** @param {HostOptions} options @returns {Promise<{ readonly url: string, stop(): void }>} */
export async function startHost(options) {
  const server = createServer((request, response) => {
    serve(options, request, response).catch((/** @type {unknown} */ error) => {
      process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
      if (!response.headersSent) send(response, refusal(500, 'An internal server error occurred.'));
      else response.destroy();
    });
  });
  await new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, '127.0.0.1', () => resolve(undefined));
  });
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : options.port;
  const stop = () => {
    server.close();
    server.closeAllConnections();
  };
  return { url: `http://127.0.0.1:${port}`, stop };
}

const types = /** @type {Readonly<Record<string, string>>} */ ({
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
});

/** @param {HostOptions} options @param {import('node:http').IncomingMessage} request @param {import('node:http').ServerResponse} response */
async function serve(options, request, response) {
  const url = new URL(request.url ?? '/', 'http://preview');
  const cookies = readCookies(request.headers.cookie);
  const role = cookies['preview_role'] ?? options.role;
  const user = cookies['preview_user'] ?? options.user;
  if (url.pathname.startsWith('/internal/'))
    return callServerPart(options.part, request, response, url, { user, role });
  if (url.pathname.startsWith('/api/')) {
    return callAlerting(options.alerting, request, response, url, cookies['preview_licence'] === 'basic');
  }
  if (url.pathname === '/preview/boot.js') {
    const { ui, app } = options.part.grant(role);
    const capabilities = { incidents: ui, navLinks: { incidents: app } };
    const { end } = options;
    const dark = cookies['preview_dark'] === 'true';
    return sendText(response, 'text/javascript', bootScript({ end, user, role, dark, capabilities }));
  }
  const [, kind, name] = /^\/(ui|plugin)\/([\w.-]+)$/.exec(url.pathname) ?? [];
  if (name) {
    const folder = kind === 'ui' ? 'ui' : 'plugins/incidents/target/public';
    const content = await readFile(path.join(options.folder, folder, name)).catch(() => undefined);
    if (!content) return send(response, refusal(404, 'Not Found'));
    return sendText(response, types[path.extname(name)] ?? 'application/octet-stream', content);
  }
  if (url.pathname === '/') {
    response.writeHead(302, { location: '/app/incidents' }).end();
    return;
  }
  if (!url.pathname.startsWith('/app/')) return send(response, refusal(404, 'Not Found'));
  response.setHeader('content-security-policy', contentSecurityPolicy);
  sendText(response, 'text/html; charset=utf-8', page(cookies['preview_dark'] === 'true'));
}

/** @param {ServerPart} part @param {import('node:http').IncomingMessage} request @param {import('node:http').ServerResponse} response @param {URL} url @param {{ readonly user: string, readonly role: string }} who */
async function callServerPart(part, request, response, url, who) {
  const method = request.method ?? 'GET';
  // As Kibana does: no other page may make a browser send this.
  if (method !== 'GET' && !request.headers['kbn-xsrf'])
    return send(response, refusal(400, 'Request must contain a kbn-xsrf header.'));
  const body = await readBody(request);
  if (body instanceof SyntaxError) return send(response, refusal(400, body.message));
  const [aborted$, completed$] = [new Subject(), new Subject()];
  response.on('close', () => (response.writableFinished ? completed$ : aborted$).next(undefined));
  const query = Object.fromEntries(url.searchParams);
  const { headers } = request;
  const asked = { method, path: url.pathname, query, body, headers, events: { aborted$, completed$ }, ...who };
  const { api } = part.grant(who.role);
  send(response, await part.router.answer(asked, (privilege) => api.has(privilege)));
}

/** @param {import('./alerting.mjs').Alerting} alerting @param {import('node:http').IncomingMessage} request @param {import('node:http').ServerResponse} response @param {URL} url @param {boolean} isBasic */
async function callAlerting(alerting, request, response, url, isBasic) {
  const method = request.method ?? 'GET';
  if (method !== 'GET' && !request.headers['kbn-xsrf'])
    return send(response, refusal(400, 'Request must contain a kbn-xsrf header.'));
  const body = await readBody(request);
  if (body instanceof SyntaxError) return send(response, refusal(400, body.message));
  send(response, await alerting.answer({ method, path: url.pathname, query: url.searchParams, body, isBasic }));
}

/** @param {import('node:http').IncomingMessage} request @returns {Promise<unknown>} */
async function readBody(request) {
  let text = '';
  for await (const part of request.setEncoding('utf8')) text += part;
  if (!text) return null;
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return error;
    throw error;
  }
}

/** @param {import('node:http').ServerResponse} response @param {import('./router.mjs').Answer} answer */
function send(response, { status, body, headers = {} }) {
  if (body instanceof Readable) {
    response.writeHead(status, headers);
    body.pipe(response);
    response.on('close', () => body.destroy());
    return;
  }
  // Kibana's server puts quotes around a tag, also around one that has them.
  const tag = headers['etag'] === undefined ? {} : { etag: `"${headers['etag']}"` };
  response.writeHead(status, { 'content-type': 'application/json', ...headers, ...tag });
  response.end(body === undefined ? undefined : JSON.stringify(body));
}

/** @param {import('node:http').ServerResponse} response @param {string} type @param {string | Buffer} content */
function sendText(response, type, content) {
  response.writeHead(200, { 'content-type': type, 'cache-control': 'no-store' }).end(content);
}

/** @param {string | undefined} header @returns {Readonly<Record<string, string>>} */
function readCookies(header = '') {
  return Object.fromEntries(
    header
      .split(/;\s*/)
      .map((pair) => pair.split('='))
      .filter(([name, value]) => name && value),
  );
}
