import { Inject, Injectable } from '@nestjs/common';
import { DATABASE, type Database, type Transaction } from '../platform/database.ts';
import { deleteSome } from '../platform/delete-some.ts';
import type { FoundPageTest, PageTestRow, TestedIncident } from './page-test.ts';

/** The incident of a source's test is that of the episode which has the test's id. */
const ITS_INCIDENT = `left join alert_episodes e on e.dedup_key = t.dedup_key and e.episode = t.id::text
         left join incidents i on i.id = coalesce(t.incident_id, e.incident_id)`;

@Injectable()
export class PageTestRepository {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  /** When that person asked for tests since then. Whoever asks in their name waits until this transaction ends. */
  async past(transaction: Transaction, askedBy: string, since: Date): Promise<readonly Date[]> {
    await transaction.raw('select pg_advisory_xact_lock(hashtextextended(?, 12))', [askedBy]);
    const rows: readonly Pick<PageTestRow, 'createdAt'>[] = await transaction('page_tests')
      .where({ askedBy })
      .where('createdAt', '>', since)
      .select('createdAt');
    return rows.map(({ createdAt }) => createdAt);
  }

  async insert(transaction: Transaction, row: PageTestRow): Promise<void> {
    await transaction('page_tests').insert(row);
  }

  /** Forgets tests that ended before. */
  forget(transaction: Transaction, before: Date, limit: number): Promise<number> {
    const old = { from: 'page_tests', where: 'r.ended_at < :before', order: 'r.ended_at' };
    return deleteSome(transaction, old, { before }, limit);
  }

  async find(id: string): Promise<FoundPageTest | null> {
    const { rows } = await this.database.raw<{ rows: readonly (PageTestRow & IncidentColumns)[] }>(
      `select t.*, i.id as found_id, i.number, i.title, i.status, i.acknowledged_at, i.resolved_at, a.name as assignee_name
         from page_tests t
         ${ITS_INCIDENT}
         left join users a on a.id = i.assignee_id
        where t.id = ?`,
      [id],
    );
    const [row] = rows;
    if (!row) return null;
    const { foundId, number, title, status, acknowledgedAt, resolvedAt, assigneeName, ...test } = row;
    const incident = { id: foundId, number, title, status, acknowledgedAt, resolvedAt, assigneeName };
    return { ...test, incident: foundId === null ? null : { ...incident, id: foundId } };
  }

  /** Those whose time is up, or whose incident somebody has taken. */
  async due(now: Date, limit: number): Promise<readonly string[]> {
    const { rows } = await this.database.raw<{ rows: readonly { readonly id: string }[] }>(
      `select t.id from page_tests t ${ITS_INCIDENT}
        where t.ended_at is null and (t.ends_at <= ? or i.status <> 'triggered')
        order by t.ends_at
        limit ?`,
      [now, limit],
    );
    return rows.map(({ id }) => id);
  }

  /** Ends a test; answers its incident, and null when somebody else works on it or has ended it. */
  async end(transaction: Transaction, id: string, now: Date): Promise<{ readonly incidentId: string | null } | null> {
    const locked = await transaction('page_tests').where({ id, endedAt: null }).forUpdate().skipLocked().first('id');
    if (!locked) return null;
    await transaction('page_tests').where({ id }).update({ endedAt: now });
    const { rows } = await transaction.raw<{ rows: readonly { readonly incidentId: string | null }[] }>(
      `select i.id as incident_id from page_tests t ${ITS_INCIDENT} where t.id = ?`,
      [id],
    );
    return rows[0] ?? { incidentId: null };
  }
}

interface IncidentColumns extends Omit<TestedIncident, 'id'> {
  readonly foundId: string | null;
}
