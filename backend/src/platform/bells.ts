import { Inject, Injectable, type BeforeApplicationShutdown } from '@nestjs/common';
import type { Client } from 'pg';
import { DATABASE, type Database } from './database.ts';
import { LOGGER, type Logger } from './logger.ts';

/** Takes what was rung with; null after the connection was made anew, when rings may have been missed. */
export type Hearer = (message: string | null) => void;

const REDIAL_MS = 1_000;

/** Hears the database's NOTIFY on one connection of its own, which is there while anybody listens and made anew when it breaks. */
@Injectable()
export class Bells implements BeforeApplicationShutdown {
  private readonly hearers = new Map<string, Set<Hearer>>();
  private client: Client | null = null;
  private dialling: Promise<void> | null = null;
  private redial: NodeJS.Timeout | null = null;
  private missed = false;
  private over = false;

  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** The bell is a name that needs no quotation. Comes back once it is heard, or could not be for now; answers how to stop. */
  async hear(bell: string, hearer: Hearer): Promise<() => void> {
    const known = this.hearers.get(bell);
    if (known) known.add(hearer);
    else this.hearers.set(bell, new Set([hearer]));
    if (this.client === null) this.dial();
    else if (!known) await this.listen(this.client, [bell]);
    await this.dialling;
    return () => this.hearers.get(bell)?.delete(hearer);
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.over = true;
    if (this.redial) clearTimeout(this.redial);
    await this.dialling;
    const { client } = this;
    this.client = null;
    if (client)
      await client.end().catch((error: unknown) => this.logger.debug({ err: error }, 'the listener was gone'));
  }

  private dial(): void {
    if (this.over) return;
    this.dialling ??= this.connect().finally(() => {
      this.dialling = null;
    });
  }

  private async connect(): Promise<void> {
    try {
      const client = (await this.database.client.acquireRawConnection()) as Client;
      client.on('notification', ({ channel, payload }) => this.ring(channel, payload ?? ''));
      client.on('error', () => this.lose(client));
      client.on('end', () => this.lose(client));
      this.client = client;
      await this.listen(client, [...this.hearers.keys()]);
      if (this.missed) for (const bell of this.hearers.keys()) this.ring(bell, null);
      this.missed = false;
    } catch (error) {
      this.logger.warn({ err: error }, 'cannot listen to the database; polling goes on');
      this.dialAgain();
    }
  }

  private async listen(client: Client, bells: readonly string[]): Promise<void> {
    try {
      for (const bell of bells) await client.query(`listen ${bell}`);
    } catch (error) {
      this.logger.warn({ err: error }, 'cannot listen to the database; polling goes on');
      this.lose(client);
    }
  }

  private ring(bell: string, message: string | null): void {
    for (const hearer of this.hearers.get(bell) ?? []) hearer(message);
  }

  private lose(client: Client): void {
    if (client !== this.client) return;
    this.client = null;
    // One that only fails to listen would else stay open.
    client.end().catch((error: unknown) => this.logger.debug({ err: error }, 'the listener was gone'));
    this.dialAgain();
  }

  private dialAgain(): void {
    this.missed = true;
    if (this.over || this.redial) return;
    this.redial = setTimeout(() => {
      this.redial = null;
      this.dial();
    }, REDIAL_MS);
  }
}
