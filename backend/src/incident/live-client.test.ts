import { createServer, get, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import type { Grant } from 'incident-core';
import type { Caller } from '../access/caller.ts';
import { createLogger } from '../platform/logger.ts';
import type { IncidentChange } from '../timeline/incident-change.ts';
import { LiveClient } from './live-client.ts';

let server: Server;
let answer: IncomingMessage;
let response: ServerResponse;
beforeEach(async () => {
  const served = new Promise<ServerResponse>((resolve) => {
    server = createServer((_, given) => {
      given.flushHeaders();
      resolve(given);
    }).listen(0, '127.0.0.1');
  });
  await new Promise((resolve) => server.on('listening', resolve));
  const { port } = server.address() as AddressInfo;
  answer = await new Promise<IncomingMessage>((resolve) => get(`http://127.0.0.1:${port}`, resolve));
  response = await served;
});
afterEach(() => void server.close());

const caller = (...grants: readonly Grant[]): Caller => ({
  actor: { type: 'system' },
  userId: null,
  teamIds: [],
  grants,
  scopes: [],
});
const change = (teamId: string, number: number): IncidentChange => ({
  place: { xid: 7n, id: number },
  incidentId: '01a3c9de-5b70-7c3e-9d0b-0a6c1f2e4b11',
  number,
  status: 'triggered',
  severity: 'error',
  teamId,
  change: 'opened',
  at: new Date('2027-01-05T03:00:00Z'),
});
async function said(): Promise<string> {
  let text = '';
  for await (const chunk of answer) text += String(chunk);
  return text;
}

test('a caller whose token has died, or allows nothing any more, is let go', async () => {
  for (const now of [null, caller()]) {
    let ended = 0;
    const client = new LiveClient(response, caller({ role: 'viewer', teamId: null }), createLogger('silent'));
    client.onEnd(() => (ended += 1));
    client.admit(now);
    client.take([change('a', 1)]);
    client.onEnd(() => (ended += 1));
    expect(ended).toBe(2);
  }
  expect(await said()).toBe('');
});

test('a caller whose roles have changed goes on with those of now', async () => {
  const client = new LiveClient(response, caller({ role: 'viewer', teamId: 'a' }), createLogger('silent'));
  client.take([change('a', 1), change('b', 2)]);
  client.admit(caller({ role: 'viewer', teamId: 'b' }));
  client.take([change('a', 3), change('b', 4)]);
  client.beat();
  client.end();
  const text = await said();
  expect([...text.matchAll(/^id: (.*)$/gm)].map(([, id]) => id)).toEqual(['7-1', '7-4']);
  expect(text.endsWith(': still here\n\n')).toBe(true);
});
