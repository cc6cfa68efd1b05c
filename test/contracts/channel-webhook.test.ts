import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:tls';
import type { OutgoingMessage } from '../../backend/src/delivery/channel.ts';
import { signWebhook, WebhookChannel } from '../../backend/src/delivery/webhook.channel.ts';
import { FakeWebhook, isSignedWith, type WebhookAnswer } from '../harness/fake-webhook.ts';
import { outgoing } from '../harness/outgoing.ts';

const NOW = new Date('2027-01-05T03:24:00.900Z');
const OLD = `whsec_${Buffer.alloc(32, 1).toString('base64')}`;
const NEW = `whsec_${Buffer.alloc(24, 2).toString('base64')}`;

let webhook: FakeWebhook;
beforeEach(async () => {
  webhook = await FakeWebhook.start();
});
afterEach(() => webhook.stop());

const LOOPBACK = [{ address: '127.0.0.1', family: 4 }];
const channel = new WebhookChannel({
  now: () => NOW,
  allowed: ['127.0.0.0/8'],
  resolve: async (name) => (name === 'hooks.example.org' ? LOOPBACK : []),
});
const send = (over: Partial<OutgoingMessage> = {}, secrets: readonly string[] = [OLD]) =>
  channel.send(outgoing({ to: { kind: 'webhook', url: webhook.url, secrets }, ...over }));
const received = () => {
  const [request] = webhook.requests;
  if (request === undefined) throw new Error('nothing was posted');
  return request;
};

describe('what is posted', () => {
  test('is JSON with the id, the time in seconds and a signature', async () => {
    expect(await send()).toEqual({ kind: 'delivered', providerId: null });
    const { method, path, headers, body } = received();
    expect({ method, path }).toEqual({ method: 'POST', path: '/hook' });
    expect(JSON.parse(body)).toEqual({ type: 'incident.escalation_step', data: { title: 'Disk full' } });
    expect(headers).toMatchObject({
      'content-type': 'application/json',
      'content-length': String(Buffer.byteLength(body)),
      'user-agent': 'incidents-for-kibana',
      'webhook-id': 'delivery-1',
      'webhook-timestamp': '1799119440',
    });
    expect(isSignedWith(received(), OLD, NOW)).toBe(true);
  });

  test('verifies with either of two secrets, and with no third', async () => {
    await send({}, [OLD, NEW]);
    expect(isSignedWith(received(), OLD, NOW)).toBe(true);
    expect(isSignedWith(received(), NEW, NOW)).toBe(true);
    expect(isSignedWith(received(), `whsec_${Buffer.alloc(32, 3).toString('base64')}`, NOW)).toBe(false);
  });

  test('does not verify once the body, the id or the time was changed', async () => {
    await send();
    const request = received();
    expect(isSignedWith({ ...request, body: request.body.replace('full', 'fine') }, OLD, NOW)).toBe(false);
    for (const [name, value] of [
      ['webhook-id', 'delivery-2'],
      ['webhook-timestamp', '1799119441'],
    ] as const) {
      expect(isSignedWith({ ...request, headers: { ...request.headers, [name]: value } }, OLD, NOW)).toBe(false);
    }
  });

  test('signs the example of the specification as the specification does', () => {
    const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
    const body = Buffer.from('{"test": 2432232314}');
    expect(signWebhook('msg_p5jXN8AQM9LWM0D4loKWxJek', 1614265330, body, [secret])).toBe(
      'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
    );
  });

  test('goes out unsigned where no secret was agreed', async () => {
    expect(await send({}, [])).toMatchObject({ kind: 'delivered' });
    expect(received().headers['webhook-signature']).toBeUndefined();
  });

  test('is signed with the secrets that can be read', async () => {
    await send({}, ['nonsense', NEW]);
    expect(isSignedWith(received(), NEW, NOW)).toBe(true);
  });

  test.each([['nonsense'], ['whsec_'], ['whsec_c2hvcnQ='], ['whsec_***']])(
    'is not posted at all when the only secret is %j',
    async (secret) => {
      expect(await send({}, [secret])).toEqual({
        kind: 'refused',
        retryable: false,
        error: 'none of the signing secrets can be read',
        retryAfterSeconds: null,
        gone: false,
      });
      expect(webhook.requests).toHaveLength(0);
    },
  );

  test("keeps the name in the Host header and goes to the name's checked address", async () => {
    const url = `http://hooks.example.org:${webhook.port}/hook`;
    expect(await send({ to: { kind: 'webhook', url, secrets: [OLD] } })).toMatchObject({ kind: 'delivered' });
    expect(received().headers.host).toBe(`hooks.example.org:${webhook.port}`);
  });
});

describe('an answer', () => {
  test.each([200, 201, 202, 204, 299])('%d is delivered', async (status) => {
    webhook.answers({ kind: 'status', status });
    expect(await send()).toEqual({ kind: 'delivered', providerId: null });
  });

  test.each([408, 425, 429, 500, 501, 502, 503, 504, 599])('%d is retryable', async (status) => {
    webhook.answers({ kind: 'status', status });
    expect(await send()).toEqual({
      kind: 'refused',
      retryable: true,
      error: `the webhook answered ${status}`,
      retryAfterSeconds: null,
      gone: false,
    });
  });

  test.each([300, 304, 400, 401, 403, 404, 405, 409, 413, 415, 422, 451])('%d is final', async (status) => {
    webhook.answers({ kind: 'status', status });
    expect(await send()).toMatchObject({ kind: 'refused', retryable: false, gone: false });
  });

  test('410 is final, and the endpoint is gone', async () => {
    webhook.answers({ kind: 'status', status: 410 });
    expect(await send()).toMatchObject({ kind: 'refused', retryable: false, gone: true });
  });

  test.each([301, 302, 303, 307, 308])('%d is final, and the redirect is not followed', async (status) => {
    webhook.answersOnce({ kind: 'status', status, headers: { location: `${webhook.url}/next` } });
    expect(await send()).toMatchObject({ kind: 'refused', retryable: false });
    expect(webhook.requests).toHaveLength(1);
  });

  test.each([
    ['seconds', '120', 120],
    ['a date ahead', 'Tue, 05 Jan 2027 03:25:00 GMT', 60],
    ['a date behind', 'Tue, 05 Jan 2027 03:00:00 GMT', 0],
    ['words', 'soon', null],
    ['a negative number', '-5', null],
    ['a fraction', '1.5', null],
    ['an endless number', '9'.repeat(400), null],
    ['an impossible date', 'Tue, 99 Jan 2027 03:25:00 GMT', null],
  ])('Retry-After in %s is understood as it should be', async (_title, value, retryAfterSeconds) => {
    webhook.answers({ kind: 'status', status: 503, headers: { 'retry-after': value } });
    expect(await send()).toMatchObject({ retryable: true, retryAfterSeconds });
  });

  test('a body beyond all measure is hung up on, and the status stands', async () => {
    webhook.answers({ kind: 'endless_body', status: 200 });
    expect(await send({ timeoutMs: 60_000 })).toMatchObject({ kind: 'delivered' });
    await received().over;
  });

  test('each attempt has a connection of its own, to the address that was checked for it', async () => {
    await send();
    await send({ attempt: 2 });
    const [first, second] = webhook.requests;
    expect(first?.fromPort).not.toBe(second?.fromPort);
  });

  test.each([
    ['silence', { kind: 'silence' }],
    ['a body that does not end', { kind: 'slow_body', status: 200 }],
    ['a body that does not end, after a refusal', { kind: 'slow_body', status: 404 }],
    ['a half-closed connection', { kind: 'half_close' }],
    ['a body that is cut off', { kind: 'cut_body', status: 200 }],
    ['a reset connection', { kind: 'reset' }],
    ['something that is no HTTP', { kind: 'garbage' }],
    ['a change of protocol', { kind: 'status', status: 101, headers: { connection: 'upgrade', upgrade: 'x' } }],
  ] satisfies readonly (readonly [string, WebhookAnswer])[])('%s is retryable', async (_title, answer) => {
    webhook.answers(answer);
    const outcome = await send({ timeoutMs: 200 });
    expect(outcome).toMatchObject({ kind: 'refused', retryable: true, gone: false });
    expect(JSON.stringify(outcome)).not.toMatch(/127\.0\.0\.1|\/hook|whsec/);
  });
});

describe('an address', () => {
  test('that does not resolve is retryable, for name servers fail too', async () => {
    const to = { kind: 'webhook', url: 'https://unknown.example.org/', secrets: [OLD] } as const;
    expect(await send({ to })).toMatchObject({
      retryable: true,
      error: "the webhook's host name could not be resolved",
    });
  });

  test('whose name server is silent takes no longer than the attempt may', async () => {
    const silent = new WebhookChannel({ now: () => NOW, allowed: [], resolve: () => new Promise(() => undefined) });
    const to = { kind: 'webhook', url: 'https://hooks.example.org/', secrets: [OLD] } as const;
    expect(await silent.send(outgoing({ to, timeoutMs: 50 }))).toMatchObject({ kind: 'refused', retryable: true });
  });

  test('of our own network is refused for good, and nothing is posted', async () => {
    const strict = new WebhookChannel({ now: () => NOW, allowed: [], resolve: async () => LOOPBACK });
    for (const url of [
      webhook.url,
      `https://hooks.example.org:${webhook.port}/`,
      `http://localhost:${webhook.port}/`,
    ]) {
      const outcome = await strict.send(outgoing({ to: { kind: 'webhook', url, secrets: [OLD] } }));
      expect(outcome).toMatchObject({ kind: 'refused', retryable: false });
      expect(JSON.stringify(outcome)).not.toMatch(/127\.0\.0\.1|hooks\.example/);
    }
    expect(webhook.requests).toHaveLength(0);
  });

  test('is not asked for again when connecting: the second answer does not count', async () => {
    let asked = 0;
    const rebinding = new WebhookChannel({
      now: () => NOW,
      allowed: ['127.0.0.1'],
      resolve: async () => (asked++ === 0 ? LOOPBACK : [{ address: '169.254.169.254', family: 4 }]),
    });
    const to = { kind: 'webhook', url: `http://hooks.example.org:${webhook.port}/`, secrets: [OLD] } as const;
    expect(await rebinding.send(outgoing({ to }))).toMatchObject({ kind: 'delivered' });
    expect(asked).toBe(1);
  });

  test('is spoken to over TLS by its name, and a handshake that fails is retryable', async () => {
    const asked: string[] = [];
    const refuse = (name: string, callback: (error: Error) => void) => {
      asked.push(name);
      callback(new Error('no certificate'));
    };
    const server = createServer({ SNICallback: refuse }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const to = { kind: 'webhook', url: `https://hooks.example.org:${port}/`, secrets: [OLD] } as const;
    const outcome = await send({ to });
    server.close();
    expect(asked).toEqual(['hooks.example.org']);
    expect(outcome).toMatchObject({ kind: 'refused', retryable: true });
    expect(JSON.stringify(outcome)).not.toContain('hooks.example');
  });

  test('range that cannot be read stops the start', () => {
    expect(() => new WebhookChannel({ now: () => NOW, allowed: ['127.0.0.0/33'] })).toThrow('127.0.0.0/33');
  });
});
