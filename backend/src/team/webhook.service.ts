import { Inject, Injectable } from '@nestjs/common';
import type { NewWebhook, PageQuery, WebhookChange } from 'incident-core';
import { AuditTrail, type NamedChange } from '../access/audit-trail.ts';
import { noSuch, orProblem, type Breaches } from '../access/constraints.ts';
import { readCursor, toPage, type Page } from '../access/cursor.ts';
import { Clock } from '../platform/clock.ts';
import { DATABASE, type Database } from '../platform/database.ts';
import { notFound } from '../platform/problem.ts';
import { Random } from '../platform/random.ts';
import { SecretBox } from '../platform/secret-box.ts';
import { WebhookRepository, type WebhookChanges, type WebhookRow } from './webhook.repository.ts';

/** A webhook with the secrets that were just set. */
export interface WebhookWithSecrets extends WebhookRow {
  readonly secrets: readonly string[];
}

/** Outgoing webhooks and their signing secrets, which are sealed before they are kept. */
@Injectable()
export class WebhookService {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    private readonly webhooks: WebhookRepository,
    private readonly box: SecretBox,
    private readonly trail: AuditTrail,
    private readonly clock: Clock,
    private readonly random: Random,
  ) {}

  async page({ limit, cursor }: PageQuery): Promise<Page<WebhookRow>> {
    const rows = await this.webhooks.list(this.database, readCursor(cursor, 'text'), limit + 1);
    return toPage(rows, limit, ({ name }) => name);
  }

  /** @throws Problem 404 */
  async get(id: string): Promise<WebhookRow> {
    return this.found(id, await this.webhooks.find(this.database, id));
  }

  /** @throws Problem 422 when the team does not exist */
  async create({
    name,
    kind = 'standard',
    url,
    team_id: teamId = null,
    secrets = [this.secret()],
  }: NewWebhook): Promise<WebhookWithSecrets> {
    const row = { id: this.random.id(), name, kind, url, teamId, createdAt: this.clock.now() };
    const sealedSecrets = secrets.map((secret) => this.box.seal(secret));
    const made = this.trail.changing(named('webhook.created', row.id), (transaction) =>
      this.webhooks.insert(transaction, { ...row, sealedSecrets }),
    );
    await orProblem(BREACHES, made);
    return { ...row, turnedOffAt: null, turnedOffReason: null, secrets };
  }

  /** @throws Problem 404, 422 when the team does not exist */
  async change(id: string, given: WebhookChange): Promise<WebhookRow> {
    const now = this.clock.now();
    const changed = this.trail.changing(named('webhook.changed', id), async (transaction) => {
      if (given.enabled === false) await this.webhooks.turnOff(transaction, id, 'turned off by an administrator', now);
      return this.webhooks.update(transaction, id, toChanges(given), now);
    });
    return this.found(id, await orProblem(BREACHES, changed));
  }

  /**
   * Sets a new secret; the one before stays live until the next rotation.
   *
   * @throws Problem 404
   */
  async rotate(id: string): Promise<WebhookWithSecrets> {
    const secret = this.secret();
    const row = await this.trail.changing(named('webhook.secret_rotated', id), (transaction) =>
      this.webhooks.rotate(transaction, id, this.box.seal(secret), this.clock.now()),
    );
    return { ...this.found(id, row), secrets: [secret] };
  }

  private found(id: string, row: WebhookRow | null): WebhookRow {
    if (!row) throw notFound('webhook', id);
    return row;
  }

  /** As Standard Webhooks writes them: plain base64 behind the prefix. */
  private secret(): string {
    const bytes = Buffer.from(this.random.token('whsec').slice('whsec_'.length), 'base64url');
    return `whsec_${bytes.toString('base64')}`;
  }
}

const BREACHES: Breaches = { webhooks_team_id_foreign: noSuch('team', '$.team_id') };

function named(action: string, id: string): NamedChange {
  return { action, type: 'webhook', id };
}

function toChanges({ name, url, team_id: teamId, enabled }: WebhookChange): WebhookChanges {
  return {
    ...(name !== undefined && { name }),
    ...(url !== undefined && { url }),
    ...(teamId !== undefined && { teamId }),
    ...(enabled === true && { turnedOffAt: null, turnedOffReason: null }),
  };
}
