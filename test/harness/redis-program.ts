import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { connect, createServer, type AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

const PROGRAM = 'redis-server';
const STARTS_WITHIN_MS = 20_000;

/** Why there is no Redis for a test on this machine; null where there is one. */
export function whyNoRedis(): string | null {
  const { error } = spawnSync(PROGRAM, ['--version'], { stdio: 'ignore' });
  return error ? `there is no ${PROGRAM} on this machine (Debian: apt-get install redis-server)` : null;
}

/** A Redis server of a test's own, which keeps nothing and can die. */
export class RedisProgram {
  #child: ChildProcess | null = null;

  private constructor(private readonly port: number) {}

  static async start(): Promise<RedisProgram> {
    const program = new RedisProgram(await freePort());
    await program.startAgain();
    return program;
  }

  get url(): string {
    return `redis://127.0.0.1:${this.port}`;
  }

  async startAgain(): Promise<void> {
    const options = ['--port', String(this.port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'];
    this.#child = spawn(PROGRAM, options, { stdio: 'ignore' });
    await this.answers();
  }

  /** With SIGKILL, as a machine that is switched off. */
  async kill(): Promise<void> {
    await this.end('SIGKILL');
  }

  /** It takes connections and answers none, until it goes on. */
  freeze(): void {
    this.#child?.kill('SIGSTOP');
  }
  thaw(): void {
    this.#child?.kill('SIGCONT');
  }

  async stop(): Promise<void> {
    this.thaw();
    await this.end('SIGTERM');
  }

  /** How often a command was called since the start. */
  async calls(command: string): Promise<number> {
    const text = await this.ask('INFO commandstats');
    return Number(new RegExp(`cmdstat_${command}:calls=(\\d+)`).exec(text)?.[1] ?? 0);
  }

  private async end(signal: NodeJS.Signals): Promise<void> {
    const child = this.#child;
    this.#child = null;
    if (child === null || child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.kill(signal);
    await ended;
  }

  private async answers(): Promise<void> {
    for (let waited = 0; waited < STARTS_WITHIN_MS; waited += 20) {
      if ((await this.ask('PING').catch(() => '')).startsWith('+PONG')) return;
      await pause(20);
    }
    throw new Error(`${PROGRAM} did not answer on port ${this.port}`);
  }

  /** One command over a connection of its own, as people type them; the answer comes as Redis writes it. */
  private async ask(command: string): Promise<string> {
    const socket = connect(this.port, '127.0.0.1');
    socket.write(`${command}\r\nQUIT\r\n`);
    let answer = '';
    for await (const piece of socket) answer += String(piece);
    return answer;
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  await new Promise((closed) => server.close(closed));
  return port;
}
