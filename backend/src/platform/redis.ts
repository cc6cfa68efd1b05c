import { setTimeout as pause } from 'node:timers/promises';
import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import type { Redis as Client } from 'ioredis';
import { CONFIG, type Config } from './config.ts';
import { LOGGER, type Logger } from './logger.ts';
import { SecretBox } from './secret-box.ts';
import { VERSION } from './version.ts';

/** Takes what was said; null after the connection was made anew, when something may have been missed. */
export type WordHearer = (message: string | null) => void;

/** What takes longer is as if there were no Redis: it is there to save time. */
const PATIENCE_MS = 250;
/** So long it is left alone after it failed to answer, so that not every call waits for it. */
const REST_MS = 1_000;
const SLOWEST_REDIAL_MS = 2_000;

const OPTIONS = {
  lazyConnect: true,
  // Nothing waits for Redis to come back.
  enableOfflineQueue: false,
  maxRetriesPerRequest: 0,
  autoResubscribe: false,
  connectTimeout: 2_000,
  commandTimeout: PATIENCE_MS,
  retryStrategy: (times: number) => Math.min(50 * 2 ** Math.min(times, 10), SLOWEST_REDIAL_MS),
};

/**
 * Redis, where REDIS_URL names one: quick and shared by all backends, and never needed. While it is away every question
 * is answered with null at once, whoever asks goes on by itself, and the connection is made anew in the background.
 */
@Injectable()
export class Redis implements OnApplicationBootstrap, OnApplicationShutdown {
  private asking: Client | null = null;
  private hearing: Client | null = null;
  private readonly hearers = new Map<string, Set<WordHearer>>();
  /** Installations that share a Redis, and versions that understand each other's entries differently, keep apart. */
  private readonly prefix: string;
  private resting: NodeJS.Timeout | null = null;
  private wasThere = false;
  private failures = 0;
  private isOver = false;

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    @Inject(LOGGER) private readonly logger: Logger,
    box: SecretBox,
  ) {
    this.prefix = `incidents:${VERSION}:${box.tokenFor('redis', 'prefix').slice(0, 8)}:`;
  }

  async onApplicationBootstrap(): Promise<void> {
    const { REDIS_URL: url } = this.config;
    if (url === undefined) return;
    const { Redis: Connection } = await import('ioredis');
    const connect = () => this.watch(new Connection(url, OPTIONS));
    const [asking, hearing] = [connect(), connect()];
    asking.on('ready', () => this.tellState(true));
    asking.on('close', () => this.tellState(false));
    hearing.on('ready', () => void this.listen([...this.hearers.keys()], true));
    hearing.on('message', (name: string, message: string) => this.pass(name.slice(this.prefix.length), message));
    [this.asking, this.hearing] = [asking, hearing];
    // It tries again by itself; that it could not yet is told as a state. The first calls find it there, if it is.
    const connected = [asking, hearing].map((client) => client.connect().catch(() => undefined));
    await Promise.race([Promise.all(connected), pause(PATIENCE_MS, undefined, { ref: false })]);
  }

  onApplicationShutdown(): void {
    this.isOver = true;
    if (this.resting) clearTimeout(this.resting);
    for (const client of [this.asking, this.hearing]) client?.disconnect();
  }

  /** Null where the configuration names none. */
  get isThere(): boolean | null {
    if (this.config.REDIS_URL === undefined) return null;
    return this.asking?.status === 'ready' && this.resting === null;
  }

  /** How many questions it left unanswered. */
  get unanswered(): number {
    return this.failures;
  }

  /** A key that is ours alone. */
  key(...parts: readonly string[]): string {
    return this.prefix + parts.join(':');
  }

  /** Null without a Redis that answers. */
  async ask<Answer>(question: (client: Client) => Promise<Answer>): Promise<Answer | null> {
    if (this.asking === null || !this.isThere) return null;
    try {
      return await question(this.asking);
    } catch (error) {
      this.failures += 1;
      this.rest();
      this.logger.debug({ err: error }, 'Redis did not answer; we go on without');
      return null;
    }
  }

  /** To all backends that hear, this one included. What is said while Redis is away is lost. */
  async say(channel: string, message: string): Promise<void> {
    await this.ask((client) => client.publish(this.key(channel), message));
  }

  /** Answers how to stop. */
  hear(channel: string, hearer: WordHearer): () => void {
    const known = this.hearers.get(channel);
    if (known) known.add(hearer);
    else {
      this.hearers.set(channel, new Set([hearer]));
      if (this.hearing?.status === 'ready') void this.listen([channel], false);
    }
    return () => this.hearers.get(channel)?.delete(hearer);
  }

  private watch(client: Client): Client {
    client.on('error', (error: unknown) => this.logger.debug({ err: error }, 'the connection to Redis failed'));
    return client;
  }

  private async listen(channels: readonly string[], missed: boolean): Promise<void> {
    try {
      if (channels.length > 0) await this.hearing?.subscribe(...channels.map((channel) => this.key(channel)));
    } catch (error) {
      if (this.isOver) return;
      this.logger.debug({ err: error }, 'Redis cannot be listened to for now');
      // Anew from the beginning, or it would stay deaf on a connection that seems to be well.
      this.hearing?.disconnect(true);
      return;
    }
    if (missed) for (const channel of channels) this.pass(channel, null);
  }

  private pass(channel: string, message: string | null): void {
    for (const hearer of this.hearers.get(channel) ?? []) hearer(message);
  }

  private rest(): void {
    this.resting ??= setTimeout(() => {
      this.resting = null;
    }, REST_MS).unref();
  }

  private tellState(isThere: boolean): void {
    if (isThere === this.wasThere) return;
    this.wasThere = isThere;
    if (isThere) this.logger.info('Redis is there');
    else this.logger.warn('Redis is away: every backend goes on by itself until it is back');
  }
}
