import { Inject, Injectable } from '@nestjs/common';
import type { GivenTemplate, TemplateChannel, TemplateEvent, TemplateQuery } from 'incident-core';
import { AuditTrail } from '../access/audit-trail.ts';
import { noSuch, orProblem, type Breaches } from '../access/constraints.ts';
import { readCursor, toPage, type Page } from '../access/cursor.ts';
import { Clock } from '../platform/clock.ts';
import { DATABASE, type Database } from '../platform/database.ts';
import { notFound } from '../platform/problem.ts';
import { Random } from '../platform/random.ts';
import { OwnWords } from './own-words.ts';
import { checkedParts } from './template-check.ts';
import { TemplateRepository, type TemplateRow } from './template.repository.ts';

/** The templates that stand in the place of the built-in texts. */
@Injectable()
export class TemplateService {
  constructor(
    private readonly templates: TemplateRepository,
    private readonly ownWords: OwnWords,
    private readonly trail: AuditTrail,
    private readonly clock: Clock,
    private readonly random: Random,
    @Inject(DATABASE) private readonly database: Database,
  ) {}

  async page({ limit, cursor, team_id: teamId }: TemplateQuery): Promise<Page<TemplateRow>> {
    const before = readCursor(cursor, 'text')?.id ?? null;
    return toPage(await this.templates.page(this.database, teamId ?? null, before, limit + 1), limit, ({ id }) => id);
  }

  /** What is stored for all teams, and for this one. */
  async both(
    channel: TemplateChannel,
    event: TemplateEvent,
    teamId: string | null,
  ): Promise<{ readonly forAll: TemplateRow | null; readonly forTeam: TemplateRow | null }> {
    const rows = await this.templates.both(this.database, channel, event, teamId);
    return {
      forAll: rows.find((row) => row.teamId === null) ?? null,
      forTeam: rows.find((row) => row.teamId !== null) ?? null,
    };
  }

  /** @throws Problem 400 for a template that cannot be used, 422 when the team does not exist */
  async replace(channel: TemplateChannel, event: TemplateEvent, given: GivenTemplate): Promise<TemplateRow> {
    const now = this.clock.now();
    const parts = checkedParts(channel, event, given.parts, now);
    const { forAll, forTeam } = await this.both(channel, event, given.team_id);
    const known = given.team_id === null ? forAll : forTeam;
    const row = { id: known?.id ?? this.random.id(), channel, event, teamId: given.team_id, parts, updatedAt: now };
    const change = { action: 'template.replaced', type: 'template', id: row.id } as const;
    const put = await orProblem(
      BREACHES,
      this.trail.changing(change, (transaction) => this.templates.put(transaction, row)),
    );
    this.ownWords.forget();
    return put;
  }

  /** @throws Problem 404 */
  async delete(id: string): Promise<void> {
    await this.trail.changing({ action: 'template.deleted', type: 'template', id }, async (transaction) => {
      if (!(await this.templates.delete(transaction, id))) throw notFound('template', id);
    });
    this.ownWords.forget();
  }
}

const BREACHES: Breaches = { templates_team_id_foreign: noSuch('team', '$.team_id') };
