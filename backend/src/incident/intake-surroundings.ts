import { Injectable } from '@nestjs/common';
import { isSourceDedupKey, nameOfGroup, rateOf, type Alert, type Group } from 'incident-core';
import type { Transaction } from '../platform/database.ts';
import { IntakeRepository } from './intake.repository.ts';
import { NeighbourRepository, type SourceSurge } from './neighbour.repository.ts';
import { Neighbours, type KnownNeighbours } from './neighbours.ts';

/** What is known of an arrival before anything is locked. */
export interface ArrivalSigns {
  readonly alert: Alert;
  readonly sourceId: string;
  readonly group: Group | null;
}

/** Those around them that alerts of a batch may join, not yet locked. */
export type Surroundings = Omit<KnownNeighbours, 'joinable'> & { readonly joinable: readonly string[] };

/**
 * Locks and loads what lies around a batch of alerts. Those who bring alerts of one key, of one group or of one source
 * above its rate wait for each other; all of these locks are taken together and in one order, so that nobody waits in a
 * circle.
 */
@Injectable()
export class IntakeSurroundings {
  constructor(
    private readonly intake: IntakeRepository,
    private readonly neighbours: NeighbourRepository,
  ) {}

  /** What sources have brought of late, before anybody is waited for. */
  surges(transaction: Transaction, sourceIds: readonly string[]): Promise<readonly SourceSurge[]> {
    return this.neighbours.surges(transaction, sourceIds);
  }

  async lock(
    transaction: Transaction,
    { arrivals, surges: seen }: { readonly arrivals: readonly ArrivalSigns[]; readonly surges: readonly SourceSurge[] },
    now: Date,
  ): Promise<Surroundings> {
    const keys = arrivals.map(({ alert }) => alert.dedupKey);
    const groups = [...new Map(arrivals.flatMap(({ group }) => (group ? [[nameOfGroup(group), group]] : []))).values()];
    const stormy = seen.filter((surge) => mayStorm(surge, arrivals, now)).map(({ sourceId }) => sourceId);
    const names = [...groups.map(nameOfGroup), ...stormy.map((id) => `storm:${id}`)];
    await this.intake.lockKeys(transaction, [...keys, ...names]);
    const joinable = await this.neighbours.joinable(transaction, groups, now);
    if (stormy.length === 0) return { joinable, surges: seen, storms: [], criticals: [] };
    // What others have brought until now: it was read before they were waited for.
    const known = new Map((await this.neighbours.surges(transaction, stormy)).map((surge) => [surge.sourceId, surge]));
    return {
      joinable,
      surges: seen.map((surge) => known.get(surge.sourceId) ?? surge),
      storms: await this.neighbours.openStorms(transaction, stormy),
      criticals: await this.neighbours.criticalServices(transaction, criticalServices(arrivals, stormy)),
    };
  }

  /** Last of all, for all of a source wait here for each other. */
  async save(transaction: Transaction, neighbours: Neighbours): Promise<void> {
    await this.neighbours.insertStorms(transaction, neighbours.newStorms);
    await this.neighbours.addToSurges(transaction, neighbours.addedToSurges());
  }
}

/** Whether a source is above its rate by the end of the batch, should each of its alerts be of something new. */
function mayStorm({ sourceId, rate, surge }: SourceSurge, arrivals: readonly ArrivalSigns[], now: Date): boolean {
  const more = arrivals.filter(({ alert, sourceId: from }) => from === sourceId && mayOpen(alert)).length;
  return rate !== null && more > 0 && rateOf(surge, now) + more > rate;
}

function mayOpen({ status, dedupKey }: Alert): boolean {
  return status === 'active' && !isSourceDedupKey(dedupKey);
}

function criticalServices(arrivals: readonly ArrivalSigns[], sourceIds: readonly string[]): readonly string[] {
  const services = arrivals.flatMap(({ alert: { severity, service }, sourceId }) =>
    severity === 'critical' && service !== null && sourceIds.includes(sourceId) ? [service] : [],
  );
  return [...new Set(services)];
}
