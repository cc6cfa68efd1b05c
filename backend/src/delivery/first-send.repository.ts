import { Injectable } from '@nestjs/common';
import type { Transaction } from '../platform/database.ts';
import { PAGE_SINCE } from './page-since.ts';

/** Something that a channel took for a run. */
export interface RunSend {
  readonly escalationId: string;
  readonly at: Date;
}

/** The first that a channel took for a run, and since when somebody was to be told. */
export interface FirstSend {
  readonly since: Date;
  readonly sentAt: Date;
}

/** When each run that an alert began first told somebody; written once, in the commit that says that it was sent. */
@Injectable()
export class FirstSendRepository {
  /** Answers those that were the first of their run. */
  async note(transaction: Transaction, sends: readonly RunSend[]): Promise<readonly FirstSend[]> {
    if (sends.length === 0) return [];
    const values = sends.map(({ escalationId, at }) => ({ escalation_id: escalationId, at }));
    const { rows } = await transaction.raw<{ rows: readonly FirstSend[] }>(
      `insert into first_sends (escalation_id, run_at, since, sent_at, nobody)
       select e.id, e.created_at, least(p.since, x.at), x.at, p.nobody
         from (select escalation_id, min(at) as at
                 from jsonb_to_recordset(?::jsonb) as x(escalation_id uuid, at timestamptz) group by 1) x
         join escalations e on e.id = x.escalation_id and e.started_because in ('opened', 'reopened')
         ${PAGE_SINCE}
        where not exists (select from first_sends f where f.escalation_id = x.escalation_id)
        order by e.id
       on conflict (escalation_id) do nothing
       returning since, sent_at`,
      [JSON.stringify(values)],
    );
    return rows;
  }
}
