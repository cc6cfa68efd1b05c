/** Where notifications end: a mail server and a webhook's receiver that can be as bad as the world. */
import { once } from 'node:events';
import http from 'node:http';
import net from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { SMTPServer } from 'smtp-server';

/** @typedef {'well' | 'cut' | 'slow' | 'failing' | 'garbage'} Mood */
/** @typedef {{ readonly key: string, readonly to: string }} Arrived what came, by the key that a repetition has in common */
/** @typedef {Awaited<ReturnType<typeof startMailReceiver>> | Awaited<ReturnType<typeof startWebhookReceiver>>} Receiver */

const SLOW_MS = 8_000;
const NONSENSE = '\u0007\u0000!{"<-- 999 hello\r\n\r\n';

/** @param {number} port */
export async function startMailReceiver(port) {
  /** @type {Mood} */
  let mood = 'well';
  /** @type {Arrived[]} */
  const arrived = [];
  const server = new SMTPServer({
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    onData(stream, session, callback) {
      let head = '';
      stream.on(
        'data',
        (/** @type {Buffer} */ piece) => (head += head.length < 16_384 ? piece.toString('latin1') : ''),
      );
      stream.on('end', () => {
        if (mood === 'failing') return callback(Object.assign(new Error('try again later'), { responseCode: 451 }));
        // It is taken before it is answered: who gives up in between does not know.
        const key = /^message-id: *(\S+)/im.exec(head)?.[1] ?? '';
        for (const { address } of session.envelope.rcptTo) arrived.push({ key, to: address });
        void pause(mood === 'slow' ? SLOW_MS : 0).then(() => callback());
      });
    },
  });
  server.on('error', () => undefined);
  const front = await startFront(port, server.server, () => mood);
  return { arrived, ...front, setMood: (/** @type {Mood} */ given) => front.change(() => (mood = given)) };
}

/** @param {number} port */
export async function startWebhookReceiver(port) {
  /** @type {Mood} */
  let mood = 'well';
  /** @type {Arrived[]} */
  const arrived = [];
  const server = http.createServer((request, response) => {
    request.resume();
    request.on('error', () => undefined);
    request.on('end', () => {
      if (mood === 'failing') return void response.writeHead(503).end();
      arrived.push({ key: String(request.headers['webhook-id']), to: 'webhook' });
      void pause(mood === 'slow' ? SLOW_MS : 0).then(() => response.writeHead(204).end());
    });
  });
  const front = await startFront(port, server, () => mood);
  return { arrived, ...front, setMood: (/** @type {Mood} */ given) => front.change(() => (mood = given)) };
}

/**
 * Stands before a server and lets connections through, drops them, or answers them nonsense.
 * @param {number} port @param {net.Server} server @param {() => Mood} mood
 */
async function startFront(port, server, mood) {
  /** @type {Set<net.Socket>} */
  const open = new Set();
  const front = net.createServer((socket) => {
    open.add(socket);
    socket.on('close', () => open.delete(socket)).on('error', () => undefined);
    if (mood() === 'cut') socket.destroy();
    else if (mood() === 'garbage') socket.end(NONSENSE);
    else server.emit('connection', socket);
  });
  front.listen(port, '127.0.0.1');
  await once(front, 'listening');
  const address = front.address();
  return {
    port: typeof address === 'object' && address ? address.port : 0,
    /** Those that are open know nothing of a new mood: they end. @param {() => unknown} act */
    change(act) {
      act();
      for (const socket of open) socket.destroy();
    },
    stop: async () => {
      for (const socket of open) socket.destroy();
      front.close();
      await once(front, 'close');
    },
  };
}
