import { Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { CONFIG, type Config } from './config.ts';
import { DATABASE, type Database, type Transaction } from './database.ts';
import { LOGGER, type Logger } from './logger.ts';
import { SecretBox } from './secret-box.ts';

const EVERY_MS = 60_000;
const BATCH = 200;

/** A column of sealed secrets, `text` or `text[]`; said by whoever owns the table. */
export interface SealedColumn {
  readonly table: string;
  readonly column: string;
  readonly isList: boolean;
  readonly purpose?: string;
}

/** How many rows hold a secret under a key that goes, and how many one that none of our keys opens. */
export interface SealedCount {
  readonly going: number;
  readonly unreadable: number;
}

/**
 * Seals with the present key what was sealed with the one before, so that that one can be taken away. It is safe beside
 * others of its kind, and beside backends that still have the older key as their present one.
 */
@Injectable()
export class Resealing implements OnApplicationBootstrap {
  private readonly columns: SealedColumn[] = [];
  private readonly counts = new Map<string, SealedCount>();
  private readonly others: ((transaction: Transaction) => Promise<void>)[] = [];

  constructor(
    private readonly box: SecretBox,
    @Inject(CONFIG) private readonly config: Config,
    @Inject(LOGGER) private readonly logger: Logger,
    @Inject(DATABASE) private readonly database: Database,
  ) {}

  register(column: SealedColumn): void {
    this.columns.push(column);
  }

  /** Something else that depends on the key and is seen to while one goes. */
  registerOther(reseal: (transaction: Transaction) => Promise<void>): void {
    this.others.push(reseal);
  }

  /** By table: what the last look came to; empty before the first look. */
  get found(): ReadonlyMap<string, SealedCount> {
    return this.counts;
  }

  /** How many rows still need the key that goes; null before the first look. */
  get going(): number | null {
    if (this.counts.size < this.columns.length) return null;
    return [...this.counts.values()].reduce((sum, { going }) => sum + going, 0);
  }

  async onApplicationBootstrap(): Promise<void> {
    await this.tick();
  }

  @Interval(EVERY_MS)
  async tick(): Promise<void> {
    try {
      await this.reseal();
    } catch (error) {
      this.logger.error({ err: error }, 'sealed secrets could not be looked through; the next minute tries again');
    }
  }

  async reseal(): Promise<void> {
    const works = this.config.ROLE !== 'api';
    if (works && this.config.SECRETS_KEY_PREVIOUS !== undefined) {
      for (const reseal of this.others) await this.database.transaction(reseal);
    }
    for (const column of this.columns) {
      const before = this.counts.get(column.table)?.unreadable ?? 0;
      const unreadable = works ? await this.resealColumn(column) : 0;
      const going = (await this.count(column)) - unreadable;
      this.counts.set(column.table, { going, unreadable });
      if (unreadable > before) {
        this.logger.error({ rows: column.table, count: unreadable }, 'sealed with a key that is not given');
      }
    }
  }

  /** Answers how many rows none of our keys opens. */
  private async resealColumn(column: SealedColumn): Promise<number> {
    const unreadable: string[] = [];
    for (;;) {
      const count = await this.database.transaction((transaction) => this.resealSome(transaction, column, unreadable));
      if (count < BATCH) return unreadable.length;
    }
  }

  private async resealSome(transaction: Transaction, column: SealedColumn, unreadable: string[]): Promise<number> {
    const { table, column: name } = column;
    const { rows } = await transaction.raw<{ rows: readonly { place: string; sealed: string | string[] }[] }>(
      `select ctid::text as place, ${name} as sealed from ${table}
        where ${this.isForeign(column)} and not (ctid = any(:unreadable::tid[])) limit :limit for update skip locked`,
      { ids: this.patterns(), unreadable, limit: BATCH },
    );
    for (const { place, sealed } of rows) {
      const anew = this.anew(sealed, column.purpose);
      if (anew === null) unreadable.push(place);
      else await transaction.raw(`update ${table} set ${name} = ? where ctid = ?::tid`, [anew, place]);
    }
    return rows.length;
  }

  private anew(sealed: string | string[], purpose: string | undefined): string | string[] | null {
    try {
      const seal = (each: string) => this.box.seal(this.box.open(each, purpose), purpose);
      return Array.isArray(sealed) ? sealed.map(seal) : seal(sealed);
    } catch {
      // Whatever is wrong with it, no key of ours opens it: it stays as it is, and is counted.
      return null;
    }
  }

  private async count(column: SealedColumn): Promise<number> {
    const { rows } = await this.database.raw<{ rows: readonly { readonly count: number }[] }>(
      `select count(*)::int as count from ${column.table} where ${this.isForeign(column)}`,
      { ids: this.patterns() },
    );
    return rows[0]?.count ?? 0;
  }

  private isForeign({ column, isList }: SealedColumn): string {
    return isList
      ? `exists (select from unnest(${column}) as s where not (s like any(:ids::text[])))`
      : `not (${column} like any(:ids::text[]))`;
  }

  private patterns(): string[] {
    return this.box.lastingKeyIds.map((id) => `%.${id}`);
  }
}
