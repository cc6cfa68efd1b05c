import { setTimeout as pause } from 'node:timers/promises';
import { Inject, Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { Bells } from './bells.ts';
import { Clock } from './clock.ts';
import { TICKS_END_WITHIN_MS } from './closing.ts';
import { CONFIG, type Config } from './config.ts';
import type { Transaction } from './database.ts';
import { LOGGER, type Logger } from './logger.ts';
import { Statement } from './statement.ts';

/** Each kind of work that waits in rows. */
export type WorkerName =
  | 'incident'
  | 'suppression'
  | 'escalation'
  | 'heard'
  | 'handoff'
  | 'delivery'
  | 'readiness'
  | 'staleness'
  | 'pull'
  | 'heartbeat'
  | 'token'
  | 'figures';

/** One pass over what is due. Answers how many rows it took; 0 means that nothing is due. */
export type Tick = () => Promise<number>;

/** Work that comes round by the time, and finds its own way to what there is to do. */
export type RoundName = 'audit';
/** Why a round is made. A clock that went back has left behind it what is due in a time that is not there yet. */
export type Occasion = 'time' | 'clock_went_back';

interface Worker {
  readonly name: WorkerName | RoundName;
  readonly tick: Tick;
  running: Promise<void> | null;
  again: boolean;
}

interface Round {
  readonly worker: Worker;
  readonly everyPolls: number;
  occasion: Occasion;
}

const BELL = 'incidents_work';
const RING = new Statement('select pg_notify(:bell, :name)');
const POLL_MS = 1_000;
/** So long a tick waits for what it has begun. */
const PATIENCE_MS = 1_000;

/**
 * Runs the ticks of all workers: woken by the database's LISTEN/NOTIFY, and every second in case a wake-up is lost.
 * A worker never overlaps itself; what a tick throws is logged and the next wake-up tries again.
 */
@Injectable()
export class Workers implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly workers: Worker[] = [];
  private readonly rounds: Round[] = [];
  private readonly stragglers = new Map<Promise<void>, WorkerName>();
  private started = false;
  private polls = 0;
  private polledAt: Date | null = null;

  constructor(
    private readonly bells: Bells,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  register(name: WorkerName, tick: Tick): void {
    this.workers.push({ name, tick, running: null, again: false });
  }

  /**
   * Runs by the time alone, beside the others: no ring wakes it, and nobody waits for it to come to rest. `make` answers
   * whether it could be made: one whose occasion is not the time is tried at every poll until it could.
   */
  registerRound(name: RoundName, everySeconds: number, make: (occasion: Occasion) => Promise<boolean>): void {
    const tick = async () => {
      const { occasion } = round;
      round.occasion = 'time';
      let isMade = false;
      try {
        isMade = await make(occasion);
      } finally {
        if (!isMade && occasion !== 'time') round.occasion = occasion;
      }
      return 0;
    };
    const everyPolls = Math.max(1, Math.round((everySeconds * 1000) / POLL_MS));
    const round: Round = { worker: { name, tick, running: null, again: false }, everyPolls, occasion: 'time' };
    this.rounds.push(round);
  }

  /**
   * For what a tick has begun: waits until it is done, but not for stragglers. Those go on beside the ticks, and are logged,
   * and waited for at the end, as they are. How many there may be is for the tick to say.
   */
  async begun(name: WorkerName, work: Promise<void>): Promise<void> {
    const done = work.catch((error: unknown) => this.failed(name, error)).finally(() => this.stragglers.delete(done));
    this.stragglers.set(done, name);
    await atMost(PATIENCE_MS, done);
  }

  /** Wakes every backend's worker of that name once the transaction commits. */
  async ring(transaction: Transaction, name: WorkerName): Promise<void> {
    await RING.run(transaction, { bell: BELL, name });
  }

  async onApplicationBootstrap(): Promise<void> {
    if (this.config.ROLE === 'api') return;
    this.started = true;
    await this.bells.hear(BELL, (message) => {
      for (const worker of this.workers) if (message === null || worker.name === message) this.wake(worker);
    });
    this.poll();
  }

  /** Waits for the ticks that run, but not for a provider that says nothing: what it was sent is under a lease. */
  async beforeApplicationShutdown(): Promise<void> {
    this.started = false;
    const all = [...this.workers, ...this.rounds.map(({ worker }) => worker)];
    const ticks = Promise.all(all.flatMap((worker) => worker.running ?? []));
    await atMost(
      TICKS_END_WITHIN_MS,
      ticks.then(() => Promise.all(this.stragglers.keys())),
    );
    const running = all.filter((worker) => worker.running !== null).map(({ name }) => name);
    const left = [...running, ...this.stragglers.values()];
    if (left.length > 0) {
      this.logger.warn({ workers: left }, 'ticks did not end in time; what they hold goes on when its lease is over');
    }
  }

  @Interval(POLL_MS)
  poll(): void {
    if (!this.started) return;
    for (const worker of this.workers) this.wake(worker);
    this.polls += 1;
    const wentBack = this.wentBack();
    for (const round of this.rounds) {
      if (wentBack) round.occasion = 'clock_went_back';
      if (round.occasion !== 'time' || this.polls % round.everyPolls === 0) this.wake(round.worker);
    }
  }

  /** By more than what passed since the last poll: nobody waits for a clock that is set right by less. */
  private wentBack(): boolean {
    const before = this.polledAt;
    const now = this.clock.now();
    this.polledAt = now;
    if (before === null || now >= before) return false;
    this.logger.warn(
      { clock: { before, now } },
      'the clock went back; the auditor looks at once at what is due too late',
    );
    return true;
  }

  /** Makes a round now: for tests. */
  async makeRound(name: RoundName): Promise<void> {
    for (const { worker } of this.rounds) if (worker.name === name) await worker.tick();
  }

  /** Runs all ticks, one after another, until none finds anything due: for tests, which move the clock by hand. */
  async runUntilQuiet(): Promise<void> {
    for (let rounds = 0; rounds < 10_000; rounds += 1) {
      let taken = 0;
      for (const worker of this.workers) taken += await worker.tick();
      await Promise.all(this.stragglers.keys());
      if (taken === 0) return;
    }
    throw new Error('the workers do not come to rest');
  }

  private wake(worker: Worker): void {
    worker.again = true;
    worker.running ??= this.run(worker).finally(() => {
      worker.running = null;
      // Woken between its last look and now: else that would be lost until the next poll.
      if (worker.again && this.started) this.wake(worker);
    });
  }

  private async run(worker: Worker): Promise<void> {
    while (worker.again && this.started) {
      worker.again = false;
      try {
        while (this.started && (await worker.tick()) > 0);
      } catch (error) {
        this.failed(worker.name, error);
      }
    }
  }

  private failed(name: Worker['name'], error: unknown): void {
    this.logger.error({ err: error, worker: { name } }, 'a tick failed; the next one tries again');
  }
}

/** Comes back when that has ended, or the time is over. */
async function atMost(milliseconds: number, work: Promise<unknown>): Promise<void> {
  const over = new AbortController();
  const ended = work.finally(() => over.abort());
  await Promise.race([ended, pause(milliseconds, undefined, { signal: over.signal }).catch(() => undefined)]);
}
