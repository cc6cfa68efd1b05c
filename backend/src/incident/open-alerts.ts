import { Inject, Injectable } from '@nestjs/common';
import { DATABASE, type Database } from '../platform/database.ts';
import {
  OpenAlertsRepository,
  WORKFLOW_STATUSES,
  type NamedEpisode,
  type OpenAlert,
  type WorkflowStatus,
} from './open-alerts.repository.ts';

/** Alerts with what is to be written into them. */
export interface WriteBack {
  readonly status: WorkflowStatus;
  readonly alerts: readonly OpenAlert[];
}

/** What whoever looks for alerts must know of those that are here already. */
@Injectable()
export class OpenAlerts {
  constructor(
    private readonly alerts: OpenAlertsRepository,
    @Inject(DATABASE) private readonly database: Database,
  ) {}

  /** Tells episodes of which nothing is known from others; under no lock, so that it says what to ask and no more. */
  async unknown(episodes: readonly NamedEpisode[]): Promise<(episode: NamedEpisode) => boolean> {
    const known = new Set((await this.alerts.known(episodes)).map(nameOf));
    return (episode) => !known.has(nameOf(episode));
  }

  /** The alerts of a source that are known to be active, `limit` of them behind `afterId`. */
  activeOf(sourceId: string, afterId: string | null, limit: number): Promise<readonly OpenAlert[]> {
    return this.alerts.activeOf(sourceId, afterId, limit);
  }

  /** What is to be written into alerts of a source, at most `limit` of each kind. */
  async toWriteBack(sourceId: string, limit: number): Promise<readonly WriteBack[]> {
    const all: WriteBack[] = [];
    for (const status of WORKFLOW_STATUSES) {
      const alerts = await this.alerts.toWriteBack(sourceId, status, limit);
      if (alerts.length > 0) all.push({ status, alerts });
    }
    return all;
  }

  /** Remembers that it was written. */
  async wroteBack({ status, alerts }: WriteBack): Promise<void> {
    await this.database.transaction((transaction) => this.alerts.saveWrittenBack(transaction, alerts, status));
  }
}

function nameOf({ dedupKey, episode }: NamedEpisode): string {
  return JSON.stringify([dedupKey, episode]);
}
