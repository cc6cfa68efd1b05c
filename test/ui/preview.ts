import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';

const program = path.resolve('kibana-plugin/preview/serve.mjs');

export interface Preview {
  readonly url: string;
  stop(): Promise<void>;
}

/** The preview host as `npm start` runs it, in a process of its own, on a free port; built before the tests began. */
export async function startPreview(
  end: 'low' | 'high',
  backend: string,
  token: string,
  timeout: string,
  services = 7,
): Promise<Preview> {
  const child = spawn(
    process.execPath,
    [
      program,
      '--built',
      '--end',
      end,
      '--backend',
      backend,
      '--port',
      '0',
      '--timeout',
      timeout,
      '--services',
      String(services),
    ],
    { stdio: ['ignore', 'pipe', 'inherit'], env: { ...process.env, INCIDENTS_TOKEN: token } },
  );
  const exited = once(child, 'exit');
  const [url] = (await Promise.race([
    once(createInterface(child.stdout), 'line'),
    exited.then(() => Promise.reject(new Error('The preview ended before it was there.'))),
  ])) as [string];
  return {
    url,
    stop: async () => {
      child.kill('SIGTERM');
      await exited;
    },
  };
}
