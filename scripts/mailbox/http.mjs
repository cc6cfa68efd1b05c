/** The received mail over HTTP: as JSON for programs, as a page for people. */
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';

/** @typedef {import('../mailbox.mjs').Message} Message */
/** @typedef {{ messages(): readonly Message[], clear(): void }} Store */
/** @typedef {import('node:http').ServerResponse} Response */

/** @param {number} wantedPort @param {Store} store */
export async function startMailPage(wantedPort, store) {
  const page = await readFile(new URL('./page.html', import.meta.url), 'utf8');
  const style = await readFile(new URL('./page.css', import.meta.url), 'utf8');
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://mailbox');
    const method = request.method === 'HEAD' ? 'GET' : request.method;
    const route = `${method} ${url.pathname}`;
    response.setHeader('cache-control', 'no-store');
    response.setHeader('x-content-type-options', 'nosniff');
    if (route === 'GET /') return sendPage(response, page);
    if (route === 'GET /page.css') {
      return void response.writeHead(200, { 'content-type': 'text/css; charset=utf-8' }).end(style);
    }
    if (route === 'GET /messages')
      return sendJson(response, 200, { items: select(store.messages(), url.searchParams) });
    if (route === 'DELETE /messages') {
      store.clear();
      return void response.writeHead(204).end();
    }
    const known = url.pathname === '/messages' || url.pathname === '/';
    sendJson(response, known ? 405 : 404, { title: known ? 'Method not allowed' : 'Not found' });
  });
  server.listen(wantedPort, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  return {
    port: typeof address === 'object' && address ? address.port : wantedPort,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Several `to` mean any of them. @param {readonly Message[]} messages @param {URLSearchParams} query */
function select(messages, query) {
  const wanted = query.getAll('to').map((address) => address.toLowerCase());
  if (wanted.length === 0) return messages;
  return messages.filter(({ to }) => to.some((address) => wanted.includes(address.toLowerCase())));
}

/**
 * The frame with a mail's HTML inherits this policy: styles and inline pictures show, nothing runs and nothing is fetched.
 * @param {Response} response @param {string} page
 */
function sendPage(response, page) {
  const nonce = randomBytes(16).toString('base64');
  const policy = [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    "style-src 'self' 'unsafe-inline'",
    'img-src data:',
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ];
  response.setHeader('content-security-policy', policy.join('; '));
  response.setHeader('referrer-policy', 'no-referrer');
  response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(page.replaceAll('{{nonce}}', nonce));
}

/** @param {Response} response @param {number} status @param {unknown} body */
function sendJson(response, status, body) {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' }).end(JSON.stringify(body));
}
