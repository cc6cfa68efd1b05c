import { Controller, Get, Param, Query } from '@nestjs/common';
import {
  ledgerQuerySchema,
  rawEventParamsSchema,
  refusedQuerySchema,
  type LedgerDetail,
  type RefusedPostsAnswer,
} from 'incident-core';
import { CurrentCaller, visibleTeams, type Caller } from '../access/caller.ts';
import { readTimeCursor, toPage, writeCursor } from '../access/cursor.ts';
import { readParams } from '../platform/validate.ts';
import { LedgerReader } from './ledger-reader.ts';
import { RefusedPostsRepository, type StoredRefusedPosts } from './refused-posts.repository.ts';
import { RefusedPosts } from './refused-posts.ts';

@Controller('v1/ledger')
export class LedgerController {
  constructor(
    private readonly ledger: LedgerReader,
    private readonly refused: RefusedPosts,
    private readonly refusedRows: RefusedPostsRepository,
  ) {}

  /** What became of each alert, the latest first. */
  @Get()
  async list(@Query() query: unknown, @CurrentCaller() caller: Caller) {
    const { items, next } = await this.ledger.page(readParams(ledgerQuerySchema, query), caller);
    return { items, next_cursor: writeCursor(next) };
  }

  /** Posts of which nothing was kept, the latest first. */
  @Get('refused')
  async listRefused(@Query() query: unknown, @CurrentCaller() caller: Caller) {
    const { limit, cursor, source, from, to } = readParams(refusedQuerySchema, query);
    // What this backend has counted is seen at once.
    await this.refused.write();
    const filter = {
      teams: visibleTeams(caller),
      ...(source === undefined ? {} : { source }),
      ...(from === undefined ? {} : { from: new Date(from) }),
      ...(to === undefined ? {} : { to: new Date(to) }),
    };
    const rows = await this.refusedRows.list(filter, readTimeCursor(cursor), limit + 1);
    const { items, next } = toPage(rows, limit, ({ firstAt }) => firstAt.toISOString());
    return { items: items.map(toAnswer), next_cursor: writeCursor(next) };
  }

  /** One raw event and all that followed from it. */
  @Get(':rawEventId')
  get(@Param() params: unknown, @CurrentCaller() caller: Caller): Promise<LedgerDetail> {
    return this.ledger.detail(readParams(rawEventParamsSchema, params).rawEventId, caller);
  }
}

function toAnswer(row: StoredRefusedPosts): RefusedPostsAnswer {
  const { id, sourceId, sourceName, reason, count, firstAt, lastAt } = row;
  return {
    id,
    source: sourceId === null || sourceName === null ? null : { id: sourceId, name: sourceName },
    reason,
    count,
    first_at: firstAt.toISOString(),
    last_at: lastAt.toISOString(),
  };
}
