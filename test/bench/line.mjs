import net from 'node:net';

/** @typedef {{ readonly status: number, readonly text: string }} Answer */

/**
 * A connection that speaks no more of HTTP than our backend's answers need: a whole client would take as much of the
 * processor as the backend does, which stands beside it.
 * @param {string} url @param {string} token
 */
export function connectLine(url, token) {
  const { hostname, port, pathname, host } = new URL(url);
  const head = `POST ${pathname} HTTP/1.1\r\nhost: ${host}\r\nauthorization: Bearer ${token}\r\ncontent-type: application/json\r\n`;
  const socket = net.connect({ host: hostname, port: Number(port), noDelay: true });
  /** @type {Buffer} */
  let read = Buffer.alloc(0);
  /** @type {{ readonly resolve: (answer: Answer) => void, readonly reject: (error: Error) => void } | null} */
  let waiting = null;
  const fail = (/** @type {Error} */ error) => waiting?.reject(error);
  socket.on('error', fail);
  socket.on('close', () => fail(new Error('the backend closed the connection')));
  socket.on('data', (piece) => {
    read = read.length === 0 ? piece : Buffer.concat([read, piece]);
    const bodyAt = read.indexOf('\r\n\r\n') + 4;
    if (bodyAt < 4) return;
    const [, length] = /\r\ncontent-length: (\d+)/i.exec(read.toString('latin1', 0, bodyAt)) ?? [];
    if (length === undefined) return fail(new Error('an answer does not say how long it is'));
    if (read.length < bodyAt + Number(length)) return;
    const answer = { status: Number(read.toString('latin1', 9, 12)), text: read.toString('utf8', bodyAt) };
    read = Buffer.alloc(0);
    waiting?.resolve(answer);
  });
  return {
    /** @param {string} body @returns {Promise<Answer>} */
    post: (body) =>
      new Promise((resolve, reject) => {
        waiting = { resolve, reject };
        socket.write(`${head}content-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
      }),
    end: () => socket.destroy(),
  };
}
