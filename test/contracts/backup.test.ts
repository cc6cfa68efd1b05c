import { execFile, execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { AuditVerification, SelfCheckAnswer } from 'incident-core';
import pg from 'pg';
import { Pruning } from '../../backend/src/platform/pruning.ts';
import { Api } from '../harness/api.ts';
import { ADMIN_TOKEN } from '../harness/backend.ts';
import { FakeWebhook, isSignedWith } from '../harness/fake-webhook.ts';
import { House, step } from '../harness/house.ts';
import { Live } from '../harness/live.ts';
import { hours, minutes } from '../harness/manual-clock.ts';

const run = promisify(execFile);

/** Why a backup cannot be made here; null when it can. */
function whyNoBackup(): string | null {
  try {
    for (const program of ['pg_dump', 'pg_restore']) execFileSync(program, ['--version'], { stdio: 'ignore' });
    return null;
  } catch {
    return 'pg_dump and pg_restore are not there (Debian: postgresql-client)';
  }
}

const why = whyNoBackup();

describe('a backup', () => {
  if (why !== null) {
    test('is not tried here', () => {
      process.stderr.write(`The tests of backup and restore are skipped: ${why}.\n`);
      expect(why).not.toBeNull();
    });
    return;
  }

  let house: House;
  let folder: string;
  let file: string;
  let pager: FakeWebhook;
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'incidents-backup-'));
    file = join(folder, 'incidents.dump');
    pager = await FakeWebhook.start();
    house = await House.start({ policy: null });
  });
  afterEach(async () => {
    await house.stop();
    await pager.stop();
    rmSync(folder, { recursive: true });
  });

  /** While all goes on, as the README says. */
  const dump = () => run('pg_dump', ['--format=custom', `--file=${file}`, house.database.url]);

  /** The database is lost, and made anew from the backup; then a backend starts on it. */
  async function restore(): Promise<Api> {
    for (const backend of house.backends.splice(0)) await backend.stop();
    await onServer(house.database.url, (name) => [`drop database ${name} with (force)`, `create database ${name}`]);
    await run('pg_restore', ['--no-owner', `--dbname=${house.database.url}`, file]).catch(ignoreNewerSettings);
    const { base } = await house.another();
    return new Api(base, ADMIN_TOKEN);
  }

  /** The auditor found nothing, so it repaired nothing. */
  async function isWell(api: Api): Promise<void> {
    const { well, found, repaired, open } = await api.ok<SelfCheckAnswer>('GET', '/v1/self-check');
    expect({ well, found, repaired, open }).toEqual({ well: true, found: {}, repaired: {}, open: [] });
  }

  const fires = async (name: string, api: Api) => {
    const { results } = await house.elastic.posts(house.elastic.active(name), api.as(house.sourceToken));
    return results[0]?.incident_id;
  };

  test('restored on a server of its own, whose transactions are numbered anew, live updates go on', async () => {
    await house.elastic.fires('disk full');
    await house.settles();
    // What a server that is older by far would have left.
    await house.rows(`insert into incident_changes (xid, incident_id, change, at)
      select '99999999999999', id, 'opened', created_at from incidents`);
    await house.rows(`update incident_changes_pruned set through = '99999999999998'`);
    await dump();
    const api = await restore();
    const watching = await Live.open(api.base, house.person('ada').token, null);
    house.clock.forward(hours(25));
    const incident = await fires('queue long', api);
    expect(await watching.sees('opened')).toMatchObject([{ id: incident }]);
    watching.close();
    await house.backends[0]?.app.get(Pruning).prune();
    const again = await Live.open(api.base, house.person('ada').token, watching.lastId);
    const last = await fires('and now', api);
    expect((await again.sees('opened')).at(-1)).toMatchObject({ id: last });
    expect(again.events.map(({ event }) => event)).not.toContain('reset');
    again.close();
  });

  test('restored, goes on where it was: an incident in flight escalates, nobody is told twice, and nothing is wrong', async () => {
    const webhook = await house.addWebhook(pager.url);
    await house.setPolicy([
      step('ada').waits(minutes(5)),
      step('grace').waits(minutes(5)),
      step(`webhook:${webhook.id}`).waits(minutes(60)),
    ]);
    const over = await house.elastic.fires('queue long');
    await house.settles();
    await house.elastic.recovers('queue long');
    await house.settles();
    const body = house.elastic.active('disk full');
    const { results } = await house.elastic.posts(body);
    const incident = results[0]?.incident_id ?? '';
    await house.settles();
    house.mailbox.expect('ada', 'queue long');
    house.mailbox.expect('ada', 'queue long');
    house.mailbox.expect('ada', 'disk full');
    await house.passes(minutes(2));
    const before = await house.timeline(incident);
    const audit = await house.api.ok<AuditVerification>('GET', '/v1/audit/verify');

    await dump();
    expect(statSync(file).size).toBeGreaterThan(10_000);
    const api = await restore();

    expect(await api.ok('GET', '/v1/audit/verify')).toEqual({ ...audit, whole: true });
    expect(await api.ok('GET', `/v1/incidents/${over}`)).toMatchObject({ status: 'resolved' });
    expect(await api.ok('GET', `/v1/incidents/${incident}/timeline`)).toMatchObject({ items: before });
    for (const { workers } of house.backends) await workers.makeRound('audit');
    await house.settles();
    await isWell(api);
    house.mailbox.expectNothingMore();

    // Kibana has not heard of it: what it repeats is a duplicate.
    const again = await api.as(house.sourceToken).call('POST', '/v1/alerts/elastic', body);
    expect(again.body).toMatchObject({ results: [{ outcome: 'duplicate', incident_id: incident }] });
    await house.passes(minutes(3));
    house.mailbox.expect('grace', 'disk full');
    house.mailbox.expectNothingMore();
    await house.passes(minutes(5));
    // What was sealed opens with the key that was kept.
    const [told, ...more] = pager.requests;
    expect(told && isSignedWith(told, webhook.secret, house.clock.now())).toBe(true);
    expect(more).toEqual([]);
    await house.audits();
    await isWell(api);
    house.mailbox.expectNothingMore();
  });
});

async function onServer(url: string, statements: (name: string) => readonly string[]): Promise<void> {
  const server = new URL(url);
  const name = server.pathname.slice(1);
  server.pathname = '/postgres';
  const client = new pg.Client({ connectionString: server.toString() });
  await client.connect();
  try {
    for (const statement of statements(name)) await client.query(statement);
  } finally {
    await client.end();
  }
}

/** Programs that are newer than the server set what it does not know, and go on. */
function ignoreNewerSettings(error: unknown): void {
  const { stderr = '' } = error as { readonly stderr?: string };
  const errors = stderr
    .split('\n')
    .filter((line) => line.includes('error:') && !/unrecognized configuration/.test(line));
  if (stderr === '' || errors.length > 0) throw error;
}
