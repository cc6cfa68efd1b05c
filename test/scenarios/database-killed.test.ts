import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import * as fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { createDatabase, migrate } from '../../backend/src/platform/database.ts';
import { House } from '../harness/house.ts';
import { minutes } from '../harness/manual-clock.ts';
import { setThrottles, UNTHROTTLED } from '../harness/throttles.ts';

let house: House;
let place: string;
let server: PostgresProgram;
beforeEach(async () => {
  place = await fs.mkdtemp(path.join(os.tmpdir(), 'killed-'));
  server = await PostgresProgram.start(path.join(place, 'data'));
  await migrate(server.url);
  const database = createDatabase(server.url, 4);
  house = await House.start({}, Promise.resolve({ url: server.url, database, drop: () => database.destroy() }));
  await setThrottles(house.api, UNTHROTTLED);
});
afterEach(async () => {
  await house.stop();
  await server.end();
  const data = await fs.realpath(path.join(place, 'data')).catch(() => place);
  for (const folder of [data, place]) await fs.rm(folder, { recursive: true, force: true });
});

test('PostgreSQL dies in the middle of posts and comes back: what was answered 202 is there, and everybody is told', async () => {
  const names = Array.from({ length: 60 }, (_, index) => `problem ${index + 1}`);
  const accepted = names.map((name) => postsUntilTaken(house.elastic.active(name)));
  await Promise.race(accepted);
  await killAndRevive();
  await Promise.all(accepted);
  const titles = names.map((name) => `${name} (checkout, production)`).sort();
  expect((await house.incidents()).map(({ title }) => title).sort()).toEqual(titles);

  const settling = house.settles().catch(() => 'cut off');
  await killAndRevive();
  await settling;
  await house.passes(minutes(2)).catch(() => house.passes(minutes(2)));
  const ids = house.mailbox.unseen().map(({ message_id: id }) => id);
  expect(new Set(ids).size).toBe(60);
  expect([...new Set(house.mailbox.takeTitles('ada'))]).toEqual(titles);
  expect(await house.count(`deliveries where status = 'sent'`)).toBe(60);
  expect(await house.count('incidents where alert_count <> 1')).toBe(0);
});

let revived: Promise<unknown> = Promise.resolve();

async function killAndRevive(): Promise<void> {
  revived = server.kill().then(async () => {
    server = await server.startAgain();
  });
  await revived;
}

/** As Kibana does: 503 says to come again later. */
async function postsUntilTaken(body: unknown): Promise<void> {
  for (let tries = 0; tries < 10; tries += 1) {
    const { status, headers } = await house.elastic.tries(body);
    if (status === 202) return;
    expect([status, headers.get('retry-after')]).toEqual([503, '5']);
    await revived;
  }
  throw new Error('the post was never taken');
}

/** A PostgreSQL of this story's own, in a process that can die. */
class PostgresProgram {
  static async start(dir: string, port = '0'): Promise<PostgresProgram> {
    const script = path.resolve(__dirname, '../../scripts/postgres.mjs');
    const program = spawn(process.execPath, [script, '--dir', dir, '--port', port, '--no-fsync'], { stdio: 'pipe' });
    let complaint = '';
    program.stderr.on('data', (text) => (complaint += text));
    for await (const url of createInterface({ input: program.stdout })) return new PostgresProgram(dir, url, program);
    throw new Error(complaint);
  }

  private constructor(
    private readonly dir: string,
    readonly url: string,
    private readonly program: ChildProcess,
  ) {}

  /** The server, with SIGKILL; the program that started it ends with it. */
  async kill(): Promise<void> {
    const ended = once(this.program, 'exit');
    const [pid] = (await fs.readFile(path.join(this.dir, 'postmaster.pid'), 'utf8')).split('\n');
    process.kill(Number(pid), 'SIGKILL');
    await ended;
  }

  startAgain(): Promise<PostgresProgram> {
    return PostgresProgram.start(this.dir, new URL(this.url).port);
  }

  async end(): Promise<void> {
    if (this.program.exitCode !== null || this.program.signalCode !== null) return;
    const ended = once(this.program, 'exit');
    this.program.kill('SIGTERM');
    await ended;
  }
}
