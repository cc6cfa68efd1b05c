import { Inject, Injectable } from '@nestjs/common';
import { OpenAlerts } from '../incident/open-alerts.ts';
import { Clock } from '../platform/clock.ts';
import { CONFIG, type Config } from '../platform/config.ts';
import { SecretBox } from '../platform/secret-box.ts';
import { AlertIndices } from './alert-indices.ts';
import { FoundAlerts } from './found-alerts.ts';
import { PullFault } from './pull-fault.ts';
import type { ClaimedPull, PullPass, PullState } from './pull.repository.ts';

/** Between two commits a poll asks Elasticsearch once, and Kibana for half a minute. */
const LEASE_MS = 60_000;
const ANSWERS_AWAITED = 3;
const PAGE = 200;
/** More wait for the next poll, which follows at once: others have their turn in between. */
const MOST_PAGES = 25;
/** Documents appear a moment after the time that they bear, and a rule may run for minutes. */
const OVERLAP_MS = 5 * 60_000;
/** How far back a first poll looks: what is active is written anew with each run of its rule. */
const FIRST_LOOK_MS = 24 * 60 * 60_000;
/** A document from further ahead has a wrong time, and must not hide those that come. */
const AHEAD_MS = 5 * 60_000;

/** How a poll came through. */
export interface PollEnd {
  /** What it leaves behind, but for when the next one is due. */
  readonly state: Partial<PullPass> & { readonly readUntil?: Date };
  /** False when documents are left for the next poll, which should not wait. */
  readonly isThrough: boolean;
  /** What failed without keeping it from reading alerts. */
  readonly fault: PullFault | null;
}

/** Looks once through what Kibana wrote, and through what became of the alerts that are open here. */
@Injectable()
export class Poll {
  constructor(
    private readonly found: FoundAlerts,
    private readonly open: OpenAlerts,
    private readonly box: SecretBox,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** @throws PullFault, LeaseLost */
  async run(pull: ClaimedPull, signal: AbortSignal): Promise<PollEnd> {
    const apiKey = this.box.open(pull.sealedApiKey);
    const indices = await AlertIndices.open(
      { ...pull, apiKey, timeoutMs: this.config.PULL_TIMEOUT_SECONDS * 1000 },
      signal,
    );
    try {
      const { pass, isThrough, kibanaFault } = await this.readChanged(pull, apiKey, indices, signal);
      await this.readEnded(pull, apiKey, indices, signal);
      const writeFault = pull.writeBack ? await this.writeBack(pull, indices) : null;
      return { state: isThrough ? this.endOf(pass) : pass, isThrough, fault: kibanaFault ?? writeFault };
    } finally {
      await indices.close();
    }
  }

  private async readChanged(
    pull: ClaimedPull,
    apiKey: string,
    indices: AlertIndices,
    signal: AbortSignal,
  ): Promise<{ readonly pass: StartedPass; readonly isThrough: boolean; readonly kibanaFault: PullFault | null }> {
    let pass = this.begin(pull);
    let kibanaFault: PullFault | null = null;
    for (let pages = 0; pages < MOST_PAGES; pages += 1) {
      const documents = await indices.changedSince(pass.passFrom, pass.passAfter, PAGE);
      const last = documents.at(-1);
      if (!last) return { pass, isThrough: true, kibanaFault };
      const read: StartedPass = { ...pass, passAfter: last.place, passLatest: new Date(last.place[0]) };
      const after = (heldAt: Date | null): StartedPass => ({ ...read, passHeld: earlier(pass.passHeld, heldAt) });
      const stateAfter = (heldAt: Date | null): PullState => ({ ...after(heldAt), leasedUntil: this.leasedUntil() });
      const end = await this.found.take(pull, apiKey, documents, stateAfter, signal);
      pass = after(end.heldAt);
      kibanaFault ??= end.kibanaFault;
      if (documents.length < PAGE) return { pass, isThrough: true, kibanaFault };
    }
    return { pass, isThrough: false, kibanaFault };
  }

  /** A pass that was left in its middle goes on there. */
  private begin({ passFrom, passAfter, passLatest, passHeld, readUntil }: ClaimedPull): StartedPass {
    if (passFrom !== null) return { passFrom, passAfter, passLatest, passHeld };
    const from = readUntil === null ? this.clock.now().getTime() - FIRST_LOOK_MS : readUntil.getTime() - OVERLAP_MS;
    return { passFrom: new Date(from), passAfter: null, passLatest: readUntil, passHeld: null };
  }

  /** Up to where all has been read, but not beyond what waits. */
  private endOf({ passLatest, passHeld }: StartedPass): PollEnd['state'] {
    const latest = earlier(passLatest, passHeld);
    const bound = new Date(this.clock.now().getTime() + AHEAD_MS);
    const over = { passFrom: null, passAfter: null, passLatest: null, passHeld: null };
    return latest === null ? over : { ...over, readUntil: latest < bound ? latest : bound };
  }

  private async readEnded(
    pull: ClaimedPull,
    apiKey: string,
    indices: AlertIndices,
    signal: AbortSignal,
  ): Promise<void> {
    let last: string | null = null;
    for (;;) {
      const alerts = await this.open.activeOf(pull.sourceId, last, PAGE);
      const documents = alerts.length === 0 ? [] : await indices.ended(alerts.map(({ episode }) => episode));
      const state = () => ({ leasedUntil: this.leasedUntil() });
      if (documents.length > 0) await this.found.take(pull, apiKey, documents, state, signal);
      last = alerts.at(-1)?.id ?? null;
      if (alerts.length < PAGE) return;
    }
  }

  /** One chunk of each kind in a poll; what is written while somebody else writes is tried with the next. */
  private async writeBack(pull: ClaimedPull, indices: AlertIndices): Promise<PullFault | null> {
    try {
      for (const writing of await this.open.toWriteBack(pull.sourceId, PAGE)) {
        const episodes = writing.alerts.map(({ episode }) => episode);
        if (await indices.writeWorkflowStatus(episodes, writing.status)) await this.open.wroteBack(writing);
      }
      return null;
    } catch (error) {
      // What was read has been read: the poll came through.
      if (error instanceof PullFault) return error;
      throw error;
    }
  }

  /** Until when a poll has time for its next commit, before somebody else takes over. */
  leasedUntil(): Date {
    const answersMs = ANSWERS_AWAITED * this.config.PULL_TIMEOUT_SECONDS * 1000;
    return new Date(this.clock.now().getTime() + LEASE_MS + answersMs);
  }
}

type StartedPass = PullPass & { readonly passFrom: Date };

function earlier(a: Date | null, b: Date | null): Date | null {
  if (a === null || b === null) return a ?? b;
  return a < b ? a : b;
}
