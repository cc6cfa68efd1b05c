/**
 * The physical limit that intake is held against: the very rows that one commit of the backend wrote, with the same
 * indexes, written by one statement a commit.
 */

/** @typedef {(sql: string, values?: readonly unknown[]) => Promise<any[]>} Ask */
/** @typedef {{ readonly table: string, readonly rows: readonly Row[] }} Sample */
/** @typedef {readonly { readonly column: string, readonly type: string, readonly value: string | null }[]} Row */

/** Ordered by time as the backend's own ids are, so that the indexes grow at the same end. */
const UUID_V7 = `encode(set_bit(set_bit(overlay(uuid_send(gen_random_uuid())
  placing substring(int8send(floor(extract(epoch from clock_timestamp()) * 1000)::bigint) from 3) from 1 for 6), 52, 1), 53, 1), 'hex')::uuid`;

/**
 * A statement that writes again what the transaction of a raw event wrote, with new ids and the alert called otherwise.
 * It has been tried, and taken back, when it is given.
 * @param {import('pg').Client} client @param {string} rawEventId @param {string} name what the alert is called in its rows
 */
export async function sameRows(client, rawEventId, name) {
  /** @type {Ask} */
  const ask = async (sql, values = []) => (await client.query(sql, [...values])).rows;
  const [found] = await ask('select xmin::text as xid from raw_events where id = $1', [rawEventId]);
  if (!found) throw new Error(`raw event ${rawEventId} is not there`);
  const all = await sampleOf(ask, found.xid);
  const ids = new Set(all.flatMap(({ rows }) => rows.map(idOf)));
  // What is one row for all of a source's alerts would make the clients of the reference wait for each other.
  const samples = all.filter(({ rows }) =>
    rows.flat().some(({ value }) => value !== null && (ids.has(value) || value.includes(name))),
  );
  const statement = toStatement(samples, name);
  await client.query('begin');
  try {
    await client.query(statement);
    const [{ xid }] = await ask('select pg_current_xact_id()::text as xid');
    const [wanted, written] = [describe(samples), describe(await sampleOf(ask, xid))];
    if (wanted !== written) throw new Error(`the reference writes ${written}; the backend wrote ${wanted}`);
    return { statement, rows: wanted };
  } finally {
    await client.query('rollback');
  }
}

/** @param {Row} row */
function idOf(row) {
  return row.find(({ column, type }) => column === 'id' && type === 'uuid')?.value;
}

/** @param {readonly Sample[]} samples */
function describe(samples) {
  return samples.map(({ table, rows }) => `${rows.length} ${table}`).join(', ');
}

/** All rows of a transaction. @param {Ask} ask @param {string} xid @returns {Promise<Sample[]>} */
async function sampleOf(ask, xid) {
  const tables = await ask(
    `select c.relname as table from pg_class c where c.relkind in ('r', 'p') and not c.relispartition
       and c.relnamespace = 'public'::regnamespace order by 1`,
  );
  const samples = [];
  for (const { table } of tables) {
    const columns = await ask(
      `select attname as column, format_type(atttypid, atttypmod) as type from pg_attribute
        where attrelid = $1::regclass and attnum > 0 and not attisdropped and attgenerated = '' and attidentity = ''
          and not exists (select from pg_attrdef d where d.adrelid = attrelid and d.adnum = attnum
                            and pg_get_expr(d.adbin, d.adrelid) like 'nextval%')
        order by attnum`,
      [`public.${table}`],
    );
    const list = columns.map(({ column }) => `"${column}"::text`).join(', ');
    const rows = await ask(`select ${list} from "${table}" where xmin::text = $1`, [xid]);
    if (rows.length === 0) continue;
    const typed = rows.map((row) =>
      columns.map((/** @type {{ column: string, type: string }} */ { column, type }) => ({
        column,
        type,
        value: row[column],
      })),
    );
    samples.push({ table, rows: typed });
  }
  return samples;
}

/** @param {readonly Sample[]} samples @param {string} name */
function toStatement(samples, name) {
  const ids = new Map();
  for (const { rows } of samples) {
    for (const row of rows) {
      const id = idOf(row);
      if (id && !ids.has(id)) ids.set(id, `u${ids.size}`);
    }
  }
  const fresh = [...ids.values()].map((id) => `${UUID_V7} as ${id}`);
  const parts = samples.map(({ table, rows }) => {
    const columns = rows[0]?.map(({ column }) => `"${column}"`).join(', ');
    const values = rows.map(
      (row) => `select ${row.map((field) => toExpression(field, ids, name)).join(', ')} from ids`,
    );
    return `insert into "${table}" (${columns}) ${values.join(' union all ')}`;
  });
  const last = parts.pop();
  const before = parts.map((part, index) => `w${index} as (${part})`);
  return [`with ids as materialized (select ${[...fresh, `'b-' || gen_random_uuid() as name`].join(', ')})`, ...before]
    .join(',\n')
    .concat('\n', last ?? '');
}

/** @param {Row[number]} field @param {ReadonlyMap<string, string>} ids @param {string} name */
function toExpression({ type, value }, ids, name) {
  if (value === null) return `null::${type}`;
  const id = type === 'uuid' ? ids.get(value) : undefined;
  if (id) return `ids.${id}`;
  // To pgbench a colon begins a variable, within quotes too.
  const literal = `E'${value.replaceAll('\\', '\\\\').replaceAll("'", "''").replaceAll(':', '\\x3a')}'`;
  const isNamed = type === 'text' && value.includes(name);
  return isNamed ? `replace(${literal}, '${name}', ids.name)` : `${literal}::${type}`;
}
