import { Injectable } from '@nestjs/common';
import { chooseKeepers, decideTokenWarning, TOKEN_WARNING_DAYS, type TokenWarningDays } from 'incident-core';
import type { Transaction } from '../platform/database.ts';
import { EndingTokenRepository, type EndingTokenRow, type TokenTable } from './ending-token.repository.ts';

/** A token of whose end people are to be told now. */
export interface TokenToWarnOf {
  readonly type: 'source_token' | 'api_token';
  readonly id: string;
  readonly days: TokenWarningDays;
  readonly keeperIds: readonly string[];
}

const [FIRST_DAYS, LAST_DAYS] = TOKEN_WARNING_DAYS;
const DAY_MS = 86_400_000;
const BATCH = 50;

/** Finds the tokens that end soon, each of the two warnings once. */
@Injectable()
export class EndingTokens {
  constructor(private readonly tokens: EndingTokenRepository) {}

  /** `taken`: how many had their turn, whether anybody is told or not. */
  async take(
    transaction: Transaction,
    now: Date,
  ): Promise<{ readonly taken: number; readonly told: readonly TokenToWarnOf[] }> {
    const within = (days: number) => new Date(now.getTime() + days * DAY_MS);
    const span = { first: within(FIRST_DAYS), last: within(LAST_DAYS), now };
    const told: TokenToWarnOf[] = [];
    let taken = 0;
    for (const table of ['source_tokens', 'api_tokens'] as const) {
      for (const row of await this.tokens.claim(transaction, table, span, BATCH)) {
        taken += 1;
        const { days, isTold } = decideTokenWarning(row, now);
        await this.tokens.setWarned(transaction, table, row.id, days);
        if (isTold)
          told.push({ type: TYPES[table], id: row.id, days, keeperIds: await this.keepers(transaction, row) });
      }
    }
    return { taken, told };
  }

  /** Of a token for a person they themselves; of one for a program those who manage all teams. */
  private async keepers(transaction: Transaction, { userId, teamId }: EndingTokenRow): Promise<readonly string[]> {
    return userId === null ? chooseKeepers(await this.tokens.keepers(transaction, teamId)) : [userId];
  }
}

const TYPES = {
  source_tokens: 'source_token',
  api_tokens: 'api_token',
} as const satisfies Record<TokenTable, TokenToWarnOf['type']>;
