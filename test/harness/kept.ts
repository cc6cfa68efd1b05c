import type { Database } from '../../backend/src/platform/database.ts';

/** A raw event as it stands in the database. */
interface KeptEvent {
  readonly body: Buffer;
  readonly bodySize: number;
  readonly bodySha256: Buffer;
  readonly truncated: boolean;
  readonly contentType: string | null;
}

/** A row of the ledger. */
interface KeptEntry {
  readonly rawEventId: string;
  readonly position: number;
  readonly outcome: string;
  readonly reason: string | null;
  readonly incidentId: string | null;
  readonly dedupKey: string | null;
  readonly episode: string | null;
  readonly path: string | null;
  readonly found: string | null;
  readonly expected: string | null;
}

export async function keptEvent(database: Database, id: string): Promise<KeptEvent> {
  const row = (await database('raw_events').where({ id }).first('*')) as KeptEvent | undefined;
  if (!row) throw new Error(`the raw event ${id} was not kept`);
  return row;
}

export async function ledgerOf(database: Database, id: string): Promise<readonly KeptEntry[]> {
  return (await database('ledger_entries').where({ rawEventId: id }).orderBy('position').select('*')) as KeptEntry[];
}

/** Raw events that the ledger does not know: none, ever. */
export async function lostEvents(database: Database): Promise<readonly { readonly id: string }[]> {
  return (await database('raw_events as r')
    .whereNotExists(database('ledger_entries as l').whereRaw('l.raw_event_id = r.id').select(database.raw('1')))
    .select('r.id')) as { readonly id: string }[];
}

export async function countOf(database: Database, table: string): Promise<number> {
  const row = (await database(table).count({ count: '*' }).first()) as { readonly count: number } | undefined;
  return Number(row?.count ?? 0);
}
