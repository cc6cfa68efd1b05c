/**
 * `npm run send-alert [-- --payload FILE] [--service NAME] [--recovered]`: posts a sample payload to the system that
 * `npm start` runs, as Kibana would, and prints what became of it.
 */
import * as fs from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { clone } from './install.mjs';
import { connectApi } from './start/api.mjs';
import { endpointsFile, local, writePrivate } from './start/files.mjs';
import { parsePayload, recover, renameService, renew, toSentAlert } from './send-alert/payload.mjs';

/** @typedef {import('./send-alert/payload.mjs').SentAlert} SentAlert */
/** @typedef {{ backend: string, mailbox: string, source_token: string, admin_token: string }} Endpoints */
/** @typedef {import('./start/api.mjs').Item} Item */

const usage = 'Usage: npm run send-alert [-- [--payload FILE] [--service NAME] [--recovered]]';
const lastFile = path.join(local, 'last-alert.json');
const mostKept = 50;

/** @param {string} line */
const say = (line) => void process.stdout.write(`${line}\n`);

main().catch((error) => {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
});

async function main() {
  const options = readOptions();
  const endpoints = await readEndpoints();
  const body = await makeBody(options, new Date());
  const answer = await post(endpoints, body);
  const text = await answer.text();
  say(`HTTP ${answer.status}`);
  if (!answer.ok) throw new Error(text);
  if (!options.recovered) await keepLast(body);
  const results = /** @type {Item[]} */ (JSON.parse(text).results ?? []);
  const teams = await teamNames(endpoints);
  for (const result of results) describe(result, teams, endpoints).forEach(say);
}

function readOptions() {
  try {
    const { values } = parseArgs({
      options: {
        payload: { type: 'string' },
        service: { type: 'string' },
        recovered: { type: 'boolean', default: false },
      },
    });
    return values;
  } catch (error) {
    throw new Error(`${error instanceof Error ? error.message : error}\n${usage}`, { cause: error });
  }
}

/** @returns {Promise<Endpoints>} */
async function readEndpoints() {
  try {
    return JSON.parse(await fs.readFile(endpointsFile, 'utf8'));
  } catch (cause) {
    throw new Error('The system does not run here: `npm start` first, and wait until it says that it is ready.', {
      cause,
    });
  }
}

/** @param {ReturnType<typeof readOptions>} options @param {Date} now @returns {Promise<string>} */
async function makeBody({ payload: file, service, recovered }, now) {
  const text = await readPayload(file, recovered);
  const payload = parsePayload(text);
  if (!payload) {
    if (service || recovered) throw new Error('The payload is no JSON object: it can only be sent as it is.');
    return text;
  }
  const made = recovered
    ? recover(payload, await readLast(service), now)
    : renew(service ? renameService(payload, service) : payload, now);
  return JSON.stringify(made);
}

/** @param {string | undefined} file @param {boolean} recovered */
async function readPayload(file, recovered) {
  const sample = path.join(clone, 'test/fixtures/payloads', recovered ? '02.body.txt' : '01.body.txt');
  // npm runs scripts in the clone's root, but people name files from where they stand.
  const chosen = file === undefined ? sample : path.resolve(process.env['INIT_CWD'] ?? '.', file);
  return fs.readFile(chosen, 'utf8').catch((cause) => {
    throw new Error(`The payload ${chosen} cannot be read (${cause.code}).`, { cause });
  });
}

/** @param {Endpoints} endpoints @param {string} body */
async function post({ backend, source_token }, body) {
  try {
    return await fetch(`${backend}/v1/alerts/elastic`, {
      method: 'POST',
      headers: { authorization: `Bearer ${source_token}`, 'content-type': 'application/json' },
      body,
      signal: AbortSignal.timeout(30_000),
    });
  } catch (cause) {
    throw new Error(`Nothing answers at ${backend}: \`npm start\` first.`, { cause });
  }
}

/** @returns {Promise<SentAlert[]>} newest first */
async function readSent() {
  return JSON.parse(await fs.readFile(lastFile, 'utf8').catch(() => '[]'));
}

/** @param {string | undefined} service @returns {Promise<SentAlert>} */
async function readLast(service) {
  const last = (await readSent()).find((sent) => service === undefined || sent.service === service);
  if (!last) throw new Error('No such alert was sent from here: send one first, without --recovered.');
  return last;
}

/** @param {string} body */
async function keepLast(body) {
  const payload = parsePayload(body);
  const sent = payload && toSentAlert(payload);
  if (sent) await writePrivate(lastFile, [sent, ...(await readSent())].slice(0, mostKept));
}

/** Names are a courtesy: without them the ids are shown. @param {Endpoints} endpoints @returns {Promise<Map<unknown, unknown>>} */
async function teamNames({ backend, admin_token }) {
  const teams = await connectApi(backend, admin_token)
    .list('/v1/teams')
    .catch(() => []);
  return new Map(teams.map((team) => [team['id'], team['name']]));
}

/** @param {Item} result @param {Map<unknown, unknown>} teams @param {Endpoints} endpoints */
function describe(result, teams, { backend, mailbox }) {
  const incident = result['incident_id'];
  /** @type {readonly (readonly [string, unknown])[]} */
  const rows = [
    ['Outcome', result['outcome']],
    ['Reason', result['reason']],
    ['Path', result['path']],
    ['Found', result['found']],
    ['Expected', result['expected']],
    ['Team', teams.get(result['team_id']) ?? result['team_id']],
    ['Incident', incident],
    // The API wants a token, so people look into the mailbox first.
    ['Look at', incident && mailbox],
    ['API', incident && `${backend}/v1/incidents/${incident}`],
  ];
  return rows.filter(([, value]) => value).map(([name, value]) => `  ${name.padEnd(9)} ${value}`);
}
