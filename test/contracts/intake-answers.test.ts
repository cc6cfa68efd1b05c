import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { IntakeAnswer, SourceTokenAnswer } from 'incident-core';
import { ADMIN_TOKEN } from '../harness/backend.ts';
import { House } from '../harness/house.ts';
import { countOf, keptEvent, ledgerOf } from '../harness/kept.ts';
import { exchange, speak, type WireAnswer, type WireCall } from '../harness/wire.ts';

const MIB = 1024 * 1024;
const INTAKE = '/v1/alerts/elastic';

let house: House;
beforeAll(async () => {
  house = await House.start();
});
afterAll(() => house.stop());

describe('who may post', () => {
  const alert = () => JSON.stringify(house.elastic.active('who may post'));

  test('a live token of a source, as Bearer in any case of the word', async () => {
    for (const scheme of ['Bearer', 'bearer', 'BEARER']) {
      expect(
        await post({ body: [alert()], headers: { authorization: `${scheme} ${house.sourceToken}` } }),
      ).toMatchObject({
        status: 202,
      });
    }
  });

  test('a live token of a source, as the password of Basic with any user name', async () => {
    for (const user of ['elastic', '', 'ünï:'.replace(':', '')]) {
      expect(await post({ body: [alert()], headers: { authorization: basic(user, house.sourceToken) } })).toMatchObject(
        {
          status: 202,
        },
      );
    }
  });

  test('nobody else: 401 that says which ways there are, and nothing is kept', async () => {
    const before = await countOf(house.database.database, 'raw_events');
    const headers: readonly string[] = [
      '',
      'Bearer',
      'Bearer ',
      `Bearer ${house.sourceToken}x`,
      `Bearer ${ADMIN_TOKEN}`,
      `Bearer ${house.person('ada').token}`,
      basic('elastic', ''),
      basic('elastic', 'wrong'),
      basic(house.sourceToken, ''),
      'Basic !!!',
      `Digest ${house.sourceToken}`,
      house.sourceToken,
      `Bearer ${'x'.repeat(8_000)}`,
    ];
    for (const authorization of headers) {
      const answer = await post({ body: [alert()], headers: { authorization } });
      expectProblem(answer, 401, 'unauthorized');
      expect(answer.headers['www-authenticate']).toMatch(/Bearer.*Basic/);
      expect(answer.text).not.toContain(house.sourceToken);
    }
    expectProblem(await exchange(house.api.base, { path: INTAKE, body: [alert()] }), 401, 'unauthorized');
    expect(await countOf(house.database.database, 'raw_events')).toBe(before);
  });

  test('the token of a source opens nothing but intake', async () => {
    const answer = await house.api.as(house.sourceToken).call('GET', '/v1/incidents');
    expect(answer.status).toBe(401);
  });

  test.each([
    ['revoked', null],
    ['expired', 60],
  ])('a %s token is refused, counted, and opens an incident of its source once', async (kind, lifetime) => {
    const expires_at = lifetime && new Date(house.clock.now().getTime() + lifetime * 1000).toISOString();
    const source = await house.api.ok<{ id: string }>('POST', '/v1/sources', { name: `source of the ${kind}` });
    const tokens = `/v1/sources/${source.id}/tokens`;
    const { id, token } = await house.api.ok<{ id: string; token: string }>('POST', tokens, { expires_at });
    if (lifetime === null) await house.api.ok('DELETE', `${tokens}/${id}`);
    else await house.passes(lifetime + 1);

    for (let count = 0; count < 3; count += 1) {
      const answer = await post({ body: [alert()], headers: { authorization: `Bearer ${token}` } });
      expectProblem(answer, 401, 'unauthorized');
    }
    const title = `source of the ${kind} uses a token that is revoked or expired`;
    expect((await house.incidents()).filter((incident) => incident.title === title)).toMatchObject([
      { status: 'triggered', alert_count: 1 },
    ]);
    const { items } = await house.api.ok<{ items: readonly SourceTokenAnswer[] }>('GET', tokens);
    expect(items[0]?.refused_count).toBeGreaterThan(0);
  });
});

describe('bodies of all sizes', () => {
  test.each([
    ['none at all', []],
    ['of no bytes', ['']],
  ])('a body %s is 400, kept, and in the incident of what is unreadable', async (_title, body) => {
    const answer = await authorized({ body });
    expectProblem(answer, 400, 'empty-body');
    const { raw_event_id, results } = answerOf(answer);
    expect(results).toMatchObject([{ outcome: 'unreadable', reason: 'empty_body', path: '$', found: 'no bytes' }]);
    expect(await keptEvent(house.database.database, raw_event_id)).toMatchObject({ bodySize: 0, truncated: false });
    expect(await house.incident(String(results[0]?.incident_id))).toMatchObject({
      title: 'kibana sends alerts that we cannot read',
    });
  });

  test('white space only is kept as unreadable', async () => {
    const answer = await authorized({ body: [' \r\n\t '] });
    expect(answer.status).toBe(202);
    expect(answerOf(answer).results).toMatchObject([{ outcome: 'unreadable', reason: 'empty_body' }]);
  });

  test('1 MiB exactly is taken whole', async () => {
    const body = padded(MIB);
    const answer = await authorized({ body: [body] });
    expect(answer.status).toBe(202);
    expect(answerOf(answer).results).toMatchObject([{ outcome: 'opened' }]);
    const kept = await keptEvent(house.database.database, answerOf(answer).raw_event_id);
    expect(kept).toMatchObject({ bodySize: MIB, truncated: false });
    expect(kept.body.equals(body)).toBe(true);
  });

  test.each([
    ['one byte over 1 MiB', MIB + 1],
    ['2 MiB', 2 * MIB],
    ['20 MiB', 20 * MIB],
  ])('%s is 413, its first 64 KiB kept, and in the incident of what is unreadable', async (_title, size) => {
    const body = padded(size);
    const answer = await authorized({ body: [body] });
    expectProblem(answer, 413, 'body-too-large');
    const { raw_event_id, results } = answerOf(answer);
    expect(results).toMatchObject([{ outcome: 'unreadable', reason: 'body_too_large' }]);
    const kept = await keptEvent(house.database.database, raw_event_id);
    expect(kept.truncated).toBe(true);
    expect(kept.body.equals(body.subarray(0, 64 * 1024))).toBe(true);
    // Beyond 16 MiB nobody counts.
    expect(kept.bodySize).toBeGreaterThanOrEqual(Math.min(size, 16 * MIB));
    expect(await ledgerOf(house.database.database, raw_event_id)).toMatchObject([{ outcome: 'unreadable' }]);
    const title = 'kibana sends alerts that we cannot read';
    expect(await house.incident(String(results[0]?.incident_id))).toMatchObject({ title });
  });

  test('chunks without a length are put together', async () => {
    const text = JSON.stringify(house.elastic.active('in chunks'));
    const pieces = text.match(/.{1,7}/gs) ?? [];
    const answer = await authorized({ body: pieces });
    expect(answer.status).toBe(202);
    const kept = await keptEvent(house.database.database, answerOf(answer).raw_event_id);
    expect(kept.body.toString()).toBe(text);
    const tooMany = Array.from({ length: 20 }, () => 'x'.repeat(100_000));
    expectProblem(await authorized({ body: tooMany }), 413, 'body-too-large');
  });

  test('a body that breaks off is not an alert, and the next one is', async () => {
    const before = await countOf(house.database.database, 'raw_events');
    const head = `POST ${INTAKE} HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${house.sourceToken}\r\n`;
    const said = await speak(house.api.base, `${head}content-length: 5\r\n\r\n{}`, { hangsUp: true });
    expect(said).not.toMatch(/^HTTP\/1.1 2/);
    expect(await countOf(house.database.database, 'raw_events')).toBe(before);
    expect((await house.elastic.posts(house.elastic.active('after the break'))).results).toMatchObject([
      { outcome: 'opened' },
    ]);
  });
});

describe('415 is never answered: the body is read whatever its header says', () => {
  const types: readonly (string | null)[] = [
    null,
    'text/plain',
    'application/json',
    'application/json; charset=latin1',
    'application/x-ndjson',
    'multipart/form-data; boundary=x',
    'application/x-www-form-urlencoded',
    'nonsense',
    '/',
    ';;;',
    'application/',
    '*/*',
    'a/b c',
    'x'.repeat(5_000),
  ];
  test.each(types.map((type) => [type]))('Content-Type %p', async (type) => {
    const body = [JSON.stringify(house.elastic.active(`as ${String(type).slice(0, 20)}`))];
    const answer = await authorized({ body, headers: type === null ? {} : { 'content-type': type } });
    expect(answer.status).toBe(202);
    expect(answerOf(answer).results[0]?.incident_id).not.toBeNull();
    const kept = await keptEvent(house.database.database, answerOf(answer).raw_event_id);
    expect(kept.contentType).toBe(type?.slice(0, 200) ?? null);
  });

  test('compressed bytes are kept as they came and called unreadable', async () => {
    const body = gzipSync(JSON.stringify(house.elastic.active('packed')));
    const answer = await authorized({ body: [body], headers: { 'content-encoding': 'gzip' } });
    expect(answer.status).toBe(202);
    expect(answerOf(answer).results).toMatchObject([{ outcome: 'unreadable', reason: 'not_json' }]);
    const kept = await keptEvent(house.database.database, answerOf(answer).raw_event_id);
    expect(kept.bodySha256).toEqual(createHash('sha256').update(body).digest());
  });
});

describe('what the same alert comes to', () => {
  test('twice: a duplicate that changes nothing, not even the count', async () => {
    const body = house.elastic.active('twice');
    const [first] = (await house.elastic.posts(body)).results;
    const [again] = (await house.elastic.posts(body)).results;
    expect(again).toMatchObject({ outcome: 'duplicate', incident_id: first?.incident_id });
    expect(await house.incident(String(first?.incident_id))).toMatchObject({ alert_count: 1 });
  });

  test('late: it counts, but what it says is old', async () => {
    const uuid = 'episode-late';
    const early = house.elastic.active('late', { uuid, reason: 'early', at: before(60) });
    const incident = await house.elastic.fires('late', { uuid, reason: 'now' });
    expect((await house.elastic.posts(early)).results).toMatchObject([{ outcome: 'refreshed', reason: 'late' }]);
    expect(await house.incident(incident)).toMatchObject({ description: 'now', alert_count: 2 });
  });

  test('a recovery of nothing is 202 and opens nothing', async () => {
    const { results } = await house.elastic.recovers('never fired');
    expect(results).toMatchObject([{ outcome: 'ignored', reason: 'nothing_to_recover', incident_id: null }]);
  });

  test('an active alert after the recovery of its own episode stays quiet, in whatever order they come', async () => {
    const uuid = 'episode-overtaken';
    const active = house.elastic.active('overtaken', { uuid, at: before(30) });
    await house.elastic.recovers('overtaken', { uuid });
    expect((await house.elastic.posts(active)).results).toMatchObject([
      { outcome: 'ignored', reason: 'episode_ended' },
    ]);
  });
});

test('when too much waits to be stored: 503 with Retry-After in whole seconds, and what was taken in is stored', async () => {
  const other = await House.start();
  try {
    const body = Buffer.alloc(MIB, 'x');
    const lock = await other.database.database.transaction();
    // However long a busy machine takes to send it all.
    await lock.raw('set local idle_in_transaction_session_timeout = 0');
    await lock.raw('lock table raw_events in access exclusive mode');
    // 64 MiB may wait, and a batch of 8 MiB is on its way.
    const answers = Array.from({ length: 76 }, () => other.elastic.tries(body));
    const refused = await Promise.race(answers);
    await lock.rollback();
    expect(refused).toMatchObject({ status: 503, body: { type: 'urn:incidents:problem:overloaded', status: 503 } });
    expect(refused.headers.get('retry-after')).toMatch(/^\d+$/);
    const statuses = (await Promise.all(answers)).map(({ status }) => status);
    expect(new Set(statuses)).toEqual(new Set([202, 503]));
    const taken = statuses.filter((status) => status === 202).length;
    expect(await countOf(other.database.database, 'raw_events')).toBe(taken);
  } finally {
    await other.stop();
  }
});

describe('everything else is refused with problem details', () => {
  test.each(['GET', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])('%s on the way in is 404 or 405', async (method) => {
    const answer = await authorized({ method, body: method === 'GET' ? [] : ['{}'] });
    expect([404, 405]).toContain(answer.status);
    expectProblem(answer, answer.status);
  });

  test('HEAD on the way in is 404 or 405, without a body', async () => {
    const answer = await authorized({ method: 'HEAD' });
    expect([404, 405]).toContain(answer.status);
    expect(answer.text).toBe('');
  });

  test.each([
    '/',
    '/v1/nowhere',
    '/v1/alerts/elastic/',
    '/v1/alerts',
    '/v1/incidents/%zz',
    '/v1/%00',
    '/v1//incidents',
  ])('POST %s is a 4xx', async (path) => {
    const answer = await exchange(house.api.base, { path, headers: bearer(), body: ['{}'] });
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(answer.status).toBeLessThan(500);
    expectProblem(answer, answer.status);
  });

  test.each([
    ['headers over 16 KiB', `GET /healthz HTTP/1.1\r\nhost: x\r\nx-long: ${'x'.repeat(20_000)}\r\n\r\n`, 431],
    ['no HTTP', 'hello\r\n\r\n', 400],
    ['a header without a colon', 'GET /healthz HTTP/1.1\r\nhost: x\r\nnonsense\r\n\r\n', 400],
    ['two lengths', `POST ${INTAKE} HTTP/1.1\r\nhost: x\r\ncontent-length: 3\r\ncontent-length: 4\r\n\r\n{}`, 400],
  ])('%s', async (_title, text, status) => {
    const said = await speak(house.api.base, text);
    expect(said).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    expect(said.toLowerCase()).toContain('content-type: application/problem+json');
  });
});

function post(call: Omit<WireCall, 'path'>): Promise<WireAnswer> {
  return exchange(house.api.base, { ...call, path: INTAKE });
}

function authorized(call: Omit<WireCall, 'path'>): Promise<WireAnswer> {
  return post({ ...call, headers: { ...bearer(), ...call.headers } });
}

function bearer(): Record<string, string> {
  return { authorization: `Bearer ${house.sourceToken}` };
}

function basic(user: string, password: string): string {
  return `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
}

function before(seconds: number): Date {
  return new Date(house.clock.now().getTime() - seconds * 1000);
}

/** An alert of exactly so many bytes. */
function padded(size: number): Buffer {
  const alert = JSON.stringify(house.elastic.active(`of ${size} bytes`));
  const padding = size - Buffer.byteLength(alert) - ',"padding":""'.length;
  return Buffer.from(`${alert.slice(0, -1)},"padding":"${'x'.repeat(padding)}"}`);
}

function answerOf(answer: WireAnswer): IntakeAnswer {
  return JSON.parse(answer.text) as IntakeAnswer;
}

function expectProblem(answer: WireAnswer, status: number, type?: string): void {
  expect(answer.status).toBe(status);
  expect(answer.headers['content-type']).toMatch(/^application\/problem\+json/);
  const problem = JSON.parse(answer.text) as { type: string; title: string; status: number };
  expect(problem).toMatchObject({ status, title: expect.stringMatching(/./), type: expect.stringMatching(/^urn:/) });
  if (type !== undefined) expect(problem.type).toBe(`urn:incidents:problem:${type}`);
}
