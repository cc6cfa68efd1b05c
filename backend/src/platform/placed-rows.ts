import type { Database, Transaction } from './database.ts';

interface Placed {
  readonly id: string;
  /** From 1. */
  readonly position: number;
}

/** Behind which row a page begins. */
interface Place {
  readonly key: string | number;
  readonly id: string;
}

/** A table of few rows that are in an order; it is given them anew with each edit. */
export class PlacedRows<Row extends Placed> {
  constructor(
    private readonly table: string,
    private readonly columns: readonly string[],
  ) {}

  async page(db: Database, after: Place | null, limit: number): Promise<readonly Row[]> {
    const query = db(this.table).orderBy(['position', 'id']).limit(limit);
    if (after) query.whereRaw('(position, id) > (?::int, ?::uuid)', [after.key, after.id]);
    return query.select(...this.columns);
  }

  /** All rows in their order. */
  async all(db: Database | Transaction): Promise<readonly Row[]> {
    return db(this.table)
      .orderBy(['position', 'id'])
      .select(...this.columns);
  }

  async find(db: Database | Transaction, id: string): Promise<Row | null> {
    const row = await db(this.table)
      .where({ id })
      .first(...this.columns);
    return row ?? null;
  }

  /** As `all`; nobody else changes them until the transaction ends, and readers do not wait. */
  async lockAll(transaction: Transaction): Promise<readonly Row[]> {
    await transaction.raw('lock table ?? in share row exclusive mode', [this.table]);
    return this.all(transaction);
  }

  /** Numbers the rows from 1 in this order. */
  async writeOrder(transaction: Transaction, ids: readonly string[]): Promise<void> {
    await transaction.raw(
      `update ?? as placed set position = place.number
         from unnest(?::uuid[]) with ordinality as place (id, number)
        where placed.id = place.id and placed.position <> place.number`,
      [this.table, [...ids]],
    );
  }

  async delete(transaction: Transaction, ids: readonly string[]): Promise<void> {
    await transaction(this.table)
      .whereRaw('id = any(?::uuid[])', [[...ids]])
      .delete();
  }
}
