import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, jest, test } from '@jest/globals';

jest.setTimeout(300_000);

/** Runs the tool; gives its exit code and what it printed. */
function chaos(...args: readonly string[]): Promise<{ readonly code: number; readonly text: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, ['test/chaos/chaos.mjs', ...args], (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : Number(error.code), text: `${stdout}${stderr}` });
    });
  });
}

test('what was lost, doubled or stuck is found, each by itself', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'incidents-chaos-'));
  try {
    const file = path.join(folder, 'found.json');
    const { code, text } = await chaos('--rounds', '1', '--only', 'the webhook fails', '--plant', '--json', file);
    const { rounds, summary } = JSON.parse(await readFile(file, 'utf8')) as {
      readonly rounds: readonly { readonly accepted: number; readonly fault: string }[];
      readonly summary: Readonly<Record<string, number>>;
    };
    expect(text).toContain('another-<delivery-');
    expect(summary).toEqual({ lost: 1, doubled: 1, stuck: 2 });
    expect(rounds).toEqual([expect.objectContaining({ fault: 'the webhook fails' })]);
    expect(rounds[0]?.accepted).toBeGreaterThan(10);
    expect(code).toBe(1);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});

test('what it does not understand it says, and starts nothing', async () => {
  const { code, text } = await chaos('--rounds', 'many');
  expect(code).toBe(1);
  expect(text).toMatch(/^Usage: .*a backend is killed/s);
});
