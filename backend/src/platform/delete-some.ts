import type { Transaction } from './database.ts';

/** Rows of one table, the oldest first: `where` and `order` are SQL of ours, and name what is bound as `:name`. */
export interface OldRows {
  /** The table is called `r` in what follows. */
  readonly from: string;
  readonly where: string;
  readonly order: string;
}

/** Deletes no more than so many of the rows, and none that somebody works on; answers how many. */
export async function deleteSome(
  transaction: Transaction,
  { from, where, order }: OldRows,
  bindings: Readonly<Record<string, Date | string>>,
  limit: number,
): Promise<number> {
  const { rowCount } = await transaction.raw<{ readonly rowCount: number }>(
    `delete from ${from}
      where ctid = any(array(
        select r.ctid from ${from} r where ${where} order by ${order} limit :limit for update of r skip locked))`,
    { ...bindings, limit },
  );
  return rowCount;
}
