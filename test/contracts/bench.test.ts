import { execFileSync, spawn } from 'node:child_process';
import { chmod, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { requireRoom } from '../harness/room.mjs';

jest.setTimeout(300_000);

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'incidents-bench-test-'));
  // The server's user, who is not always ours, has to enter.
  await chmod(folder, 0o755);
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** Runs a tool with our folder for its files; `at`: what it prints when it is interrupted. */
function run(
  program: string,
  args: readonly string[],
  at?: RegExp,
): Promise<{ readonly code: number | null; readonly text: string }> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [program, ...args], { env: { ...process.env, TMPDIR: folder } });
    let text = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (piece) => {
        const before = text;
        text += String(piece);
        if (at && !at.test(before) && at.test(text)) child.kill('SIGINT');
      });
    }
    child.once('close', (code) => resolve({ code, text }));
  });
}

/** Processes that hold a file of our folder on their command line. */
function leftRunning(): readonly string[] {
  const lines = execFileSync('ps', ['-eo', 'pid,args'], { encoding: 'utf8' }).split('\n');
  return lines.filter((line) => line.includes(folder));
}

describe('what is interrupted', () => {
  test.each([
    ['test/bench/bench.mjs', ['intake', '--count', '1'], /reference: /],
    ['test/chaos/chaos.mjs', ['--rounds', '1', '--only', 'Redis is killed'], /begun/],
  ])('%s says so, and leaves nothing running and nothing behind', async (program, args, at) => {
    const { code, text } = await run(program, args, at);
    expect(text).toContain('Interrupted by SIGINT.');
    expect(code).toBe(1);
    expect(leftRunning()).toEqual([]);
    expect(await readdir(folder)).toEqual([]);
  });
});

test('a bench that there is not says which there are', async () => {
  const { code, text } = await run('test/bench/bench.mjs', ['speed']);
  expect(code).toBe(1);
  expect(text).toMatch(/^Usage: .*intake\|notify/);
});

test('too little room is told with what was found and what is needed', async () => {
  await expect(requireRoom({ folder, disk: 1, memory: 1 })).resolves.toBeUndefined();
  const all = { folder, disk: 2 ** 40, memory: 2 ** 40 };
  await expect(requireRoom(all)).rejects.toThrow(/found \d+ megabytes of disk in .*, expected at least 1099511627776/);
  await expect(requireRoom(all)).rejects.toThrow(/found \d+ megabytes of memory, expected at least/);
});
