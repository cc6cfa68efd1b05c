import { Inject, Injectable } from '@nestjs/common';
import type { GivenPull } from 'incident-core';
import { unknownReference } from '../access/constraints.ts';
import { AuditTrail } from '../access/audit-trail.ts';
import type { Caller } from '../access/caller.ts';
import { SourceService } from '../access/source.service.ts';
import { Clock } from '../platform/clock.ts';
import { DATABASE, type Database } from '../platform/database.ts';
import { invalid, Problem } from '../platform/problem.ts';
import { SecretBox } from '../platform/secret-box.ts';
import { Workers } from '../platform/workers.ts';
import { PullRepository, type PullRow, type PullSettings } from './pull.repository.ts';

/** How sources are pulled, as those who arrange it keep it. */
@Injectable()
export class PullService {
  constructor(
    private readonly pulls: PullRepository,
    private readonly sources: SourceService,
    private readonly box: SecretBox,
    private readonly clock: Clock,
    private readonly workers: Workers,
    private readonly trail: AuditTrail,
    @Inject(DATABASE) private readonly database: Database,
  ) {}

  /** @throws Problem 404 */
  async get(sourceId: string): Promise<PullRow> {
    await this.sources.get(sourceId);
    const pull = await this.pulls.find(sourceId);
    if (!pull) throw notPulled(sourceId);
    return pull;
  }

  /**
   * The first poll follows at once.
   *
   * @throws Problem 404, 400 for a key that can be none, 422 without a key where none is known, or where it would be sent elsewhere than before
   */
  async set(sourceId: string, given: GivenPull, by: Caller): Promise<PullRow> {
    const { name } = await this.sources.get(sourceId);
    checkKey(given.api_key);
    await this.database.transaction(async (transaction) => {
      const before = await this.pulls.lockKey(transaction, sourceId);
      const isElsewhere =
        before === null ||
        before.elasticsearchUrl !== given.elasticsearch_url ||
        (given.kibana_url !== null && before.kibanaUrl !== given.kibana_url);
      const kept = isElsewhere ? undefined : before.sealedApiKey;
      const sealedApiKey = given.api_key === undefined ? kept : this.box.seal(given.api_key);
      if (sealedApiKey === undefined) throw keyNeeded(before !== null);
      const settings: PullSettings = {
        elasticsearchUrl: given.elasticsearch_url,
        kibanaUrl: given.kibana_url,
        spaces: given.spaces,
        indices: given.indices,
        tags: given.tags,
        connectorIds: given.connector_ids,
        filter: given.filter,
        writeBack: given.write_back,
        intervalSeconds: given.interval_seconds,
      };
      const anew =
        before !== null &&
        (before.elasticsearchUrl !== settings.elasticsearchUrl ||
          isOther(before.spaces, settings.spaces) ||
          isOther(before.indices, settings.indices));
      await this.pulls.save(transaction, sourceId, { ...settings, sealedApiKey }, this.clock.now(), anew);
      await this.trail.append(transaction, by.actor, {
        action: 'source_pull.set',
        subject: { type: 'source', id: sourceId, name },
        before: before && toAudited(before),
        after: { ...toAudited(settings), new_key: given.api_key !== undefined },
      });
      await this.workers.ring(transaction, 'pull');
    });
    return this.get(sourceId);
  }

  /** @throws Problem 404 */
  async delete(sourceId: string, by: Caller): Promise<void> {
    const { name } = await this.sources.get(sourceId);
    await this.database.transaction(async (transaction) => {
      const before = await this.pulls.lockKey(transaction, sourceId);
      if (!before) throw notPulled(sourceId);
      await this.pulls.delete(transaction, sourceId);
      await this.trail.append(transaction, by.actor, {
        action: 'source_pull.deleted',
        subject: { type: 'source', id: sourceId, name },
        before: toAudited(before),
        after: null,
      });
    });
  }
}

const KEY = /^[A-Za-z0-9+/_-]{8,2000}={0,2}$/;

/** The refusal must not repeat it: a part of it may be right. */
function checkKey(key: string | undefined): void {
  if (key === undefined || KEY.test(key)) return;
  const expected = 'an API key as Elasticsearch gives it under `encoded`: base64, on one line';
  throw invalid([{ path: '$.api_key', found: `a text of ${key.length} characters`, expected }]);
}

/** All but the key. */
function toAudited(settings: PullSettings): Readonly<Record<string, unknown>> {
  const { elasticsearchUrl, kibanaUrl, spaces, indices, tags, connectorIds, filter, writeBack, intervalSeconds } =
    settings;
  return {
    ...{ elasticsearch_url: elasticsearchUrl, kibana_url: kibanaUrl, spaces, indices, tags, filter },
    ...{ connector_ids: connectorIds, write_back: writeBack, interval_seconds: intervalSeconds },
  };
}

function isOther(before: readonly string[], after: readonly string[]): boolean {
  return JSON.stringify(before) !== JSON.stringify(after);
}

function notPulled(sourceId: string): Problem {
  const detail = `found no pull of the source ${sourceId}`;
  return new Problem(404, 'not-pulled', 'There is no pull of the source with this id', { detail });
}

function keyNeeded(isChanged: boolean): Problem {
  const expected = isChanged ? 'the API key, for it would be sent to another address than before' : 'an API key';
  return unknownReference([{ path: '$.api_key', found: 'nothing', expected }]);
}
