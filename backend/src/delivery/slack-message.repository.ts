import { Inject, Injectable } from '@nestjs/common';
import { DATABASE, type Database, type Transaction } from '../platform/database.ts';
import type { SlackPlace } from './channel.ts';

/** What an incident has in a conversation: its message; nothing yet, and whoever asked may post it; or one that is on its way. */
export type SlackFirst =
  | { readonly kind: 'there'; readonly place: SlackPlace; readonly isShared: boolean }
  | { readonly kind: 'yours' }
  | { readonly kind: 'on_its_way' };

interface MessageRow {
  readonly deliveryId: string;
  readonly channelId: string | null;
  readonly ts: string | null;
  readonly shared: boolean;
}

/** The one message of each incident in each Slack conversation. */
@Injectable()
export class SlackMessageRepository {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  /** Of several deliveries that ask at once, one may post; when that one ends without, the next that asks may. */
  async first(incidentId: string, conversation: string, deliveryId: string): Promise<SlackFirst> {
    const { rows } = await this.database.raw<{ rows: readonly MessageRow[] }>(
      `insert into slack_messages as m (incident_id, conversation, delivery_id)
       values (:incidentId, :conversation, :deliveryId)
       on conflict (incident_id, conversation) do update
          set delivery_id = case
                when m.ts is null and not exists (
                  select 1 from deliveries d where d.id = m.delivery_id and d.status in ('pending', 'sending'))
                then excluded.delivery_id else m.delivery_id end
       returning delivery_id, channel_id, ts, shared`,
      { incidentId, conversation, deliveryId },
    );
    const [row] = rows;
    if (row?.channelId != null && row.ts !== null) {
      return { kind: 'there', place: { channel: row.channelId, ts: row.ts }, isShared: row.shared };
    }
    return row?.deliveryId === deliveryId ? { kind: 'yours' } : { kind: 'on_its_way' };
  }

  /** Remembers a message that is about several incidents, for those that have none there: what else happens goes into its thread. */
  async keepShared(
    transaction: Transaction,
    message: SlackPlace & { readonly conversation: string; readonly deliveryId: string },
    incidentIds: readonly string[],
  ): Promise<void> {
    const { conversation, deliveryId, channel: channelId, ts } = message;
    await transaction.raw(
      `insert into slack_messages as m (incident_id, conversation, delivery_id, channel_id, ts, shared)
       select id, :conversation, :deliveryId, :channelId, :ts, true from unnest(:incidentIds::uuid[]) as named (id)
        order by id
       on conflict (incident_id, conversation) do update
          set delivery_id = excluded.delivery_id, channel_id = excluded.channel_id, ts = excluded.ts, shared = true
        where m.ts is null`,
      { conversation, deliveryId, channelId, ts, incidentIds: [...new Set(incidentIds)] },
    );
  }

  /** Remembers where the message stands that this delivery posted; one that is known already stays. */
  async keep(transaction: Transaction, deliveryId: string, { channel, ts }: SlackPlace): Promise<void> {
    await transaction('slack_messages').where({ deliveryId }).whereNull('ts').update({ channelId: channel, ts });
  }
}
