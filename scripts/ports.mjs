/** Ports of the loopback address, and whether a module is the program that Node was started with. */
import { realpathSync } from 'node:fs';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';

/** @returns {Promise<number>} */
export async function freePort() {
  const port = await listenOnce(0);
  if (port === undefined) throw new Error('No port is free.');
  return port;
}

/** @param {number} port */
export async function isPortFree(port) {
  return (await listenOnce(port)) !== undefined;
}

/** @param {number} port @returns {Promise<number | undefined>} */
function listenOnce(port) {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(undefined));
    server.listen(port, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(address !== null && typeof address === 'object' ? address.port : undefined));
    });
  });
}

/** @param {string} moduleUrl */
export function isMain(moduleUrl) {
  const started = process.argv[1];
  return started !== undefined && realpathSync(started) === fileURLToPath(moduleUrl);
}
