import { Inject, Injectable } from '@nestjs/common';
import type { AuditEntryAnswer, AuditQuery, AuditVerification } from 'incident-core';
import { Clock } from '../platform/clock.ts';
import { DATABASE, type Database, type Transaction } from '../platform/database.ts';
import { invalid } from '../platform/problem.ts';
import { SharedCache } from '../platform/shared-cache.ts';
import type { Actor } from '../timeline/timeline.ts';
import { AuditSnapshotRepository, type PicturedType, type Snapshot } from './audit-snapshot.repository.ts';
import { AuditSeals, type SealingKey } from './audit-seals.ts';
import { AuditTrailRepository, type AuditRow } from './audit-trail.repository.ts';
import { CurrentActor } from './current-actor.ts';

/** A change of configuration or access. Whoever writes it leaves secrets out. */
export interface AuditedChange {
  /** What was done, as `thresholds.imported`. */
  readonly action: string;
  readonly subject: { readonly type: string; readonly id: string | null; readonly name: string | null };
  /** Null where there was nothing, or is nothing any more. */
  readonly before: unknown;
  readonly after: unknown;
}

/** What is done to what; the trail looks for itself how it was and is. */
export interface NamedChange {
  /** As `team.changed`. */
  readonly action: string;
  readonly type: PicturedType;
  /** Null for what there is one of. */
  readonly id: string | null;
}

/** What is in memory at once of a trail that may be years long. */
const PIECE = { entries: 1_000, bytes: 4 * 1024 * 1024 };
const CACHED = ['routing', 'policies'] as const;

/**
 * Who changed what of configuration and access, written in the transaction that changed it. Each entry is sealed with
 * the one before under SECRETS_KEY: who can write to the database but has not the key can change nothing unseen.
 */
@Injectable()
export class AuditTrail {
  constructor(
    private readonly entries: AuditTrailRepository,
    private readonly seals: AuditSeals,
    private readonly clock: Clock,
    @Inject(DATABASE) private readonly database: Database,
    private readonly cache: SharedCache,
    private readonly snapshots: AuditSnapshotRepository,
    private readonly current: CurrentActor,
  ) {}

  async append(transaction: Transaction, actor: Actor, change: AuditedChange): Promise<void> {
    const locked = await this.entries.lockHead(transaction);
    const last = await this.entries.last(transaction);
    // Where the head is lost, what follows is chained all the same: verifying tells of it.
    const number = Math.max(locked?.number ?? 0, last?.number ?? 0) + 1;
    const at = this.clock.now();
    const { action, subject, before, after } = change;
    const content = JSON.stringify({ at, action, subject, actor: toActorAnswer(actor), before, after });
    const seal = this.seals.ofEntry(number, content, last?.seal ?? '');
    const actorId = actor.type === 'system' ? null : actor.id;
    const row = { number, at, action, subjectType: subject.type, subjectId: subject.id, actorId, content, seal };
    await this.entries.insert(transaction, row, { number, seal: this.seals.ofHead(number, seal) });
    this.forgetAfter(transaction);
  }

  /** A change in a transaction of its own; as `within`. */
  changing<Result>(change: NamedChange, act: (transaction: Transaction) => Promise<Result>): Promise<Result> {
    return this.database.transaction((transaction) => this.within(transaction, change, () => act(transaction)));
  }

  /** Acts, and writes who did what to the thing, as it was before and is after; nothing where nothing has changed. */
  async within<Result>(
    transaction: Transaction,
    { action, type, id }: NamedChange,
    act: () => Promise<Result>,
  ): Promise<Result> {
    const before = await this.snapshots.take(transaction, type, id);
    const result = await act();
    const after = await this.snapshots.take(transaction, type, id);
    if (JSON.stringify(before) === JSON.stringify(after)) return result;
    const subject = { type, id, name: nameOf(after ?? before) };
    await this.append(transaction, this.current.actor, { action, subject, before, after });
    return result;
  }

  /** Every change of what backends share passes by here. */
  private forgetAfter(transaction: Transaction): void {
    const forget = () => void Promise.all(CACHED.map((kind) => this.cache.forget(kind)));
    // What is rolled back has changed nothing; who waits for the transaction hears of it.
    transaction.executionPromise.then(forget, () => undefined);
  }

  async page({ limit, cursor, subject_type, subject_id, actor_id }: AuditQuery) {
    const filter = {
      ...(subject_type !== undefined && { subjectType: subject_type }),
      ...(subject_id !== undefined && { subjectId: subject_id }),
      ...(actor_id !== undefined && { actorId: actor_id }),
    };
    const rows = await this.entries.list(filter, readNumber(cursor), limit + 1);
    const items = rows.slice(0, limit).map(toAnswer);
    const last = rows.length > limit ? items.at(-1) : undefined;
    return { items, next_cursor: last ? String(last.number) : null };
  }

  /** Who changed something last, by name, and when; null where nobody noted it. */
  async lastChange(
    subject: { readonly type: string; readonly id: string | null },
    action: string | null,
  ): Promise<{ readonly by: string | null; readonly at: string } | null> {
    const row = await this.entries.latest(subject, action);
    return row && { by: contentOf(row).actor.name, at: row.at.toISOString() };
  }

  /** Reads all of it, as it stood at one instant. */
  async verify(): Promise<AuditVerification> {
    return this.database.transaction((transaction) => this.verifyIn(transaction), {
      isolationLevel: 'repeatable read',
      readOnly: true,
    });
  }

  /**
   * Throws away the oldest entries, those written before, and keeps on what the rest is sealed. Of a beginning that is
   * not as it was written nothing is thrown away: it is what shows that.
   */
  async prune(transaction: Transaction, before: Date, limit: number): Promise<number> {
    const rows = await this.entries.first(transaction, before, limit);
    const last = rows.at(-1);
    if (!last) return 0;
    const begins = await this.beginning(transaction);
    const keys = await this.seals.sealingKeys(transaction);
    if (begins === null || this.firstFault(keys, rows, begins)) {
      throw new Error('the beginning of the audit trail was changed');
    }
    const seal = this.seals.ofAnchor(last.number, last.seal);
    await this.entries.cut(transaction, { number: last.number, before: last.seal, seal });
    return rows.length;
  }

  /** Takes leave of a key: head and anchor are sealed with the present one, and what the other has sealed stays so. */
  async reseal(transaction: Transaction): Promise<void> {
    const head = await this.entries.lockHead(transaction);
    const last = await this.entries.last(transaction);
    if (head && last && this.seals.isOfHead(head.seal, last.number, last.seal)) {
      const seal = this.seals.ofHead(last.number, last.seal);
      await this.entries.saveHead(transaction, { number: last.number, seal });
    }
    const anchor = await this.entries.anchor(transaction);
    if (anchor && this.seals.isOfAnchor(anchor.seal, anchor.number, anchor.before)) {
      const seal = this.seals.ofAnchor(anchor.number, anchor.before);
      await this.entries.saveAnchor(transaction, { ...anchor, seal });
    }
    await this.seals.keepGoing(transaction);
  }

  private async verifyIn(transaction: Transaction): Promise<AuditVerification> {
    const begins = await this.beginning(transaction);
    if (begins === null) return { whole: false, entries: 0, pruned: 0, broken: { number: 1, reason: 'edited' } };
    const keys = await this.seals.sealingKeys(transaction);
    let { number: last, before } = begins;
    const end = (broken: AuditVerification['broken']): AuditVerification => {
      return { whole: broken === null, entries: last - begins.number, pruned: begins.number, broken };
    };
    for (;;) {
      const rows = await this.entries.after(transaction, last, PIECE);
      if (rows.length === 0) break;
      const fault = this.firstFault(keys, rows, { number: last, before });
      if (fault) {
        last = fault.number - 1;
        return end(fault);
      }
      last += rows.length;
      before = rows.at(-1)?.seal ?? before;
    }
    const head = await this.entries.head(transaction);
    const isEnd = head !== null && (last === 0 ? head.number === 0 : this.seals.isOfHead(head.seal, last, before));
    return end(isEnd ? null : { number: last + 1, reason: 'missing' });
  }

  /** What the first entry is sealed with; null when that is not as we left it. */
  private async beginning(transaction: Transaction): Promise<Place | null> {
    const anchor = await this.entries.anchor(transaction);
    if (anchor === null) return { number: 0, before: '' };
    return this.seals.isOfAnchor(anchor.seal, anchor.number, anchor.before) ? anchor : null;
  }

  private firstFault(
    keys: readonly SealingKey[],
    rows: readonly AuditRow[],
    begins: Place,
  ): AuditVerification['broken'] {
    let { number, before } = begins;
    for (const row of rows) {
      number += 1;
      const reason = this.faultOf(keys, row, number, before);
      if (reason) return { number, reason };
      before = row.seal;
    }
    return null;
  }

  private faultOf(
    keys: readonly SealingKey[],
    row: AuditRow,
    number: number,
    before: string,
  ): 'edited' | 'missing' | null {
    if (row.number !== number) return 'missing';
    return this.seals.isOfEntry(keys, row.seal, number, row.content, before) && isAsItsText(row) ? null : 'edited';
  }
}

/** Behind an entry, with its seal. */
interface Place {
  readonly number: number;
  readonly before: string;
}

type Content = Omit<AuditEntryAnswer, 'number'>;

/** Whether the columns repeat what the text says; the seal has shown already that the text is ours. */
function isAsItsText(row: AuditRow): boolean {
  const { at, action, subject, actor } = contentOf(row);
  return (
    at === row.at.toISOString() &&
    action === row.action &&
    subject.type === row.subjectType &&
    subject.id === row.subjectId &&
    actor.id === row.actorId
  );
}

function contentOf({ content }: AuditRow): Content {
  return JSON.parse(content) as Content;
}

function toAnswer(row: AuditRow): AuditEntryAnswer {
  return { number: row.number, ...contentOf(row) };
}

function nameOf(snapshot: Snapshot | null): string | null {
  const name = snapshot?.['name'] ?? snapshot?.['username'] ?? null;
  return typeof name === 'string' ? name : null;
}

function toActorAnswer(actor: Actor): AuditEntryAnswer['actor'] {
  if (actor.type === 'system') return { type: 'system', id: null, name: null, via: null };
  const via = actor.type === 'user' && actor.via !== undefined ? actor.via : null;
  return {
    type: actor.type,
    id: actor.id,
    name: actor.name,
    via: typeof via === 'object' ? (via?.name ?? null) : via,
  };
}

function readNumber(cursor: string | undefined): number | null {
  if (cursor === undefined) return null;
  if (/^[1-9]\d{0,14}$/.test(cursor)) return Number(cursor);
  throw invalid([{ path: '$.cursor', found: cursor.slice(0, 100), expected: 'a next_cursor of this list' }]);
}
