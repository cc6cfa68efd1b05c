import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { Transaction } from '../platform/database.ts';
import { maskAddress, maskUrl } from './mask.ts';

/** A row as the audit trail keeps it: names as in the database, secrets as fingerprints. */
export type Snapshot = Readonly<Record<string, unknown>>;

/** What the trail can take a picture of, by what it is called there; each statement gives one JSON value for an id. */
const PICTURES = {
  team: `select to_jsonb(t) || jsonb_build_object('member_ids',
           (select coalesce(jsonb_agg(user_id order by user_id), '[]') from team_members where team_id = t.id))
           from teams t where id = :id`,
  user: `select to_jsonb(u) || jsonb_build_object(
           'team_ids', (select coalesce(jsonb_agg(team_id order by team_id), '[]') from team_members where user_id = u.id),
           'roles', (select coalesce(jsonb_agg(jsonb_build_object('role', role, 'team_id', team_id)
                             order by team_id nulls first), '[]') from user_roles where user_id = u.id))
           from users u where id = :id`,
  contact_method: 'select to_jsonb(t) from contact_methods t where id = :id',
  preferences: `select to_jsonb(p) || jsonb_build_object('time_zone', u.time_zone)
                  from user_preferences p join users u on u.id = p.user_id where user_id = :id`,
  webhook: 'select to_jsonb(t) from webhooks t where id = :id',
  slack_channel: 'select to_jsonb(t) from slack_channels t where id = :id',
  routing_rule: 'select to_jsonb(t) from routing_rules t where id = :id',
  routing_order: `select jsonb_build_object('ids', coalesce(jsonb_agg(id order by position), '[]')) from routing_rules
                   where :id::text is null`,
  schedule: 'select to_jsonb(t) from schedules t where id = :id',
  override: 'select to_jsonb(t) from schedule_overrides t where id = :id',
  template: 'select to_jsonb(t) from templates t where id = :id',
  throttles: 'select throttles from throttle_settings where :id::text is null',
  source: 'select to_jsonb(t) from sources t where id = :id',
  source_token: 'select to_jsonb(t) from source_tokens t where id = :id',
  api_token: 'select to_jsonb(t) from api_tokens t where id = :id',
} as const satisfies Readonly<Record<string, string>>;
export type PicturedType = keyof typeof PICTURES;

/** What changes without anybody changing it. */
const RESTLESS = new Set([
  'updated_at',
  'touched_at',
  'last_used_at',
  'refused_count',
  'failed_at',
  'failure',
  'version',
]);
const SECRET = /secret|token_hash|password|api_key|sealed/;

@Injectable()
export class AuditSnapshotRepository {
  /** Null where there is no such thing. */
  async take(transaction: Transaction, type: PicturedType, id: string | null): Promise<Snapshot | null> {
    const { rows } = await transaction.raw<{ rows: readonly { readonly picture: Snapshot | null }[] }>(
      `select (${PICTURES[type]}) as picture`,
      { id },
    );
    const picture = rows[0]?.picture ?? null;
    return picture && withoutSecrets(picture);
  }
}

function withoutSecrets(picture: Snapshot): Snapshot {
  return Object.fromEntries(
    Object.entries(picture)
      .filter(([name]) => !RESTLESS.has(name))
      .map(([name, value]) => [name, shown(name, value)]),
  );
}

/** That a secret was changed shows in its fingerprint; what it is, does not. */
function shown(name: string, value: unknown): unknown {
  if (value === null) return null;
  if (SECRET.test(name)) {
    const digest = createHash('sha256').update(JSON.stringify(value)).digest('hex');
    return `[redacted ${digest.slice(0, 8)}]`;
  }
  if (name === 'address' && typeof value === 'string') return maskAddress(value);
  return name === 'url' && typeof value === 'string' ? maskUrl(value) : value;
}
