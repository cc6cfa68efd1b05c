import { Inject, Injectable } from '@nestjs/common';
import { isRuleAsked, permitPull, readDocument, type PulledAlert, type RuleKnowledge } from 'incident-core';
import { OpenAlerts } from '../incident/open-alerts.ts';
import { Metrics } from '../metrics/metrics.ts';
import { Clock } from '../platform/clock.ts';
import { DATABASE, isRace, isTransient, type Database, type Transaction } from '../platform/database.ts';
import { LOGGER, type Logger } from '../platform/logger.ts';
import type { FoundDocument } from './alert-indices.ts';
import { KibanaRules } from './kibana-rules.ts';
import type { PullFault } from './pull-fault.ts';
import { PulledIntake, type FoundAlert, type FoundFate } from './pulled-intake.ts';
import { PullRepository, type ClaimedPull, type PullState } from './pull.repository.ts';

/** A poll whose pull was changed, ended or taken over meanwhile: it commits nothing more. */
export class LeaseLost extends Error {}

/** What a page of documents came to. */
export interface PageEnd {
  /** The earliest `@timestamp` of those that wait. */
  readonly heldAt: Date | null;
  /** Why Kibana could not be asked about rules. */
  readonly kibanaFault: PullFault | null;
}

interface ReadDocument {
  readonly body: Buffer;
  readonly pulled: PulledAlert;
  readonly at: Date;
}

const TRIES = 3;
/** What only the pull found, if no push had brought it by then. */
const FOUND = ['opened', 'reopened', 'resolved', 'recovery_noted'];

/** Lets the documents of a page take effect, in one commit with how far that has brought the pull. */
@Injectable()
export class FoundAlerts {
  constructor(
    private readonly pulls: PullRepository,
    private readonly intake: PulledIntake,
    private readonly rules: KibanaRules,
    private readonly known: OpenAlerts,
    private readonly metrics: Metrics,
    private readonly clock: Clock,
    @Inject(DATABASE) private readonly database: Database,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** @throws LeaseLost */
  async take(
    pull: ClaimedPull,
    apiKey: string,
    documents: readonly FoundDocument[],
    stateAfter: (heldAt: Date | null) => PullState,
    signal: AbortSignal,
  ): Promise<PageEnd> {
    const foundAt = this.clock.now();
    const read = documents.flatMap((document) => this.read(pull, document, foundAt));
    const learnt = await this.learn(pull, apiKey, read, foundAt, signal);
    const alerts = read.map(({ body, pulled }): FoundAlert => {
      const permit = permitPull(pulled, pull, learnt.of(pulled), foundAt);
      return { body, pulled, permit };
    });
    const { fates, heldAt } = await this.commit(pull, async (transaction) => {
      const taken = await this.intake.take(transaction, { source: pull.source, foundAt, alerts });
      const held = earliest(read.filter((_, index) => isWaiting(taken[index])).map(({ at }) => at));
      const found = taken.filter(({ outcome, isNews }) => isNews && FOUND.includes(outcome)).length;
      const state = { ...stateAfter(held), ...(found > 0 && { foundAt }) };
      await this.pulls.saveState(transaction, pull, state, found);
      return { fates: taken, heldAt: held };
    });
    for (const fate of fates) this.count(fate);
    return { heldAt, kibanaFault: learnt.fault };
  }

  private read(pull: ClaimedPull, { source, place: [at] }: FoundDocument, receivedAt: Date): readonly ReadDocument[] {
    const body = Buffer.from(JSON.stringify(source ?? null));
    const reading = readDocument({ body, receivedAt, sourceId: pull.sourceId });
    if (reading.kind === 'pulled') return [{ body, pulled: reading.pulled, at: new Date(at) }];
    const { path, found, expected } = reading.problem;
    this.metrics.pulledAlerts.inc({ outcome: 'unreadable' });
    this.logger.warn({ source: { id: pull.sourceId }, path, found, expected }, 'an alert document could not be read');
    return [];
  }

  /** Asks Kibana about the rules of what would open something, and of nothing else. */
  private async learn(
    pull: ClaimedPull,
    apiKey: string,
    read: readonly ReadDocument[],
    now: Date,
    signal: AbortSignal,
  ): Promise<{ of(pulled: PulledAlert): RuleKnowledge; readonly fault: PullFault | null }> {
    const { kibanaUrl, sourceId } = pull;
    if (kibanaUrl === null) return { of: () => ({ kind: 'unasked' }), fault: null };
    const candidates = read.map(({ pulled }) => pulled).filter((pulled) => isRuleAsked(pulled, pull, now));
    const isUnknown = await this.known.unknown(candidates.map(({ alert }) => toEpisode(alert)));
    const asked = candidates.filter(({ alert }) => isUnknown(toEpisode(alert)));
    const names = asked.map(({ alert }) => toRuleName(alert));
    const learnt = await this.rules.learn({ sourceId, kibanaUrl, apiKey, scope: pull }, names, signal);
    const isAsked = new Set(asked);
    return {
      of: (pulled) => (isAsked.has(pulled) ? learnt.of(toRuleName(pulled.alert)) : { kind: 'unasked' }),
      fault: learnt.fault,
    };
  }

  private async commit<Result>(pull: ClaimedPull, act: (transaction: Transaction) => Promise<Result>): Promise<Result> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.database.transaction(async (transaction) => {
          if (!(await this.pulls.hold(transaction, pull))) throw new LeaseLost('the pull is no longer ours');
          return act(transaction);
        });
      } catch (error) {
        if (!(isTransient(error) || isRace(error)) || attempt === TRIES) throw error;
        this.logger.warn({ err: error, attempt }, 'a commit of pulled alerts failed and is tried again');
      }
    }
  }

  private count({ outcome, reason, isNews }: FoundFate): void {
    this.metrics.pulledAlerts.inc({ outcome: isNews ? outcome : (reason ?? outcome) });
    if (isNews && FOUND.includes(outcome)) this.metrics.foundByPull.inc({ outcome });
  }
}

function toEpisode({ dedupKey, episode }: PulledAlert['alert']): {
  readonly dedupKey: string;
  readonly episode: string;
} {
  return { dedupKey, episode: episode ?? '' };
}

function toRuleName({ space, rule }: PulledAlert['alert']): { readonly space: string; readonly ruleId: string } {
  return { space: space ?? 'default', ruleId: rule.id ?? '' };
}

function isWaiting(fate: FoundFate | undefined): boolean {
  return fate !== undefined && !fate.isNews && (fate.reason === 'too_young' || fate.reason === 'rule_unknown');
}

function earliest(dates: readonly Date[]): Date | null {
  return dates.reduce<Date | null>((first, date) => (first === null || date < first ? date : first), null);
}
