import { Inject, Injectable } from '@nestjs/common';
import { DATABASE, type Database, type Transaction } from '../platform/database.ts';
import { givenRows, Statement } from '../platform/statement.ts';

/** What was posted, untouched. */
export interface RawEvent {
  readonly id: string;
  readonly receivedAt: Date;
  readonly sourceId: string;
  readonly contentType: string | null;
  /** The whole body, or the beginning of one that was too large. */
  readonly body: Buffer;
  readonly bodySize: number;
  readonly bodySha256: Buffer;
  readonly truncated: boolean;
  /** Whether the source sent it, or it was found in Elasticsearch. */
  readonly via: 'push' | 'pull';
}

/** A place in the order in which events were received. */
export interface RawEventPlace {
  readonly receivedAt: Date;
  readonly id: string;
}

/** An event with its source, as readers see it. */
export interface FoundEvent extends RawEvent {
  readonly sourceName: string | null;
  readonly sourceTeamId: string | null;
}

export interface OpenFilter {
  readonly event?: string;
  readonly source?: string;
  readonly from?: Date;
  readonly to?: Date;
}

interface PatrolledEvent extends RawEventPlace {
  readonly hasEnd: boolean;
}

interface EventSource {
  readonly id: string;
  readonly name: string;
  readonly teamId: string | null;
}

interface DayPartition {
  readonly name: string;
  readonly from: Date;
  readonly to: Date;
}

const DAY_MS = 86_400_000;

/**
 * The bodies and hashes come one behind another in two values, which the driver hands over as they are: within JSON they
 * would be twice as long. Those that are there already stay as they are: a commit whose answer was lost is tried again.
 */
const INSERT = new Statement(
  `insert into raw_events (id, received_at, source_id, content_type, body, body_size, body_sha256, truncated, via)
   select x.id, x."receivedAt", x."sourceId", x."contentType", substring(:bodies::bytea from x.at + 1 for x.length),
          x."bodySize", substring(:hashes::bytea from x.number * 32 + 1 for 32), x.truncated, x.via
     from ${givenRows({
       ...{ id: 'uuid', receivedAt: 'timestamptz', sourceId: 'uuid', contentType: 'text', bodySize: 'bigint' },
       ...{ truncated: 'boolean', via: 'text', number: 'int', at: 'int', length: 'int' },
     })}
   on conflict (received_at, id) do nothing`,
);

@Injectable()
export class RawEventRepository {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  async insert(transaction: Transaction, events: readonly RawEvent[]): Promise<void> {
    if (events.length === 0) return;
    let at = 0;
    const rows = events.map(({ body, bodySha256: _, ...event }, number) => {
      const row = { ...event, number, at, length: body.length };
      at += body.length;
      return row;
    });
    await INSERT.run(transaction, {
      rows: JSON.stringify(rows),
      bodies: Buffer.concat(events.map(({ body }) => body)),
      hashes: Buffer.concat(events.map(({ bodySha256 }) => bodySha256)),
    });
  }

  /** Those behind a place that were received until then, and whether the ledger has an end for each. */
  async after(place: RawEventPlace | null, until: Date, limit: number): Promise<readonly PatrolledEvent[]> {
    // The first condition only leaves out whole partitions.
    const behind =
      place === null ? '' : 'and received_at >= :receivedAt and (received_at, id) > (:receivedAt, :id::uuid)';
    const { rows } = await this.database.raw<{ rows: readonly PatrolledEvent[] }>(
      // Asked row by row: else all of the ledger is read.
      `select r.received_at, r.id, l.found is not null as has_end
         from (select received_at, id from raw_events where received_at <= :until ${behind}
                order by received_at, id limit :limit) r
         left join lateral (select 1 as found from ledger_entries where raw_event_id = r.id limit 1) l on true
        order by r.received_at, r.id`,
      { ...place, until, limit },
    );
    return rows;
  }

  /** Those of the events for which the ledger has no end. */
  async withoutEnd(ids: readonly string[], db: Database | Transaction = this.database): Promise<readonly string[]> {
    const { rows } = await db.raw<{ rows: readonly { readonly id: string }[] }>(
      `select id from raw_events r
        where id = any(?) and not exists (select from ledger_entries l where l.raw_event_id = r.id)`,
      [[...ids]],
    );
    return rows.map(({ id }) => id);
  }

  async find(id: string): Promise<FoundEvent | null> {
    const event: FoundEvent | undefined = await this.database('raw_events as r')
      .leftJoin('sources as s', 's.id', 'r.sourceId')
      .where('r.id', id)
      .first('r.*', 's.name as sourceName', 's.teamId as sourceTeamId');
    return event ?? null;
  }

  /**
   * Those that the ledger says nothing of, the latest first, below a place: among those to which the auditor has not yet
   * come, for all before were proved to have an end, and those that it found without one.
   */
  async open(
    { event, source, from, to }: OpenFilter,
    below: RawEventPlace | null,
    limit: number,
  ): Promise<readonly FoundEvent[]> {
    const conditions = [
      ...(event === undefined ? [] : ['r.id = :event::uuid']),
      ...(source === undefined ? [] : ['r.source_id = :source::uuid']),
      ...(from === undefined ? [] : ['r.received_at >= :from']),
      ...(to === undefined ? [] : ['r.received_at < :to']),
      // As in `after`, the first only leaves out whole partitions.
      ...(below === null ? [] : ['r.received_at <= :receivedAt and (r.received_at, r.id) < (:receivedAt, :id::uuid)']),
    ];
    const { rows } = await this.database.raw<{ rows: readonly FoundEvent[] }>(
      `select r.*, s.name as source_name, s.team_id as source_team_id
         from raw_events r
         left join sources s on s.id = r.source_id
        where (r.received_at >= coalesce((select split_part(place, ' ', 1)::timestamptz from audit_patrols
                                           where name = 'raw_events'), '-infinity')
               or r.id in (select subject::uuid from audit_findings where kind = 'raw_event_without_end'))
          and not exists (select from ledger_entries l where l.raw_event_id = r.id)
          ${conditions.map((condition) => `and ${condition}`).join(' ')}
        order by r.received_at desc, r.id desc
        limit :limit`,
      { event, source, from, to, ...below, limit },
    );
    return rows;
  }

  /** An event with its source, null where that is gone. */
  async findPost(
    transaction: Transaction,
    id: string,
  ): Promise<{ readonly event: RawEvent; readonly source: EventSource | null } | null> {
    const event = await transaction<RawEvent>('raw_events').where({ id }).first('*');
    if (!event) return null;
    const columns = ['id', 'name', 'teamId'] as const;
    const source = await transaction<EventSource>('sources')
      .where({ id: event.sourceId })
      .first(...columns);
    return { event, source: source ?? null };
  }

  /**
   * Makes the partitions of the coming days, a day each. A day that the default partition holds rows of stays there:
   * moving them would lock the intake.
   */
  async makePartitions(now: Date, days: number): Promise<void> {
    for (const { name, from, to } of partitionsOf(now, days)) await this.makePartition(name, from, to);
  }

  /** The names of those that `makePartitions` would make. */
  async missingPartitions(now: Date, days: number): Promise<readonly string[]> {
    const missing: string[] = [];
    for (const partition of partitionsOf(now, days)) {
      if (await this.isWanted(this.database, partition)) missing.push(partition.name);
    }
    return missing;
  }

  private async makePartition(name: string, from: Date, to: Date): Promise<void> {
    try {
      await this.database.transaction(async (transaction) => {
        await transaction.raw('select pg_advisory_xact_lock(?)', [PARTITION_LOCK]);
        if (!(await this.isWanted(transaction, { name, from, to }))) return;
        await transaction.raw(
          `create table ${name} partition of raw_events for values from ('${from.toISOString()}') to ('${to.toISOString()}')`,
        );
      });
    } catch (error) {
      // An event of that day came in between: it stays in the default partition, and so does its day.
      if (!(error instanceof Error && 'code' in error && error.code === CHECK_VIOLATION)) throw error;
    }
  }

  private async isWanted(db: Database | Transaction, { name, from, to }: DayPartition): Promise<boolean> {
    const { rows } = await db.raw<{ rows: readonly { readonly wanted: boolean }[] }>(
      `select to_regclass(:name) is null
              and not exists (select from raw_events_default where received_at >= :from and received_at < :to) as wanted`,
      { name, from, to },
    );
    return rows[0]?.wanted === true;
  }
}

/** The partitions of today and so many days after it. */
function partitionsOf(now: Date, days: number): readonly DayPartition[] {
  return Array.from({ length: days + 1 }, (_, day) => {
    const from = new Date(Math.floor(now.getTime() / DAY_MS + day) * DAY_MS);
    const name = `raw_events_${from.toISOString().slice(0, 10).replaceAll('-', '')}`;
    return { name, from, to: new Date(from.getTime() + DAY_MS) };
  });
}

const PARTITION_LOCK = 5_120_871;
const CHECK_VIOLATION = '23514';
