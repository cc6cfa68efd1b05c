import { isDeepStrictEqual } from 'node:util';
import { Inject, Injectable } from '@nestjs/common';
import {
  nextChange,
  occurrenceAt,
  reminderAt,
  type MadeSuppression,
  type SuppressionMatchers,
  type SuppressionQuery,
} from 'incident-core';
import { AuditTrail } from '../access/audit-trail.ts';
import type { Caller } from '../access/caller.ts';
import { noSuch, orProblem, unknownReference, type Breaches } from '../access/constraints.ts';
import { readCursor, toPage, type KeyPlace, type Page } from '../access/cursor.ts';
import { Clock } from '../platform/clock.ts';
import { DATABASE, type Database, type Transaction } from '../platform/database.ts';
import { conflict, invalid, notFound } from '../platform/problem.ts';
import { Random } from '../platform/random.ts';
import { Workers } from '../platform/workers.ts';
import { DirectoryService } from '../team/directory.service.ts';
import type { StoredTimes } from './suppression-draft.ts';
import { SuppressionRepository, toSuppression, type SuppressionRow } from './suppression.repository.ts';

/** What people say of a silence or window. */
export interface SuppressionContent extends StoredTimes {
  readonly teamId: string | null;
  readonly matchers: SuppressionMatchers;
  readonly reason: string;
  /** Who looks after it from now on; as before unless it is given. */
  readonly ownerId?: string;
}

/** Silences and maintenance windows as people make, change and end them; a worker brings the runs in line at once. */
@Injectable()
export class SuppressionService {
  constructor(
    private readonly rows: SuppressionRepository,
    private readonly trail: AuditTrail,
    private readonly clock: Clock,
    private readonly random: Random,
    private readonly workers: Workers,
    private readonly directory: DirectoryService,
    @Inject(DATABASE) private readonly database: Database,
  ) {}

  async page(kind: MadeSuppression, { limit, cursor, ...filter }: SuppressionQuery): Promise<Page<SuppressionRow>> {
    const place = toPlace(cursor);
    const rows = await this.rows.list(this.database, kind, filter, { place, limit: limit + 1, now: this.clock.now() });
    return toPage(rows, limit, ({ createdAt }) => createdAt.toISOString());
  }

  /** @throws Problem 404 */
  async get(kind: MadeSuppression, id: string): Promise<SuppressionRow> {
    const row = await this.rows.find(this.database, kind, id);
    if (!row) throw notFound(WORDS[kind], id);
    return row;
  }

  /** @throws Problem 422 when the team does not exist */
  create(kind: MadeSuppression, content: SuppressionContent, by: Caller): Promise<SuppressionRow> {
    const now = this.clock.now();
    const made: SuppressionRow = {
      ...content,
      ...{ id: this.random.id(), kind, skippedUntil: null, endedAt: null, revision: 1 },
      ...{ ownerId: by.userId, ownerName: 'name' in by.actor ? by.actor.name : by.actor.type },
      ...{ nextFrom: null, nextUntil: null, changeAt: null, remindAt: null, createdAt: now, updatedAt: now },
    };
    return this.write(async (transaction) => {
      const row = timed(made, now);
      await this.rows.insert(transaction, row);
      await this.settle(transaction, by, 'created', null, row);
      return row;
    });
  }

  /** @throws Problem 404, 409 for one that is over, 422 when the team does not exist */
  change(
    kind: MadeSuppression,
    id: string,
    contentOf: (before: SuppressionRow, now: Date) => SuppressionContent,
    by: Caller,
  ): Promise<SuppressionRow> {
    return this.write(async (transaction) => {
      const now = this.clock.now();
      const before = await this.lock(transaction, kind, id);
      if (isOver(before, now)) {
        throw conflict('suppression-over', `The ${WORDS[kind]} is over: make a new one`, {
          detail: `found one that ended at ${(before.endedAt ?? before.endsAt)?.toISOString() ?? 'its last day'}`,
        });
      }
      const { ownerId, ...content } = contentOf(before, now);
      const owner = ownerId === undefined ? {} : { ownerId, ownerName: await this.nameOf(transaction, ownerId) };
      // An occurrence that somebody ended stays so, unless it comes at other times now.
      const skippedUntil = isDeepStrictEqual(content.recurring, before.recurring) ? before.skippedUntil : null;
      return this.save(transaction, by, before, { ...before, ...content, ...owner, skippedUntil });
    });
  }

  /**
   * Ends what runs now: of what comes again only the present occurrence, unless it is `for_good`. What is over stays as it is.
   *
   * @throws Problem 404
   */
  end(kind: MadeSuppression, id: string, by: Caller, how: 'now' | 'for_good' = 'now'): Promise<SuppressionRow> {
    return this.write(async (transaction) => {
      const now = this.clock.now();
      const before = await this.lock(transaction, kind, id);
      if (isOver(before, now)) return before;
      if (before.recurring === null || how === 'for_good') {
        return this.save(transaction, by, before, { ...before, endedAt: now }, 'ended');
      }
      const occurrence = occurrenceAt(toSuppression(before), now);
      if (!occurrence || occurrence.from > now) return before;
      return this.save(transaction, by, before, { ...before, skippedUntil: now }, 'occurrence_ended');
    });
  }

  private async nameOf(transaction: Transaction, ownerId: string): Promise<string> {
    const name = await this.directory.present(transaction, ownerId);
    if (name !== null) return name;
    throw unknownReference([{ path: '$.owner_id', found: ownerId, expected: 'the id of somebody who is here' }]);
  }

  private async save(
    transaction: Transaction,
    by: Caller,
    before: SuppressionRow,
    changed: SuppressionRow,
    done = 'changed',
  ): Promise<SuppressionRow> {
    const now = this.clock.now();
    const row = timed({ ...changed, revision: before.revision + 1, updatedAt: now }, now);
    await this.rows.update(transaction, row);
    await this.settle(transaction, by, done, before, row);
    return row;
  }

  private async settle(
    transaction: Transaction,
    by: Caller,
    done: string,
    before: SuppressionRow | null,
    after: SuppressionRow,
  ): Promise<void> {
    await this.trail.append(transaction, by.actor, {
      action: `${after.kind}.${done}`,
      subject: { type: after.kind, id: after.id, name: after.reason },
      before: before && toAudited(before),
      after: toAudited(after),
    });
    await this.workers.ring(transaction, 'suppression');
  }

  private async lock(transaction: Transaction, kind: MadeSuppression, id: string): Promise<SuppressionRow> {
    const row = await this.rows.lock(transaction, kind, id);
    if (!row) throw notFound(WORDS[kind], id);
    return row;
  }

  private write(act: (transaction: Transaction) => Promise<SuppressionRow>): Promise<SuppressionRow> {
    return orProblem(BREACHES, this.database.transaction(act));
  }
}

function toPlace(cursor: string | undefined): KeyPlace | null {
  const place = readCursor(cursor, 'text');
  // The database knows fewer years than a Date does.
  if (!place || (/^\d{4}-/.test(String(place.key)) && !Number.isNaN(Date.parse(String(place.key))))) return place;
  throw invalid([{ path: '$.cursor', found: String(cursor).slice(0, 100), expected: 'a next_cursor of this list' }]);
}

const WORDS: Readonly<Record<MadeSuppression, string>> = {
  silence: 'silence',
  maintenance_window: 'maintenance window',
};

const BREACHES: Breaches = { suppressions_team_id_foreign: noSuch('team', '$.team_id') };

function isOver(row: SuppressionRow, now: Date): boolean {
  return occurrenceAt(toSuppression(row), now) === null;
}

/** With when it is there next, and when somebody looks at it again. */
function timed(row: SuppressionRow, now: Date): SuppressionRow {
  const suppression = toSuppression(row);
  const next = occurrenceAt(suppression, now);
  const reminder = row.kind === 'silence' && next !== null ? reminderAt(next) : null;
  return {
    ...row,
    nextFrom: next?.from ?? null,
    nextUntil: next?.until ?? null,
    changeAt: nextChange(suppression, now),
    remindAt: reminder !== null && reminder > now && row.ownerId !== null ? reminder : null,
  };
}

function toAudited(row: SuppressionRow) {
  const { teamId, ownerId, matchers, reason, startsAt, endsAt, recurring, skippedUntil, endedAt } = row;
  return {
    team_id: teamId,
    owner_id: ownerId,
    matchers,
    reason,
    starts_at: startsAt,
    ends_at: endsAt,
    recurring,
    skipped_until: skippedUntil,
    ended_at: endedAt,
  };
}
