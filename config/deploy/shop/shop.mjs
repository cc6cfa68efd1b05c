/**
 * A shop to try alerts with: it serves `/checkout`, calls it itself several times a second, and tells the APM Server of
 * each call, as an agent would. `POST /fail` makes half of the calls fail, `POST /slow` makes them slow, `POST /heal` ends both.
 */
import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';

const { APM_SERVER_URL: apm = 'http://127.0.0.1:8200', PORT: port = '8660' } = process.env;
const service = { name: 'checkout', environment: 'production', agent: { name: 'nodejs', version: '0.0.0' } };
/** @typedef {'well' | 'failing' | 'slow'} Mood */
/** @type {ReadonlyMap<string, Mood>} */
const MOODS = new Map([
  ['POST /fail', 'failing'],
  ['POST /slow', 'slow'],
  ['POST /heal', 'well'],
]);
/** @type {Mood} */
let mood = 'well';
/** @type {string[]} */
let lines = [];

createServer((request, response) => void answer(request, response)).listen(Number(port));
setInterval(() => void fetch(`http://127.0.0.1:${port}/checkout`).catch(() => undefined), 200);
setInterval(() => void report(), 2_000);

/** @param {import('node:http').IncomingMessage} request @param {import('node:http').ServerResponse} response */
async function answer({ method, url }, response) {
  const wanted = MOODS.get(`${method} ${url}`);
  if (wanted !== undefined) {
    mood = wanted;
    response.end(`${mood}\n`);
    return;
  }
  if (method !== 'GET' || url !== '/checkout') {
    response.writeHead(404).end('GET /checkout, POST /fail, POST /slow, POST /heal\n');
    return;
  }
  const began = Date.now();
  await pause(mood === 'slow' ? 2_500 : 20);
  const fails = mood === 'failing' && Math.random() < 0.5;
  response.writeHead(fails ? 500 : 200).end(fails ? 'no payment went through\n' : 'paid\n');
  note(began, fails);
}

/** @param {number} began @param {boolean} fails */
function note(began, fails) {
  lines.push(
    JSON.stringify({
      transaction: {
        id: randomBytes(8).toString('hex'),
        trace_id: randomBytes(16).toString('hex'),
        name: 'GET /checkout',
        type: 'request',
        timestamp: began * 1_000,
        duration: Date.now() - began,
        result: fails ? 'HTTP 5xx' : 'HTTP 2xx',
        outcome: fails ? 'failure' : 'success',
        sampled: true,
        span_count: { started: 0 },
      },
    }),
  );
}

/** What the APM Server does not take now is left out: it is a shop, and no monitor. */
async function report() {
  if (lines.length === 0) return;
  const body = [JSON.stringify({ metadata: { service } }), ...lines].join('\n');
  lines = [];
  try {
    const { ok, status } = await fetch(`${apm}/intake/v2/events`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-ndjson' },
      body: `${body}\n`,
    });
    if (!ok) process.stderr.write(`the APM Server answered ${status}\n`);
  } catch (error) {
    process.stderr.write(`the APM Server cannot be reached: ${String(error)}\n`);
  }
}
