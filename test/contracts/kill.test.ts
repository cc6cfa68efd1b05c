import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import type { IntakeAnswer } from 'incident-core';
import { Api } from '../harness/api.ts';
import { ADMIN_TOKEN } from '../harness/backend.ts';
import { BackendProcess, environmentOf, eventually, type Environment } from '../harness/backend-process.ts';
import { Elastic } from '../harness/elastic.ts';
import { House } from '../harness/house.ts';
import { Live } from '../harness/live.ts';
import { countOf, keptEvent, lostEvents } from '../harness/kept.ts';
import { setThrottles, UNTHROTTLED } from '../harness/throttles.ts';
import { exchange } from '../harness/wire.ts';

const ROUNDS = Number(process.env['KILL_ROUNDS'] ?? 1);

let house: House;
let env: Environment;
let running: BackendProcess | null = null;

/** People and rules come from a backend in here, whose workers rest; the alerts go to the one that is killed. */
beforeAll(async () => {
  house = await House.start();
  await setThrottles(house.api, UNTHROTTLED);
  house.clock.set(new Date());
  env = environmentOf({ databaseUrl: house.database.url, smtpPort: house.mailbox.server.smtpPort });
});
afterEach(async () => {
  house.mailbox.server.accept();
  await running?.ended('SIGKILL');
  running = null;
});
afterAll(() => house.stop());

describe('SIGKILL loses no alert and no mail', () => {
  const moments: readonly (readonly [string, number, () => Promise<unknown>])[] = [
    ['at the first answer, while other posts are on their way', 0, () => Promise.resolve()],
    ['when all is accepted', 0, () => allAnswered],
    ['while the mail server holds the first mails', 400, () => deliveries('sending')],
    ['when all of the mails are sent', 0, () => deliveries('sent', 8)],
  ];
  let allAnswered: Promise<unknown> = Promise.resolve();
  let round = '';

  const rounds = Array.from({ length: ROUNDS }, (_, at) => at + 1);
  const all = rounds.flatMap((number) => moments.map((moment) => [...moment, number] as const));

  test.each(all)('%s', async (moment, mailTakes, comes, number) => {
    round = `${moment} (${number})`;
    house.mailbox.server.answerAfter(mailTakes);
    const elastic = await start();
    const answers: IntakeAnswer[] = [];
    const posts = Array.from({ length: 8 }, (_, at) =>
      elastic.tries(elastic.active(`${round}, ${at};`, { service: round })).then(
        ({ status, body }) => void (status === 202 && answers.push(body as IntakeAnswer)),
        () => undefined,
      ),
    );
    allAnswered = Promise.all(posts);
    await Promise.race(posts);
    await comes();
    expect(await running?.ended('SIGKILL')).toMatchObject({ signal: 'SIGKILL' });
    await allAnswered;
    expect(answers.length).toBeGreaterThan(0);

    const { database } = house.database;
    for (const { raw_event_id } of answers) await keptEvent(database, raw_event_id);
    expect(await lostEvents(database)).toEqual([]);

    // As if the lease of whoever was killed had run out.
    await database('deliveries')
      .where({ status: 'sending' })
      .update({ leasedUntil: new Date(0) });
    house.mailbox.server.accept();
    await start();
    const incidents = (await database('incidents').where({ service: round }).select('id', 'title')) as Titled[];
    expect(incidents.length).toBeGreaterThanOrEqual(answers.length);
    for (const { title } of incidents) {
      const mails = await eventually(async () => {
        const open = await database('deliveries').whereIn('status', ['pending', 'sending']).first('id');
        // Before its step is active an incident has no delivery yet.
        return open === undefined && mailsOf(title).length > 0 && mailsOf(title);
      });
      expect(new Set(mails.map(({ message_id }) => message_id)).size).toBe(1);
    }
    const repeats = incidents.filter(({ title }) => mailsOf(title).length > 1).length;
    if (moment === 'when all of the mails are sent') expect(repeats).toBe(0);
  });

  async function deliveries(status: string, least = 1): Promise<void> {
    await eventually(async () => {
      const rows = (await house.database
        .database('deliveries as d')
        .join('incidents as i', 'i.id', 'd.incidentId')
        .where({ 'd.status': status, 'i.service': round })
        .select('d.id')) as unknown[];
      return rows.length >= least;
    });
  }

  function mailsOf(title: string) {
    return house.mailbox.server.messages().filter(({ subject }) => subject.includes(title));
  }
});

describe('SIGTERM', () => {
  test('answers what has been begun, sends what is being sent, and exits 0 within seconds', async () => {
    house.mailbox.server.answerAfter(500);
    const elastic = await start();
    const incidentId = await elastic.fires('before the end');
    const { database } = house.database;
    await eventually(async () => await database('deliveries').where({ incidentId, status: 'sending' }).first('id'));
    const before = await countOf(database, 'raw_events');
    let finish: () => void = () => undefined;
    const end = new Promise<void>((resolve) => (finish = resolve));
    const posts = Array.from({ length: 20 }, (_, at) => {
      const text = JSON.stringify(elastic.active(`half sent ${at}`));
      const headers = { authorization: `Bearer ${house.sourceToken}`, 'content-length': String(text.length) };
      const body = [text.slice(0, 100), end.then(() => text.slice(100))];
      return exchange(base, { path: '/v1/alerts/elastic', headers, body });
    });
    await eventually(() => exchange(base, { method: 'GET', path: '/healthz' }).then(({ status }) => status === 200));
    const ended = running?.ended('SIGTERM');
    finish();
    expect((await Promise.all(posts)).map(({ status }) => status)).toEqual(posts.map(() => 202));
    const began = performance.now();
    expect(await ended).toMatchObject({ code: 0, signal: null, stderr: '' });
    expect(performance.now() - began).toBeLessThan(5_000);
    expect(await countOf(database, 'raw_events')).toBe(before + posts.length);
    const sent = house.mailbox.server.messages().filter(({ subject }) => subject.includes('before the end'));
    expect(sent).toHaveLength(1);
    expect(await database('deliveries').where({ incidentId, status: 'sending' })).toEqual([]);
  });
});

describe('SIGTERM while nothing comes to an end', () => {
  test('ends within ten seconds: streams at once, calls and sends at their bound, and what is left is not lost', async () => {
    // So long no mail server takes, and nobody waits for it.
    house.mailbox.server.answerAfter(120_000);
    const elastic = await start();
    const incidentId = await elastic.fires('nobody answers');
    const { database } = house.database;
    const sending = () => database('deliveries').where({ incidentId, status: 'sending' }).first('leasedUntil');
    await eventually(async () => (await sending()) !== undefined);
    const live = await Live.open(base, ADMIN_TOKEN);
    const halfSent = exchange(base, {
      path: '/v1/alerts/elastic',
      headers: { authorization: `Bearer ${house.sourceToken}`, 'content-length': '1000' },
      body: ['{', new Promise<string>(() => undefined)],
    }).then(
      () => 'answered',
      () => 'cut off',
    );
    await eventually(() => exchange(base, { method: 'GET', path: '/healthz' }).then(({ status }) => status === 200));

    const began = performance.now();
    const ended = running?.ended('SIGTERM');
    await live.isLetGo();
    await eventually(() =>
      exchange(base, { method: 'GET', path: '/healthz' }).then(
        () => false,
        ({ code }: { readonly code?: string }) => code === 'ECONNREFUSED',
      ),
    );
    expect(performance.now() - began).toBeLessThan(3_000);
    expect(await ended).toMatchObject({ signal: null });
    expect(performance.now() - began).toBeLessThan(10_000);
    expect(await halfSent).toBe('cut off');
    // Cut off at the very last, it may just have been written down that it is to be tried again.
    const left: unknown = await database('deliveries').where({ incidentId }).first('status', 'leasedUntil', 'dueAt');
    const { status, leasedUntil, dueAt } = left as Readonly<{ status: string; leasedUntil: Date; dueAt: Date }>;
    expect(['sending', 'pending']).toContain(status);
    const turn = status === 'sending' ? leasedUntil : dueAt;
    expect(turn.getTime()).toBeGreaterThan(began + performance.timeOrigin);
  });
});

describe('configuration', () => {
  test.each([
    ['PORT', 'hunter2'],
    ['SECRETS_KEY_FILE', '/nowhere/hunter3'],
  ])('%s=%p: exits 1 and names the variable, not the value', async (name, value) => {
    const end = await new BackendProcess({ ...env, [name]: value }).ended();
    expect(end).toMatchObject({ code: 1, signal: null });
    expect(end.stderr).toContain(name);
    expect(end.stderr + end.stdout).not.toContain('hunter2');
  });

  test.each(['ADMIN_TOKEN', 'KIBANA_TOKEN'])('outside development a sample %s keeps it from starting', async (name) => {
    const { NODE_ENV: _, ...production } = env;
    const others = {
      ADMIN_TOKEN: randomBytes(32).toString('hex'),
      [name]: `ika_${'hunter2-of-the-readme-'.repeat(2)}`,
    };
    const end = await new BackendProcess({ ...production, ...others }).ended();
    expect(end).toMatchObject({ code: 1, signal: null });
    expect(end.stderr).toContain(`${name}: is not to be used outside development`);
    expect(end.stderr + end.stdout).not.toContain('hunter2');
  });

  test('a database that is not there: exits 1 and says so', async () => {
    const url = new URL(house.database.url);
    url.port = '1';
    const end = await new BackendProcess({ ...env, DATABASE_URL: url.href }).ended();
    expect(end).toMatchObject({ code: 1, signal: null });
    expect(end.stderr).toContain('ECONNREFUSED');
    expect(end.stderr).not.toContain(url.password);
  });

  test('secrets are taken from files, a line break at their end notwithstanding', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'incidents-secrets-'));
    const names = ['DATABASE_URL', 'SMTP_URL', 'ADMIN_TOKEN', 'SECRETS_KEY'];
    const files = Object.fromEntries(
      names.map((name) => {
        writeFileSync(join(folder, name), `${env[name] ?? ''}\n`, { mode: 0o600 });
        return [`${name}_FILE`, join(folder, name)];
      }),
    );
    const others = Object.fromEntries(Object.entries(env).filter(([name]) => !names.includes(name)));
    await start({ ...others, ...files });
    expect((await new Api(base, ADMIN_TOKEN).call('GET', '/v1/teams')).status).toBe(200);
    rmSync(folder, { recursive: true });
  });
});

test('2,000 hostile posts leave the heap where it was, and the answers quick', async () => {
  const elastic = await start({ ...env, ROLE: 'api', NODE_OPTIONS: COLLECTS_ON_SIGNAL });
  const uuid = 'one-episode';
  const bodies = [
    '[',
    '['.repeat(5_000),
    `{"status":"active","rule":{"id":"r","name":"${'x'.repeat(10_000)}"},"alert":{"id":"a","uuid":"u"}}`,
    JSON.stringify({ ...elastic.active('hostile', { uuid }), ...Object.fromEntries(letters(200)) }),
    '\0'.repeat(5_000),
    `error rendering mustache template "${'{'.repeat(5_000)}"`,
  ];
  const volley = async (count: number) => {
    for (let sent = 0; sent < count; sent += 20) {
      const answers = await Promise.all(
        Array.from({ length: 20 }, (_, at) => elastic.tries(bodies[at % bodies.length])),
      );
      expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 202));
    }
  };
  await volley(200);
  const before = await usedHeap();
  await volley(2_000);
  expect((await usedHeap()) - before).toBeLessThan(16 * 1024 * 1024);
});

interface Titled {
  readonly title: string;
}

let base = '';

// What is left after a collection is what is held; how much lies about between two is chance.
const COLLECTS_ON_SIGNAL = `--expose-gc --import=data:text/javascript,${encodeURIComponent(
  "process.on('SIGUSR2', () => { globalThis.gc(); process.stderr.write('collected\\n'); })",
)}`;

/** Starts the backend that can be killed, and a Kibana that posts to it. */
async function start(given: Environment = env): Promise<Elastic> {
  const listening = await BackendProcess.listening(given);
  running = listening.process;
  base = listening.base;
  return new Elastic(new Api(base, house.sourceToken), house.clock);
}

async function usedHeap(): Promise<number> {
  // A call sent right after the signal may well be read before it.
  await running?.answers('SIGUSR2', 'collected');
  const { text } = await exchange(base, { method: 'GET', path: '/metrics' });
  return Number(/^\S*nodejs_heap_size_used_bytes (\S+)$/m.exec(text)?.[1] ?? Number.NaN);
}

function letters(count: number): readonly (readonly [string, string])[] {
  return Array.from({ length: count }, (_, at) => [`key-${at}`, `value-${at}`]);
}
