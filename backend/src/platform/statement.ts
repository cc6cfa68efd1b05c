import { createHash } from 'node:crypto';
import { toSnake, type Database, type Transaction } from './database.ts';

/** The columns that rows fill, by our names, each with its type in the database. */
export type ColumnTypes<Row> = { readonly [Name in keyof Row]-?: string };

/**
 * A statement whose text is the same however much it is given, so that each connection has PostgreSQL read and plan it
 * once. It names the columns that it answers: what is kept fails once `*` means something else, as it does when a newer
 * backend has migrated.
 */
export class Statement<Found = never> {
  private readonly name: string;

  constructor(private readonly text: string) {
    this.name = createHash('sha256').update(text).digest('hex').slice(0, 32);
  }

  async run(db: Database | Transaction, values: Readonly<Record<string, unknown>> = {}): Promise<readonly Found[]> {
    const query = db.raw<{ rows: readonly Found[] }>(this.text, values).options({ name: this.name });
    const { rows } = await query;
    return rows;
  }
}

/** An insertion of any number of rows, which are handed over as one value. `rest` follows it: `on conflict`, say. */
export class Insertion<Row extends object> {
  private readonly statement: Statement;

  constructor(
    table: string,
    private readonly columns: ColumnTypes<Row>,
    rest = '',
  ) {
    this.statement = new Statement(`${insertion(table, columns)} ${rest}`);
  }

  async run(transaction: Transaction, rows: readonly Row[]): Promise<void> {
    if (rows.length > 0) await this.statement.run(transaction, { rows: jsonOf(rows, this.columns) });
  }
}

/** The text of an insertion of the rows that `:rows` holds as JSON, in their order. */
export function insertion<Row>(table: string, columns: ColumnTypes<Row>): string {
  const names = Object.keys(columns);
  return `insert into ${table} (${columnsOf(names)})
    select ${names.map((name) => `x."${name}"`).join(', ')} from ${givenRows(columns)}`;
}

/** The rows that `:rows` holds as JSON, with our names. */
export function givenRows<Row>(columns: ColumnTypes<Row>, as = 'x'): string {
  const defined = Object.entries(columns).map(([name, type]) => `"${name}" ${String(type)}`);
  return `jsonb_to_recordset(:rows::jsonb) as ${as}(${defined.join(', ')})`;
}

/** Rows as `givenRows` takes them. What is null is left out: half of them, which would cost as much as what is there. */
export function jsonOf<Row extends object>(rows: readonly Row[], columns: ColumnTypes<Row>): string {
  const names = Object.keys(columns) as (keyof Row & string)[];
  const texts = rows.map((row) => {
    let text = '';
    for (const name of names) {
      const value = row[name];
      if (value !== null && value !== undefined) text += `${text === '' ? '' : ','}"${name}":${JSON.stringify(value)}`;
    }
    return `{${text}}`;
  });
  return `[${texts.join(',')}]`;
}

/** Columns as a statement lists them, by our names. */
export function columnsOf(columns: readonly string[] | object, of?: string): string {
  const names = Array.isArray(columns) ? (columns as readonly string[]) : Object.keys(columns);
  return names.map((name) => (of === undefined ? toSnake(name) : `${of}.${toSnake(name)}`)).join(', ');
}

/** What `on conflict` sets when it writes a row over: all columns but those that it is known by. */
export function writtenOver<Row>(columns: ColumnTypes<Row>, ...key: readonly (keyof Row & string)[]): string {
  const others = Object.keys(columns).filter((name) => !key.some((one) => one === name));
  return others.map((name) => `${toSnake(name)} = excluded.${toSnake(name)}`).join(', ');
}
