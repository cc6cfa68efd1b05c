import knexFactory, { type Knex } from 'knex';
import pg from 'pg';
import { migrations } from '../../migrations/index.ts';
import { noteCommits } from './commits.ts';
import { watchConnection } from './connection-watch.ts';
import { nameFirstFailure } from './first-failure.ts';

export const DATABASE = Symbol('database');
/** A pool, or a transaction on one of its connections. Column names are camelCase on our side and snake_case on the other. */
export type Database = Knex;
export type Transaction = Knex.Transaction;

const INT8 = 20;

/** How long what may take; each of them ends well before somebody who waits for it gives up. */
export interface DatabasePatience {
  readonly statementMs: number;
  readonly lockMs: number;
  /** How long a transaction may do nothing: a process that was stopped must not hold its locks for ever. */
  readonly idleMs: number;
  /** For a connection: a new one, or one that others have. */
  readonly connectionMs: number;
  /** For an answer: the server ends a statement by itself, so that silence beyond that means that it is gone. */
  readonly silenceMs: number;
}

export const USUAL_PATIENCE: DatabasePatience = {
  statementMs: 30_000,
  lockMs: 10_000,
  idleMs: 10_000,
  connectionMs: 10_000,
  silenceMs: 40_000,
};
const PROBED_AFTER_MS = 10_000;

export function createDatabase(url: string, poolSize: number, patience: DatabasePatience = USUAL_PATIENCE): Database {
  pg.types.setTypeParser(INT8, Number);
  const connection = {
    ...TOGETHER,
    connectionString: url,
    application_name: 'incidents-backend',
    statement_timeout: patience.statementMs,
    lock_timeout: patience.lockMs,
    idle_in_transaction_session_timeout: patience.idleMs,
    connectionTimeoutMillis: patience.connectionMs,
    keepAlive: true,
    keepAliveInitialDelayMillis: PROBED_AFTER_MS,
  };
  return knexFactory({
    client: 'pg',
    connection,
    pool: {
      min: 0,
      max: poolSize,
      afterCreate: (client: pg.Client, done: (error: unknown, client: pg.Client) => void) => {
        noteCommits(client);
        nameFirstFailure(client);
        watchConnection(client, patience.silenceMs);
        gatherWrites(client);
        done(null, client);
      },
    },
    acquireConnectionTimeout: patience.connectionMs,
    log: SILENCE,
    wrapIdentifier: (name, wrap) => wrap(name === '*' ? name : toSnake(name)),
    postProcessResponse: (result: unknown) => camelRows(result),
  });
}

/** What is asked of one connection together is sent together and done in its order, and nothing waits for the answer before it. */
const TOGETHER = { pipeline: true };

/** Else each statement would be a call of the operating system, and wake the server, by itself. */
function gatherWrites(client: pg.Client): void {
  const { stream } = client.connection;
  const query = client.query.bind(client) as (...given: readonly unknown[]) => unknown;
  let isGathering = false;
  const gather = (...given: readonly unknown[]) => {
    if (!isGathering) {
      isGathering = true;
      stream.cork();
      process.nextTick(() => {
        isGathering = false;
        stream.uncork();
      });
    }
    return query(...given);
  };
  Object.assign(client, { query: gather });
}

const quiet = () => undefined;
/** What the pool would print past our logger, in lines that are no JSON: whoever asks for a connection hears of it too. */
const SILENCE: Knex.Logger = { warn: quiet, error: quiet, debug: quiet, deprecate: quiet };

/** Brings the schema up to date; several backends may start at once, one of them does the work. */
export async function migrate(url: string): Promise<void> {
  await withMigrator(url, (knex) => knex.migrate.latest());
}

/** Takes every migration back, newest first; for tests and for leaving. */
export async function unmigrate(url: string): Promise<void> {
  await withMigrator(url, (knex) => knex.migrate.rollback(undefined, true));
}

async function withMigrator(url: string, act: (knex: Knex) => Promise<unknown>): Promise<void> {
  const knex = knexFactory({
    client: 'pg',
    connection: { connectionString: url, application_name: 'incidents-migrations' },
    pool: { min: 0, max: 2 },
    // During an upgrade the older backend may start again on the newer schema.
    migrations: { migrationSource, tableName: 'migrations', disableMigrationsListValidation: true },
  });
  try {
    const turn = await knex.client.acquireRawConnection();
    try {
      await turn.query('select pg_advisory_lock($1)', [MIGRATION_LOCK]);
      await act(knex);
    } finally {
      await turn.end();
    }
  } finally {
    await knex.destroy();
  }
}

const MIGRATION_LOCK = 7_361_924;

/** Names stand in the database without an extension, so that source and compiled code agree. */
const migrationSource: Knex.MigrationSource<string> = {
  getMigrations: () => Promise.resolve(Object.keys(migrations)),
  getMigrationName: (name) => name,
  getMigration: (name) => {
    const migration = migrations[name];
    if (!migration) throw new Error(`the database knows a migration that this version does not: ${name}`);
    return Promise.resolve(migration);
  },
};

/**
 * Failures of the world that may be gone at the next try: connections, deadlocks, serialization, shutdown, no space, a
 * transaction that was ended because we had stood still, and whatever makes the server give up the connection as a whole.
 * A violation of the protocol (08P01) is not: a statement with too many values would fail for ever. A statement that was
 * ended because it took too long (57014) is one: what it asks is asked all the time, so that the database is slow just
 * now, and an alert must not be called unreadable for that.
 */
export function isTransient(error: unknown): boolean {
  const { code, name, message, severity } = toFailure(error);
  return (
    // A full volume also shows as an internal error (XX000) of a connection that cannot be opened.
    severity === 'FATAL' ||
    /^(08(?!P01)|25P03|53|57014|57P|40001|40P01|55P03|58)/.test(code) ||
    /^(ECONN|EPIPE|ENOTFOUND|ETIMEDOUT|EAI_AGAIN)/.test(code) ||
    name === 'KnexTimeoutError' ||
    // What the driver says of a connection that died between two statements has no code.
    /Connection terminated|timeout expired|connection ended|server closed the connection|not queryable/i.test(message)
  );
}

/** A breach of a constraint by what somebody else committed at the same time; a new transaction sees it and decides anew. */
export function isRace(error: unknown): boolean {
  const { code } = toFailure(error);
  return code === '23503' || code === '23505';
}

/** By what it carries and not by its class: an error of the network need not be of our realm's `Error`. */
function toFailure(error: unknown): Readonly<Record<'code' | 'name' | 'message' | 'severity', string>> {
  if (typeof error !== 'object' || error === null) return { code: '', name: '', message: '', severity: '' };
  const { code = '', name = '', message = '', severity = '' } = error as Readonly<Record<string, unknown>>;
  return { code: String(code), name: String(name), message: String(message), severity: String(severity) };
}

/** Runs once the transaction has committed, and never where it comes to nothing: what is counted must have come to pass. */
export function afterCommit(transaction: Transaction, run: () => void): void {
  void transaction.executionPromise.then(run, () => undefined);
}

/** The protocol's most. */
const STATEMENT_VALUES = 65_535;
const PIECE_ROWS = 2_000;

/** Rows in pieces that one statement can insert. Each row names the same columns as the first. */
export function inPieces<Row extends object>(rows: readonly Row[]): readonly (readonly Row[])[] {
  const columns = Object.keys(rows[0] ?? {}).length;
  const most = Math.min(PIECE_ROWS, Math.floor(STATEMENT_VALUES / Math.max(1, columns)));
  const count = Math.ceil(rows.length / most);
  return Array.from({ length: count }, (_, at) => rows.slice(at * most, (at + 1) * most));
}

export function toSnake(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

const camelNames = new Map<string, string>();

function toCamel(name: string): string {
  const known = camelNames.get(name);
  if (known !== undefined) return known;
  const camel = name.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
  camelNames.set(name, camel);
  return camel;
}

/** Renames the columns of rows, one level deep: what stands inside a JSON column is left as it is. */
function camelRows(result: unknown): unknown {
  if (Array.isArray(result)) return result.map(camelRow);
  if (isRow(result) && Array.isArray(result['rows'])) return { ...result, rows: result['rows'].map(camelRow) };
  return camelRow(result);
}

function camelRow(row: unknown): unknown {
  if (!isRow(row)) return row;
  const camel: Record<string, unknown> = {};
  for (const name of Object.keys(row)) camel[toCamel(name)] = row[name];
  return camel;
}

function isRow(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !(value instanceof Date) && !Buffer.isBuffer(value);
}
