/** Reads each post and answers it at once, in a process of its own: what HTTP and the load cost by themselves. Prints its port. */
import { createServer } from 'node:http';

const ANSWER = JSON.stringify({ raw_event_id: 'none' });

const server = createServer((request, response) => {
  request.resume();
  request.once('end', () => {
    response.statusCode = 202;
    response.setHeader('content-type', 'application/json');
    response.end(ANSWER);
  });
});
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  process.stdout.write(`${typeof address === 'object' && address ? address.port : 0}\n`);
});
