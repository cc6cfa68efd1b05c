import { Inject, Injectable, type BeforeApplicationShutdown } from '@nestjs/common';
import { Bells } from '../platform/bells.ts';
import { LOGGER, type Logger } from '../platform/logger.ts';
import { ChangeRelay, joined, type RelayedChanges } from './change-relay.ts';
import { CHANGES_BELL, ChangeRepository } from './change.repository.ts';
import { isAfter, type ChangePlace, type IncidentChange } from './incident-change.ts';

/** One who watches live. */
export interface Watcher {
  /** All that comes stands behind this place. `complete`: nothing was missed since the place that the watcher named. */
  begin(place: ChangePlace, complete: boolean): void;
  /** In order, each once. */
  take(changes: readonly IncidentChange[]): void;
}

interface Watching {
  readonly watcher: Watcher;
  place: ChangePlace;
}

const BATCH = 500;
/** Who has more to catch up with looks at everything anew, which is cheaper. */
const MOST_TO_CATCH_UP = 10_000;
const AGAIN_MS = 50;
const POLL_MS = 5_000;
/** What another backend read for us may have been less than there was. */
const RELAYED_MS = 1_000;

/**
 * Reads changes once for all who watch in this process, while anybody does: woken by every commit that changed an
 * incident, again shortly while an older transaction is open, and now and then in case a wake-up was lost.
 */
@Injectable()
export class ChangeFeed implements BeforeApplicationShutdown {
  private readonly watching = new Set<Watching>();
  private place: ChangePlace | null = null;
  private starting: Promise<ChangePlace> | null = null;
  private users = 0;
  private silence: (() => void) | null = null;
  private timer: NodeJS.Timeout | null = null;
  private reading: Promise<void> | null = null;
  private again = false;

  constructor(
    private readonly changes: ChangeRepository,
    private readonly bells: Bells,
    private readonly relay: ChangeRelay,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** From behind `after`, else from now on. Answers how to stop. */
  async watch(after: ChangePlace | null, watcher: Watcher): Promise<() => void> {
    this.users += 1;
    const own: Watching = { watcher, place: { xid: 0n, id: 0 } };
    const stop = () => {
      if (!this.watching.delete(own)) return;
      this.leave();
    };
    try {
      const present = await this.start();
      const complete = after !== null && (await this.changes.canGoOn(after, MOST_TO_CATCH_UP));
      own.place = complete ? after : present;
      watcher.begin(own.place, after === null || complete);
      await this.catchUp(own);
      this.watching.add(own);
      this.wake();
      return stop;
    } catch (error) {
      this.leave();
      throw error;
    }
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.watching.clear();
    this.users = 0;
    this.rest();
    await this.reading;
  }

  private start(): Promise<ChangePlace> {
    if (this.place) return Promise.resolve(this.place);
    this.starting ??= this.begin().finally(() => {
      this.starting = null;
    });
    return this.starting;
  }

  private async begin(): Promise<ChangePlace> {
    this.silence ??= await this.listen();
    const place = await this.changes.present();
    this.place = place;
    return place;
  }

  private async listen(): Promise<() => void> {
    const stopBell = await this.bells.hear(CHANGES_BELL, () => this.wake());
    const stopRelay = this.relay.hear((relayed) => this.takeRelayed(relayed));
    return () => {
      stopBell();
      stopRelay();
    };
  }

  /** Reads for one until there is nothing that the others have had; ends without a pause, so that nothing slips in between. */
  private async catchUp(own: Watching): Promise<void> {
    for (;;) {
      const before = this.place;
      if (before === null || !isAfter(before, own.place)) return;
      const batch = await this.changes.after(own.place, BATCH);
      give(own, batch);
      if (batch.length === 0 && before === this.place) return;
    }
  }

  private wake(): void {
    this.again = true;
    this.reading ??= this.read().finally(() => {
      this.reading = null;
      if (this.again && this.watching.size > 0) this.wake();
    });
  }

  private async read(): Promise<void> {
    let waits = POLL_MS;
    try {
      while (this.again && this.watching.size > 0 && this.place) {
        this.again = false;
        waits = await this.drain(this.place);
      }
    } catch (error) {
      this.logger.warn({ err: error }, 'changes cannot be read; the next try follows');
    }
    this.wakeIn(waits);
  }

  /** Answers how long to wait for the next try if nobody rings. */
  private async drain(from: ChangePlace): Promise<number> {
    let place = from;
    if (await this.isReadByAnother(from)) return RELAYED_MS;
    for (;;) {
      const batch = await this.changes.after(place, BATCH);
      const last = batch.at(-1);
      if (!last) return (await this.changes.isAnyAfter(place)) ? AGAIN_MS : POLL_MS;
      void this.relay.pass({ from: place, changes: batch });
      place = last.place;
      // Nobody watches any more, or somebody began anew in the meantime.
      if (this.place === null) return POLL_MS;
      this.goOn(batch, place);
    }
  }

  private async isReadByAnother(from: ChangePlace): Promise<boolean> {
    if (await this.relay.isReader()) return false;
    const hasMoved = () => this.place !== null && isAfter(this.place, from);
    await this.relay.waitForReader(hasMoved);
    return hasMoved();
  }

  private takeRelayed(relayed: RelayedChanges): void {
    if (this.place === null) return;
    const next = joined(relayed, this.place);
    const last = next?.at(-1);
    if (next && last) this.goOn(next, last.place);
  }

  /** What was read here and what was read by another may overlap: each who watches takes what is new to them. */
  private goOn(batch: readonly IncidentChange[], place: ChangePlace): void {
    if (this.place === null || isAfter(place, this.place)) this.place = place;
    for (const own of this.watching) give(own, batch);
  }

  private wakeIn(ms: number): void {
    if (this.timer) clearTimeout(this.timer);
    this.timer = this.users > 0 ? setTimeout(() => this.wake(), ms) : null;
  }

  private leave(): void {
    this.users = Math.max(0, this.users - 1);
    if (this.users === 0) this.rest();
  }

  private rest(): void {
    this.silence?.();
    this.silence = null;
    this.place = null;
    if (this.timer) clearTimeout(this.timer);
    this.timer = null;
  }
}

function give(own: Watching, batch: readonly IncidentChange[]): void {
  const news = batch.filter(({ place }) => isAfter(place, own.place));
  const last = news.at(-1);
  if (!last) return;
  own.place = last.place;
  own.watcher.take(news);
}
