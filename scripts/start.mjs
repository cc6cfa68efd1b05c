/** `npm start`: everything that runs, from a fresh clone to printed addresses; Ctrl-C ends it, the data stay. */
import * as fs from 'node:fs/promises';
import path from 'node:path';
import { build, installPackages } from './install.mjs';
import { startPostgres } from './postgres.mjs';
import { ApiError, connectApi } from './start/api.mjs';
import { endpointsFile, local, readSecrets, takeLock, writePrivate } from './start/files.mjs';
import { choosePorts } from './start/ports.mjs';
import { startProgram, waitUntilReady } from './start/program.mjs';
import { loadSample } from './start/sample.mjs';

/** @typedef {import('./start/ports.mjs').PortName} PortName */
/** @typedef {Record<PortName, number>} Ports */
/** @typedef {import('./start/files.mjs').Secrets} Secrets */

const env = process.env;
const ending = new AbortController();
for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']))
  process.on(signal, () => ending.abort(signal));

/** How to end what runs; the last one started ends first. @type {(() => Promise<unknown>)[]} */
const ends = [];
/** What ended by itself and should not have. @type {Promise<never>[]} */
const accidents = [];

/** @param {string} line */
const say = (line) => void process.stdout.write(`${line}\n`);

process.exitCode = await main();

async function main() {
  let code = 0;
  try {
    await startAll();
    await Promise.race([interruption(), ...accidents]);
  } catch (error) {
    if (error !== ending.signal.reason) {
      process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
      code = 1;
    }
  }
  if (ends.length > 1) say('Stopping ...');
  for (const end of ends.reverse()) await end();
  if (code === 0) say('Stopped.');
  return code;
}

async function startAll() {
  const began = performance.now();
  ends.push(await takeLock());
  // That it is there means that the system is ready; one that was killed leaves it behind.
  await fs.rm(endpointsFile, { force: true });
  /** @type {PortName[]} */
  const needed = [
    'PORT',
    'PREVIEW_PORT',
    'MAILBOX_PORT',
    'MAILBOX_SMTP_PORT',
    ...(env['DATABASE_URL'] ? [] : [/** @type {const} */ ('POSTGRES_PORT')]),
  ];
  const ports = await choosePorts(env, needed);
  await installPackages(say, ending.signal);
  await build(say, ending.signal);
  ending.signal.throwIfAborted();

  const databaseUrl = env['DATABASE_URL'] || (await runPostgres(ports.POSTGRES_PORT));
  await runMailbox(ports);
  ending.signal.throwIfAborted();
  const kept = await readSecrets();
  const secrets = { ...kept, admin_token: env['ADMIN_TOKEN'] || kept.admin_token };
  const backend = await runBackend(ports, databaseUrl, secrets);
  const withSource = await or(loadSample(connectApi(backend, secrets.admin_token), secrets, say).catch(explain));
  ending.signal.throwIfAborted();

  const preview = await runPreview(ports, backend, withSource);
  ending.signal.throwIfAborted();
  const mailbox = `http://127.0.0.1:${ports.MAILBOX_PORT}`;
  const { admin_token, source_token } = withSource;
  ends.push(() => fs.rm(endpointsFile, { force: true }));
  await writePrivate(endpointsFile, { backend, mailbox, preview, source_token, admin_token });
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  say(`
Ready after ${seconds} s.

  Incidents  ${preview}  (a preview of the Kibana plugin)
  Backend    ${backend}
  Mailbox    ${mailbox}  (SMTP on port ${ports.MAILBOX_SMTP_PORT})

  The tokens are in .local/endpoints.json, the backend's log is .local/backend.log.
  Next, in another terminal:  npm run send-alert
  and then:                   npm run send-alert -- --recovered
  Ctrl-C stops everything and keeps the data.
`);
}

/** @param {number} port */
async function runPostgres(port) {
  say('Starting PostgreSQL ...');
  const postgres = await startPostgres({ dir: path.join(local, 'postgres'), port });
  ends.push(postgres.stop);
  watch(postgres.ended, () => Promise.resolve('PostgreSQL ended by itself; its log is .local/postgres.log.'));
  return postgres.url;
}

/** @param {Ports} ports */
async function runMailbox(ports) {
  say('Starting the mailbox ...');
  // Its packages are there only now, when the installation is over.
  const { startMailbox } = await import('./mailbox.mjs');
  const mailbox = await startMailbox({ smtpPort: ports.MAILBOX_SMTP_PORT, httpPort: ports.MAILBOX_PORT });
  ends.push(mailbox.stop);
}

/** @param {Ports} ports @param {string} databaseUrl @param {Secrets} secrets */
async function runBackend(ports, databaseUrl, secrets) {
  say('Starting the backend ...');
  const url = `http://127.0.0.1:${ports.PORT}`;
  await runProgram({ name: 'backend', args: ['backend/dist/src/main.js'] }, `${url}/readyz`, {
    // Whoever tries the system may do so with tokens that are easy to type.
    NODE_ENV: env['NODE_ENV'] || 'development',
    PORT: String(ports.PORT),
    HOST: '127.0.0.1',
    DATABASE_URL: databaseUrl,
    SMTP_URL: env['SMTP_URL'] || `smtp://127.0.0.1:${ports.MAILBOX_SMTP_PORT}`,
    MAIL_FROM: env['MAIL_FROM'] || 'Incidents <incidents@example.com>',
    ADMIN_TOKEN: secrets.admin_token,
    KIBANA_MANAGES_ACCESS: env['KIBANA_MANAGES_ACCESS'] || 'true',
    KIBANA_TOKEN: env['KIBANA_TOKEN'] || secrets.kibana_token,
    SECRETS_KEY: env['SECRETS_KEY'] || secrets.secrets_key,
    // The links in the mails open the incident's page on this machine.
    PUBLIC_URL: env['PUBLIC_URL'] || url,
    LOG_LEVEL: env['LOG_LEVEL'] || 'info',
    WEBHOOK_ALLOWED_ADDRESSES: env['WEBHOOK_ALLOWED_ADDRESSES'] || '127.0.0.0/8',
  });
  return url;
}

/** The plugin in a small host, for a machine without Kibana. @param {Ports} ports @param {string} backend @param {Secrets} secrets */
async function runPreview(ports, backend, secrets) {
  say('Building the preview of the Kibana plugin ...');
  const url = `http://127.0.0.1:${ports.PREVIEW_PORT}`;
  const args = ['kibana-plugin/preview/serve.mjs', '--backend', backend, '--port', String(ports.PREVIEW_PORT)];
  await runProgram({ name: 'preview', args }, url, { INCIDENTS_TOKEN: env['KIBANA_TOKEN'] || secrets.kibana_token });
  return url;
}

/** @param {import('./start/program.mjs').Program} program @param {string} url what answers once it is ready @param {NodeJS.ProcessEnv} own */
async function runProgram(program, url, own) {
  const { name } = program;
  const running = await startProgram(program, { ...env, ...own });
  ends.push(running.end);
  watch(
    running.exited,
    async () => `The ${name} ended by itself. The end of its log (.local/${name}.log):\n${await running.lastWords()}`,
  );
  await or(waitUntilReady(name, url, ending.signal));
}

/** The token of another database: data or secrets were replaced, or DATABASE_URL names a system of somebody's own. @param {unknown} error @returns {never} */
function explain(error) {
  if (!(error instanceof ApiError && error.status === 401)) throw error;
  const what = 'The database has an admin already, and the token in .local/secrets.json is not theirs';
  throw new Error(`${what}. Set ADMIN_TOKEN to one that it knows, or use an empty database.`, { cause: error });
}

/** @param {Promise<unknown>} ended @param {() => Promise<string>} describe */
function watch(ended, describe) {
  const accident = ended.then(async () => {
    throw new Error(await describe());
  });
  // It is looked at by those who wait; when nobody does, everything is ending anyway.
  accident.catch(() => undefined);
  accidents.push(accident);
}

/** Waits for a step, but not when what it needs has ended. @template T @param {Promise<T>} step @returns {Promise<T>} */
function or(step) {
  step.catch(() => undefined);
  return Promise.race([step, ...accidents]);
}

/** @returns {Promise<never>} */
function interruption() {
  return new Promise((_, reject) => {
    if (ending.signal.aborted) reject(ending.signal.reason);
    ending.signal.addEventListener('abort', () => reject(ending.signal.reason));
  });
}
