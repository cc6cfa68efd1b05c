import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { join } from 'node:path';
import pg from 'pg';
import { clone } from '../../scripts/install.mjs';
import { atEnd } from '../harness/ends.mjs';
import { postFor } from './load.mjs';
import { measureCommits, PGBENCH } from './pgbench.mjs';
import { sameRows } from './same-rows.mjs';
import { alertOf, startStand } from './stand.mjs';

const CONNECTIONS = [1, 8, 32, 64];
const MOST = CONNECTIONS.at(-1) ?? 1;
const REFERENCE_CLIENTS = 32;
const SAMPLE = 'sample-of-the-bench';
/** Of which nine in ten have been posted before. */
const REPEATS = 10;

/**
 * Durable intake beside PostgreSQL itself: new incidents, duplicates, and one key's storm, over 1 to 64 connections,
 * against the very rows written by one statement a commit. Afterwards every id that was answered is looked for.
 */
export async function intake(seconds = 3) {
  const stand = await startStand(1);
  const answererUrl = await startAnswerer();
  process.stdout.write(`reference: ${PGBENCH ? 'pgbench' : 'a loop over pg, for pgbench is not installed'}\n`);
  const [person = ''] = await stand.addPeople(1);
  // Nobody is told in this run: intake ends with what the commit keeps.
  await stand.api.call('POST', '/v1/escalation-policies', {
    name: 'later',
    is_default: true,
    steps: [{ delay_seconds: 86_400, timeout_seconds: 86_400, targets: [{ type: 'user', id: person }] }],
  });
  const client = new pg.Client({ connectionString: stand.databaseUrl });
  await client.connect();
  atEnd(() => client.end());
  const sample = JSON.stringify(alertOf(SAMPLE));
  const written = await postOnce(sample);
  const ofNew = await sameRows(client, written.raw_event_id, SAMPLE);
  const again = await postOnce(sample);
  const ofDuplicate = await sameRows(client, again.raw_event_id, SAMPLE);
  process.stdout.write(`new incident: ${ofNew.rows}\nduplicate: ${ofDuplicate.rows}\n`);
  /** @type {string[]} */
  const answered = [];
  let number = 0;
  const name = () => `alert-${(number += 1)}`;
  const bodies = { new: () => fresh(name), duplicates: repeated(name), storm: stormOf(name) };

  /** @param {string} body */
  async function postOnce(body) {
    return /** @type {any} */ (await stand.source.call('POST', '/v1/alerts/elastic', JSON.parse(body)));
  }
  /** @param {() => string} body @param {number} connections @param {{ url: string, onAnswer: () => void }} [elsewhere] */
  const post = (body, connections, elsewhere) =>
    postFor({
      ...{ url: stand.url, token: stand.sourceToken, connections, seconds, body },
      onAnswer: ({ raw_event_id: id }) => answered.push(id),
      ...elsewhere,
    });

  return {
    async round() {
      /** @type {Record<string, number>} */
      const round = {};
      const newBefore = await reference(ofNew.statement);
      const duplicates = await reference(ofDuplicate.statement);
      round['reference_new_per_second'] = newBefore.per_second;
      round['reference_duplicate_per_second'] = duplicates.per_second;
      const alone = await post(bodies.new, MOST, { url: answererUrl, onAnswer: () => undefined });
      round['http_alone_64_per_second'] = alone.per_second;
      round['http_alone_64_p99_ms'] = alone.p99_ms;
      for (const [kind, body] of Object.entries(bodies)) {
        for (const connections of CONNECTIONS) {
          for (const [figure, value] of Object.entries(await post(body, connections))) {
            round[`${kind}_${connections}_${figure}`] = value;
          }
        }
      }
      const newAgain = await reference(ofNew.statement);
      round['reference_new_again_per_second'] = newAgain.per_second;
      // As long as so many wait at once, nobody is served sooner on average than their number over the rate.
      round['reference_new_64_p99_ms'] = (await reference(ofNew.statement, MOST)).p99_ms;
      round['ratio'] = (round['new_64_per_second'] ?? NaN) / ((newBefore.per_second + newAgain.per_second) / 2);
      round['ratio_duplicates'] = (round['duplicates_64_per_second'] ?? NaN) / duplicates.per_second;
      round['answered'] = answered.length;
      round['lost'] = await countLost();
      round['backend_megabytes'] = await stand.megabytes();
      return round;
    },
    summary: (/** @type {Readonly<Record<string, number>>} */ median) => ({
      ...{ ratio: median['ratio'], p99_ms: median['new_64_p99_ms'], lost: median['lost'] },
      ...{ ratio_duplicates: median['ratio_duplicates'], backend_megabytes: median['backend_megabytes'] },
    }),
  };

  /** @param {string} statement */
  function reference(statement, clients = REFERENCE_CLIENTS) {
    return measureCommits(stand.databaseUrl, statement, { clients, seconds });
  }

  /** How many of the ids that were answered stand neither among the raw events nor in the ledger. */
  async function countLost() {
    let lost = 0;
    for (let at = 0; at < answered.length; at += 10_000) {
      const ids = answered.slice(at, at + 10_000);
      const [{ count }] = await stand.rows(
        `select count(*)::int from unnest($1::uuid[]) as given (id)
          where not exists (select from raw_events r where r.id = given.id)
             or not exists (select from ledger_entries l where l.raw_event_id = given.id)`,
        [ids],
      );
      lost += count;
    }
    return lost;
  }
}

async function startAnswerer() {
  const program = join(clone, 'test/bench/answerer.mjs');
  const child = spawn(process.execPath, [program], { stdio: ['ignore', 'pipe', 'inherit'] });
  atEnd(async () => {
    child.kill();
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  });
  const ended = once(child, 'exit').then(([code]) => {
    throw new Error(`${program} ended with code ${code} before it named its port`);
  });
  // It ends at last as well, when nobody waits for its port any more.
  ended.catch(() => undefined);
  const [port] = await Promise.race([once(child.stdout, 'data'), ended]);
  return `http://127.0.0.1:${Number(String(port))}`;
}

/** @param {() => string} name */
function fresh(name) {
  return JSON.stringify(alertOf(name()));
}

/** @param {() => string} name */
function repeated(name) {
  let left = 0;
  let body = '';
  return () => {
    if (left === 0) {
      body = fresh(name);
      left = REPEATS;
    }
    left -= 1;
    return body;
  };
}

/** One key whose alert is active again and again. @param {() => string} name */
function stormOf(name) {
  const alert = alertOf(name());
  const uuid = randomUUID();
  let at = Date.now();
  return () => {
    at += 1;
    const timestamp = new Date(Math.min(at, Date.now())).toISOString();
    return JSON.stringify({ ...alert, alert: { ...alert.alert, uuid }, timestamp });
  };
}
