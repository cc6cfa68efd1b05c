import { isUtf8 } from 'node:buffer';
import { Injectable } from '@nestjs/common';
import {
  decideLedgerEnd,
  LEDGER_OUTCOMES,
  type EscalationAnswer,
  type LedgerChain,
  type LedgerDetail,
  type LedgerEntryAnswer,
  type LedgerOutcome,
  type LedgerQuery,
  type NotificationAnswer,
} from 'incident-core';
import { may, visibleTeams, type Caller } from '../access/caller.ts';
import { readCursor, type KeyPlace } from '../access/cursor.ts';
import { EscalationHistoryService } from '../escalation/escalation-history.service.ts';
import { NotificationHistoryService } from '../notification/notification-history.service.ts';
import { invalid, notFound } from '../platform/problem.ts';
import { LedgerLogRepository, type LedgerFilter, type LedgerPlace, type LoggedEntry } from './ledger-log.repository.ts';
import { RawEventRepository, type FoundEvent } from './raw-event.repository.ts';

const MOST_OF_AN_EVENT = 1_000;
const MOST_FOLLOWING = 200;
const CALLS: readonly LedgerOutcome[] = ['opened', 'reopened'];
const TELLS_OF_ITSELF: readonly LedgerOutcome[] = ['unreadable', 'rejected'];

/** What became of raw events, as people see it. */
@Injectable()
export class LedgerReader {
  constructor(
    private readonly ledger: LedgerLogRepository,
    private readonly rawEvents: RawEventRepository,
    private readonly escalations: EscalationHistoryService,
    private readonly notifications: NotificationHistoryService,
  ) {}

  /** The latest first; of the teams that the caller may see. @throws Problem 400 for a cursor of another list */
  async page(
    query: LedgerQuery,
    caller: Caller,
  ): Promise<{ readonly items: readonly LedgerEntryAnswer[]; readonly next: KeyPlace | null }> {
    const { limit, cursor, event, incident } = query;
    const place = toPlace(cursor);
    const filter = await this.toFilter(query, caller);
    if (filter === null) return { items: [], next: null };
    const wanted = query.outcome ?? LEDGER_OUTCOMES;
    // What nothing became of yet is not in the ledger, and in no incident: it is among the latest events, and those that
    // the auditor knows.
    const areOpenWanted = wanted.includes('open') && filter.teams === null && incident === undefined;
    const isAsked = query.outcome !== undefined || event !== undefined;
    const below = place && { receivedAt: place.receivedAt, id: place.rawEventId };
    const open = areOpenWanted && isAsked ? await this.rawEvents.open(toOpenFilter(query), below, limit + 1) : [];
    const rows = wanted.some((outcome) => outcome !== 'open') ? await this.ledger.list(filter, place, limit + 1) : [];
    const found = [...open.map(toOpenEntry), ...rows.map(toEntry)].sort(latestFirst);
    const items = found.slice(0, limit);
    const last = found.length > limit ? items.at(-1) : undefined;
    return { items, next: last ? placeOf(last) : null };
  }

  /** @throws Problem 404 where there is none, or none that the caller may see */
  async detail(rawEventId: string, caller: Caller): Promise<LedgerDetail> {
    const event = await this.rawEvents.find(rawEventId);
    const rows = await this.ledger.list({ event: rawEventId, teams: null }, null, MOST_OF_AN_EVENT);
    const first = rows[0];
    if (!event && !first) throw notFound('raw event', rawEventId);
    const teams = [...new Set([event?.sourceTeamId ?? null, ...rows.map(({ teamId }) => teamId)])].flatMap(
      (id) => id ?? [],
    );
    if (!may(caller, 'view', 'all') && !teams.some((id) => may(caller, 'view', [id]))) {
      throw notFound('raw event', rawEventId);
    }
    const entries: LedgerChain[] = [];
    for (const row of [...rows].reverse()) {
      const mayView = may(caller, 'view', row.teamId === null ? 'all' : [row.teamId]);
      if (mayView || teams.length === 0) entries.push(await this.chain(row, caller));
    }
    const isBodyShown = may(caller, 'respond', teams.length === 0 ? 'all' : teams);
    return { ...describeEvent(event, first, rawEventId, isBodyShown), entries };
  }

  /** Null when nothing that it asks for may be seen. */
  private async toFilter(query: LedgerQuery, caller: Caller): Promise<LedgerFilter | null> {
    const { event, incident, source, outcome, from, to } = query;
    const teams = visibleTeams(caller);
    const outcomes = outcome?.filter((each) => each !== 'open');
    // Who may see an incident sees all that went into it, whoever had it then.
    const owner = incident === undefined || teams === null ? null : await this.ledger.teamOf(incident);
    if (incident !== undefined && teams !== null && (owner === null || !teams.includes(owner))) return null;
    return {
      teams: incident === undefined ? teams : null,
      ...(event === undefined ? {} : { event }),
      ...(incident === undefined ? {} : { incident }),
      ...(source === undefined ? {} : { source }),
      ...(outcomes === undefined ? {} : { outcomes }),
      ...(from === undefined ? {} : { from: new Date(from) }),
      ...(to === undefined ? {} : { to: new Date(to) }),
    };
  }

  private async chain(row: LoggedEntry, caller: Caller): Promise<LedgerChain> {
    const { incidentId, receivedAt } = row;
    const isFollowed = incidentId !== null && hasFollowers(row);
    const escalations = isFollowed ? await this.runsSince(incidentId, receivedAt) : [];
    const notifications = isFollowed ? await this.tellingsSince(incidentId, receivedAt, caller) : [];
    const holds = isFollowed ? await this.ledger.holdsOf(incidentId) : new Map<number, string>();
    const { end, at, reason } = decideLedgerEnd({
      ...{ outcome: row.outcome, reason: row.reason, receivedAt, hasIncident: incidentId !== null },
      runs: escalations.map((run) => ({
        nobodyNotified:
          run.passages.some(({ reason: why }) => why === 'nobody_notified') || run.end_reason === 'no_policy',
        heldBecause: holds.get(run.run) ?? null,
        endedAt: run.ended_at === null ? null : new Date(run.ended_at),
        endReason: run.end_reason,
      })),
      tellings: notifications.map(({ status, sent_at, ended_at, reason: why, hold }) => ({
        ...{ status, reason: why, holdReason: hold?.reason ?? null },
        sentAt: sent_at === null ? null : new Date(sent_at),
        endedAt: ended_at === null ? null : new Date(ended_at),
      })),
    });
    return { ...toEntry(row), escalations, notifications, end, end_at: at?.toISOString() ?? null, end_reason: reason };
  }

  private async runsSince(incidentId: string, since: Date): Promise<EscalationAnswer[]> {
    const { items } = await this.escalations.page(incidentId, { limit: MOST_FOLLOWING });
    return items.filter(({ created_at }) => Date.parse(created_at) >= since.getTime()).reverse();
  }

  private async tellingsSince(incidentId: string, since: Date, caller: Caller): Promise<NotificationAnswer[]> {
    const { items } = await this.notifications.page(incidentId, { limit: MOST_FOLLOWING }, caller);
    return items.filter(({ created_at }) => Date.parse(created_at) >= since.getTime()).reverse();
  }
}

/** Whether people are told because of this alert: others joined an incident of which they had been told before. */
function hasFollowers({ outcome, incidentCreatedAt, receivedAt }: LoggedEntry): boolean {
  if (CALLS.includes(outcome)) return true;
  return TELLS_OF_ITSELF.includes(outcome) && incidentCreatedAt !== null && incidentCreatedAt >= receivedAt;
}

function toEntry(row: LoggedEntry): LedgerEntryAnswer {
  const { incidentId, number, title, incidentStatus, teamId, teamName } = row;
  return {
    raw_event_id: row.rawEventId,
    position: row.position,
    received_at: row.receivedAt.toISOString(),
    source: row.sourceName === null ? null : { id: row.sourceId, name: row.sourceName },
    via: row.via,
    outcome: row.outcome,
    reason: row.reason,
    dedup_key: row.dedupKey,
    episode: row.episode,
    alert_status: row.alertStatus,
    alert_date: row.alertDate?.toISOString() ?? null,
    incident:
      incidentId === null || number === null || title === null || incidentStatus === null
        ? null
        : { id: incidentId, number, title, status: incidentStatus },
    team: teamId === null || teamName === null ? null : { id: teamId, name: teamName },
    path: row.path,
    found: row.found,
    expected: row.expected,
  };
}

function toOpenEntry({ id, receivedAt, sourceId, sourceName, via }: FoundEvent): LedgerEntryAnswer {
  return {
    ...{ raw_event_id: id, position: 0, received_at: receivedAt.toISOString(), via, outcome: 'open', reason: null },
    source: sourceName === null ? null : { id: sourceId, name: sourceName },
    ...{ dedup_key: null, episode: null, alert_status: null, alert_date: null, incident: null, team: null },
    ...{ path: null, found: null, expected: null },
  };
}

function describeEvent(
  event: FoundEvent | null,
  entry: LoggedEntry | undefined,
  rawEventId: string,
  isBodyShown: boolean,
): Omit<LedgerDetail, 'entries'> {
  const source = event ?? entry;
  if (!source) throw new Error('an event without a trace was described');
  const { receivedAt, via, sourceId, sourceName } = source;
  return {
    raw_event_id: rawEventId,
    received_at: receivedAt.toISOString(),
    source: sourceName === null ? null : { id: sourceId, name: sourceName },
    via,
    content_type: event?.contentType ?? null,
    body_size: event?.bodySize ?? 0,
    body_sha256: event?.bodySha256.toString('hex') ?? '',
    truncated: event?.truncated ?? false,
    body: event && isBodyShown ? toBody(event.body) : null,
    body_hidden: event === null ? 'thrown_away' : isBodyShown ? null : 'role',
  };
}

/** Text where the bytes are text that can be shown; never anything but text. */
function toBody(body: Buffer): NonNullable<LedgerDetail['body']> {
  const isText = isUtf8(body) && !body.includes(0);
  return isText
    ? { form: 'text', content: body.toString('utf8') }
    : { form: 'base64', content: body.toString('base64') };
}

function toOpenFilter({ event, source, from, to }: LedgerQuery) {
  return {
    ...(event === undefined ? {} : { event }),
    ...(source === undefined ? {} : { source }),
    ...(from === undefined ? {} : { from: new Date(from) }),
    ...(to === undefined ? {} : { to: new Date(to) }),
  };
}

/** The order of both kinds; what is of one event keeps the order that it has. */
function latestFirst(a: LedgerEntryAnswer, b: LedgerEntryAnswer): number {
  const keyOf = ({ received_at, raw_event_id }: LedgerEntryAnswer) => `${received_at} ${raw_event_id}`;
  if (keyOf(a) === keyOf(b)) return 0;
  return keyOf(a) < keyOf(b) ? 1 : -1;
}

function placeOf({ received_at, position, raw_event_id }: LedgerEntryAnswer): KeyPlace {
  return { key: `${received_at} ${position}`, id: raw_event_id };
}

function toPlace(cursor: string | undefined): LedgerPlace | null {
  const place = readCursor(cursor, 'text');
  if (place === null) return null;
  const [, time = '', position = ''] = /^(\d{4}-\d{2}-\d{2}T[\d:.]+Z) (\d{1,9})$/.exec(String(place.key)) ?? [];
  const receivedAt = new Date(time);
  if (!Number.isNaN(receivedAt.getTime())) return { receivedAt, rawEventId: place.id, position: Number(position) };
  throw invalid([{ path: '$.cursor', found: String(cursor).slice(0, 100), expected: 'a next_cursor of this list' }]);
}
