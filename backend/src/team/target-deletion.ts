import { Injectable } from '@nestjs/common';
import type { EscalationTarget } from 'incident-core';
import { ApiTokenService } from '../access/api-token.service.ts';
import { ApiTokens } from '../access/api-tokens.ts';
import { AuditTrail } from '../access/audit-trail.ts';
import { Clock } from '../platform/clock.ts';
import type { Transaction } from '../platform/database.ts';
import { conflict, notFound, type Problem } from '../platform/problem.ts';
import { DirectoryRepository, type Naming } from './directory.repository.ts';
import { SlackChannelRepository } from './slack-channel.repository.ts';
import { UserRepository } from './user.repository.ts';
import { WebhookRepository } from './webhook.repository.ts';

/** Deletes whom a policy could tell, unless one does: nobody may find out at night that a step reaches nobody. */
@Injectable()
export class TargetDeletion {
  constructor(
    private readonly directory: DirectoryRepository,
    private readonly users: UserRepository,
    private readonly webhooks: WebhookRepository,
    private readonly slackChannels: SlackChannelRepository,
    private readonly tokens: ApiTokenService,
    private readonly callers: ApiTokens,
    private readonly trail: AuditTrail,
    private readonly clock: Clock,
  ) {}

  /** @throws Problem 404, 409 while a policy, a fallback or a schedule names them, and for the owner of the last admin token */
  async deleteUser(id: string): Promise<void> {
    await this.trail.changing({ action: 'user.deleted', type: 'user', id }, async (transaction) => {
      await this.tokens.refuseLastAdmin(transaction, id);
      if (!(await this.users.lock(transaction, id))) throw notFound('user', id);
      await this.refuseNamed(transaction, { type: 'user', id });
      await this.users.delete(transaction, id);
    });
    this.callers.forget();
  }

  /** @throws Problem 404, 409 while a policy or a fallback names the webhook */
  async deleteWebhook(id: string): Promise<void> {
    await this.trail.changing({ action: 'webhook.deleted', type: 'webhook', id }, async (transaction) => {
      if (!(await this.webhooks.lock(transaction, id))) throw notFound('webhook', id);
      await this.refuseNamed(transaction, { type: 'webhook', id });
      await this.webhooks.delete(transaction, id);
    });
  }

  /** @throws Problem 404, 409 while a policy or a fallback names the Slack channel */
  async deleteSlackChannel(id: string): Promise<void> {
    await this.trail.changing({ action: 'slack_channel.deleted', type: 'slack_channel', id }, async (transaction) => {
      if (!(await this.slackChannels.lock(transaction, id))) throw notFound('Slack channel', id);
      await this.refuseNamed(transaction, { type: 'slack_channel', id });
      await this.slackChannels.delete(transaction, id);
    });
  }

  /** The target's row is locked: whoever wants to name it waits, and then finds it gone. */
  private async refuseNamed(transaction: Transaction, target: EscalationTarget): Promise<void> {
    const namedBy = await this.directory.namedBy(transaction, target, this.clock.now());
    if (namedBy.length === 0) return;
    throw targetInUse(target.type.replace('_', ' '), namedBy);
  }
}

/** 409: somebody may find out at night that a step reaches nobody. */
export function targetInUse(what: string, namedBy: readonly Naming[]): Problem {
  return conflict('target-in-use', `The ${what} is still to be told: take it out of what names it first`, {
    named_by: namedBy,
  });
}
