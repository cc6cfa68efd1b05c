import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import * as fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import pg from 'pg';

/** As a clone below a folder that is closed to others: root has to find another place for the server's user. */
let closed: string;
let dir: string;
const started: ChildProcess[] = [];

beforeEach(async () => {
  closed = await fs.mkdtemp(path.join(os.tmpdir(), 'closed-'));
  dir = path.join(closed, 'clone', '.local', 'postgres');
});

afterEach(async () => {
  for (const program of started.splice(0)) await end(program, 'SIGTERM');
  const data = await fs.realpath(dir).catch(() => dir);
  for (const place of [data, closed]) await fs.rm(place, { recursive: true, force: true });
});

describe('embedded PostgreSQL', () => {
  test('starts below a folder that its user cannot enter', async () => {
    const { url } = await start();
    expect((await fs.stat(closed)).mode & 0o777).toBe(0o700);
    expect(await ask(url, 'select current_setting($1) as found', ['listen_addresses'])).toEqual([
      { found: '127.0.0.1' },
    ]);
    const data = await fs.realpath(dir);
    if (process.getuid?.() === 0) {
      expect(data).toMatch(/^\/var\/lib\/incidents-kibana\/[0-9a-f]{16}\/postgres-/);
      expect((await fs.stat(data)).uid).not.toBe(0);
    } else {
      expect(data).toBe(await fs.realpath(path.join(closed, 'clone', '.local', 'postgres')));
    }
  });

  test('keeps its data and its password over a stop, in a file that only its owner reads', async () => {
    const first = await start();
    await ask(first.url, 'create table kept as select 1 as found');
    await end(first.program, 'SIGINT');
    await expect(ask(first.url, 'select 1')).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    const second = await start();
    expect(await ask(second.url, 'select found from kept')).toEqual([{ found: 1 }]);
    expect(new URL(second.url).password).toBe(new URL(first.url).password);
    expect((await fs.stat(`${dir}.password`)).mode & 0o777).toBe(0o600);
  });

  test('a server killed with SIGKILL is reported, and what it committed is there at the next start', async () => {
    const first = await start();
    await ask(first.url, 'create table kept as select 1 as found');
    process.kill(await serverPid(), 'SIGKILL');
    expect(await exitCode(first.program)).toBe(1);
    const second = await start();
    expect(await ask(second.url, 'select found from kept')).toEqual([{ found: 1 }]);
  });

  test('does not outlive the program that started it, even when that is killed with SIGKILL', async () => {
    const first = await start();
    const pid = await serverPid();
    await end(first.program, 'SIGKILL');
    // A second start waits for the first server to be gone.
    await start();
    expect(() => process.kill(pid, 0)).toThrow('ESRCH');
  });

  test('sets a new password when the file with the old one is lost', async () => {
    const first = await start();
    await end(first.program, 'SIGINT');
    await fs.rm(`${dir}.password`);
    const second = await start();
    expect(await ask(second.url, 'select 1 as found')).toEqual([{ found: 1 }]);
    expect(new URL(second.url).password).not.toBe(new URL(first.url).password);
  });

  test('refuses data of another version, and says what to do', async () => {
    const first = await start();
    await end(first.program, 'SIGINT');
    await fs.writeFile(path.join(dir, 'PG_VERSION'), '14\n');
    await expect(start()).rejects.toThrow(
      /written by PostgreSQL 14, and this is PostgreSQL 15\. Move that folder away/,
    );
  });

  test('refuses a port that is in use', async () => {
    const { url } = await start();
    const { port } = new URL(url);
    await expect(start(`${dir}-other`, port)).rejects.toThrow(`Port ${port} for PostgreSQL is in use.`);
  });
});

async function start(place = dir, port = '0'): Promise<{ readonly url: string; readonly program: ChildProcess }> {
  const script = path.resolve(__dirname, '../../scripts/postgres.mjs');
  const program = spawn(process.execPath, [script, '--dir', place, '--port', port, '--no-fsync'], { stdio: 'pipe' });
  started.push(program);
  let complaint = '';
  program.stderr.on('data', (text) => (complaint += text));
  for await (const url of createInterface({ input: program.stdout })) return { url, program };
  await exitCode(program);
  throw new Error(complaint);
}

async function end(program: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (program.exitCode === null && program.signalCode === null) program.kill(signal);
  await exitCode(program);
}

async function exitCode(program: ChildProcess): Promise<number | null> {
  if (program.exitCode === null && program.signalCode === null) await once(program, 'exit');
  return program.exitCode;
}

async function serverPid(): Promise<number> {
  return Number.parseInt(await fs.readFile(path.join(dir, 'postmaster.pid'), 'utf8'), 10);
}

async function ask(url: string, query: string, values: readonly string[] = []): Promise<unknown[]> {
  const client = new pg.Client(url);
  await client.connect();
  try {
    return (await client.query(query, [...values])).rows;
  } finally {
    await client.end();
  }
}
