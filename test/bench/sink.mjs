import { once } from 'node:events';
import { SMTPServer } from 'smtp-server';

/** A mail server that takes everything and remembers when, and which Message-IDs. */
export async function startSink() {
  /** @type {{ readonly id: string, readonly at: number }[]} */
  let taken = [];
  const server = new SMTPServer({
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    onData(stream, _session, callback) {
      let head = '';
      stream.on('data', (/** @type {Buffer} */ piece) => {
        if (head.length < 16_384) head += piece.toString('latin1');
      });
      stream.on('end', () => {
        taken.push({ id: /^message-id: *(\S+)/im.exec(head)?.[1] ?? '', at: performance.now() });
        callback();
      });
    },
  });
  server.on('error', () => undefined);
  server.listen(0, '127.0.0.1');
  await once(server.server, 'listening');
  const address = server.server.address();
  return {
    port: typeof address === 'object' && address ? address.port : 0,
    taken: () => taken,
    empty: () => void (taken = []),
    stop: () => new Promise((resolve) => server.close(() => resolve(undefined))),
  };
}
