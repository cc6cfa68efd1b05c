import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { ADMIN_TOKEN, SECRETS_KEY } from './backend.ts';

const MAIN = join(__dirname, '../../backend/dist/src/main.js');
const PATIENCE_MS = 90_000;

/** The environment that a backend needs, with nothing of ours in it. */
export function environmentOf(given: { readonly databaseUrl: string; readonly smtpPort: number }): Environment {
  return {
    // The tokens of the tests are for everybody to read.
    NODE_ENV: 'test',
    PORT: '0',
    DATABASE_URL: given.databaseUrl,
    DATABASE_POOL: '5',
    SMTP_URL: `smtp://127.0.0.1:${given.smtpPort}`,
    ADMIN_TOKEN,
    SECRETS_KEY,
  };
}

export type Environment = Readonly<Record<string, string>>;

/** Another build than that of this clone, and as whom it runs. */
export interface Program {
  readonly main?: string;
  readonly cwd?: string;
  readonly uid?: number;
}

/** How a process ended. */
interface ProcessEnd {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** The built backend in a process of its own, which can be killed. */
export class BackendProcess {
  readonly #child: ChildProcess;
  readonly #end: Promise<ProcessEnd>;
  #stdout = '';
  #stderr = '';

  constructor(env: Environment, { main = MAIN, ...as }: Program = {}) {
    this.#child = spawn(process.execPath, [main], { ...as, env: { ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
    this.#child.stdout?.on('data', (chunk: Buffer) => (this.#stdout += chunk.toString()));
    this.#child.stderr?.on('data', (chunk: Buffer) => (this.#stderr += chunk.toString()));
    this.#end = once(this.#child, 'close').then(([code, signal]) => ({
      code: code as number | null,
      signal: signal as NodeJS.Signals | null,
      stdout: this.#stdout,
      stderr: this.#stderr,
    }));
  }

  /** Starts one and waits until it takes calls; gives its address too. */
  static async listening(
    env: Environment,
    program?: Program,
  ): Promise<{ readonly process: BackendProcess; readonly base: string }> {
    const started = new BackendProcess(env, program);
    const base = await eventually(() => {
      if (started.#child.exitCode !== null) throw new Error(`the backend ended: ${started.#stderr}${started.#stdout}`);
      return /"address":"([^"]+)"/.exec(started.#stdout)?.[1];
    });
    return { process: started, base };
  }

  /** Sends a signal, and waits until the process has written `answer` on its standard error because of it. */
  async answers(signal: NodeJS.Signals, answer: string): Promise<void> {
    const before = this.#stderr.length;
    this.#child.kill(signal);
    await eventually(() => this.#stderr.includes(answer, before));
  }

  /** Without a signal it waits for an end that comes by itself. */
  ended(signal?: NodeJS.Signals): Promise<ProcessEnd> {
    if (signal !== undefined) this.#child.kill(signal);
    return this.#end;
  }
}

/** Asks again until there is an answer; for what happens in another process. */
export async function eventually<Value>(
  ask: () => Value | undefined | false | Promise<Value | undefined | false>,
): Promise<Value> {
  const deadline = performance.now() + PATIENCE_MS;
  for (;;) {
    const value = await ask();
    if (value !== undefined && value !== false) return value;
    if (performance.now() > deadline) throw new Error('what was waited for did not come');
    await pause(10);
  }
}
