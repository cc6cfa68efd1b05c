import type { Client } from 'pg';

const LOOKS_EVERY_MS = 1_000;

/**
 * Cuts a connection whose server has said nothing for so long that it would have ended the statement by itself: its host
 * has vanished, and TCP alone takes a quarter of an hour to see that. Whoever waits gets an error, and the pool makes
 * another connection.
 */
export function watchConnection(client: Client, patienceMs: number): void {
  let looks: number | null = null;
  const query = client.query.bind(client) as (...given: readonly unknown[]) => unknown;
  Object.assign(client, {
    query: (...given: readonly unknown[]) => {
      looks = 0;
      return query(...given);
    },
  });
  client.on('drain', () => {
    looks = null;
  });
  const timer = setInterval(() => {
    if (looks === null) return;
    looks += 1;
    if (looks * LOOKS_EVERY_MS > patienceMs) streamOf(client).destroy(new Error('Connection terminated: no answer'));
  }, LOOKS_EVERY_MS).unref();
  client.once('end', () => clearInterval(timer));
}

/** The driver has a connection that it does not describe. */
function streamOf(client: Client): { destroy(error: Error): void } {
  return (client as unknown as { readonly connection: { readonly stream: { destroy(error: Error): void } } }).connection
    .stream;
}
