import { Injectable } from '@nestjs/common';
import type { EndingToken, TokenKeeper, TokenWarningDays } from 'incident-core';
import type { Transaction } from '../platform/database.ts';

export type TokenTable = 'source_tokens' | 'api_tokens';

/** A token that lives, and of whose end somebody may have to be told now. */
export interface EndingTokenRow extends EndingToken {
  readonly id: string;
  /** Whose it is: an API token's user, or the team of the source. */
  readonly userId: string | null;
  readonly teamId: string | null;
}

/** Of one owner are the tokens of one source, and those of the same user and name. */
const SOURCE_TOKENS = {
  columns: 'null::uuid as user_id, o.team_id',
  owner: 'join sources o on o.id = t.source_id',
  same: 's.source_id = t.source_id',
};
const API_TOKENS = {
  columns: 't.user_id, null::uuid as team_id',
  owner: '',
  same: 's.user_id is not distinct from t.user_id and lower(s.name) = lower(t.name)',
};

@Injectable()
export class EndingTokenRepository {
  /** Those within the days of a warning that has not had its turn; nobody else gives it before the transaction ends. */
  async claim(
    transaction: Transaction,
    table: TokenTable,
    { first, last, now }: { readonly first: Date; readonly last: Date; readonly now: Date },
    limit: number,
  ): Promise<readonly EndingTokenRow[]> {
    const { columns, owner, same } = table === 'source_tokens' ? SOURCE_TOKENS : API_TOKENS;
    const { rows } = await transaction.raw<{ rows: readonly EndingTokenRow[] }>(
      `select t.id, t.created_at, t.expires_at, t.last_used_at, ${columns},
              (select max(s.last_used_at) from ${table} s
                where ${same} and s.id <> t.id and s.revoked_at is null
                  and (s.expires_at is null or s.expires_at > t.expires_at)) as successor_used_at
         from ${table} t ${owner}
        where t.expires_at > :now and t.revoked_at is null
          and ((t.warned_days is null and t.expires_at <= :first) or (t.warned_days > 1 and t.expires_at <= :last))
        order by t.expires_at
        limit :limit
        for no key update of t skip locked`,
      { first, last, now, limit },
    );
    return rows;
  }

  async setWarned(transaction: Transaction, table: TokenTable, id: string, days: TokenWarningDays): Promise<void> {
    await transaction(table).where({ id }).update({ warnedDays: days });
  }

  /** Members of the team, and whoever may arrange things for it, or for all teams; those who have left are none. */
  async keepers(transaction: Transaction, teamId: string | null): Promise<readonly TokenKeeper[]> {
    const { rows } = await transaction.raw<{ rows: readonly TokenKeeper[] }>(
      `select u.id as user_id, m.user_id is not null as is_member,
              case when r.is_of_team then 'team' when r.user_id is not null then 'all' end as manages
         from users u
         left join team_members m on m.user_id = u.id and m.team_id = :teamId::uuid
         left join (select user_id, bool_or(team_id is not null) as is_of_team from user_roles
                     where role in ('manager', 'admin') and (team_id is null or team_id = :teamId::uuid)
                     group by user_id) r on r.user_id = u.id
        where u.left_at is null and (m.user_id is not null or r.user_id is not null)
        order by u.id
        limit 200`,
      { teamId },
    );
    return rows;
  }
}
