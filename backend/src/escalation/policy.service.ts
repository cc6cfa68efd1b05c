import { Inject, Injectable } from '@nestjs/common';
import type { EscalationPolicy, GivenPolicy, PageQuery } from 'incident-core';
import { AuditTrail, type AuditedChange } from '../access/audit-trail.ts';
import { noSuch, orProblem, unknownReference, type Breaches } from '../access/constraints.ts';
import { readCursor, toPage, type Page } from '../access/cursor.ts';
import { Clock } from '../platform/clock.ts';
import { DATABASE, type Database, type Transaction } from '../platform/database.ts';
import { conflict, notFound, type Problem } from '../platform/problem.ts';
import { Random } from '../platform/random.ts';
import { SharedCache } from '../platform/shared-cache.ts';
import { BY_PEOPLE, refuseFileRow } from '../rules/managed.ts';
import { DirectoryService } from '../team/directory.service.ts';
import type { Actor } from '../timeline/timeline.ts';
import { toGivenPolicy, toPolicy } from './policy-answer.ts';
import { PolicyRepository, type PolicyRow } from './policy.repository.ts';

/** Refuses to save what it does not like; within the transaction that would. */
export type PolicyGate = (transaction: Transaction, policy: EscalationPolicy) => Promise<void>;

/** Policies. What changes here reaches runs that start from now on; those that go on have their own copy. */
@Injectable()
export class PolicyService {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    private readonly policies: PolicyRepository,
    private readonly directory: DirectoryService,
    private readonly clock: Clock,
    private readonly random: Random,
    private readonly trail: AuditTrail,
    private readonly cache: SharedCache,
  ) {}

  /** All policies, for picking one. */
  list(db: Database | Transaction): Promise<readonly EscalationPolicy[]> {
    return this.policies.all(db);
  }

  /** As `list`, but as some backend read them: for runs that begin. */
  async sharedList(db: Database | Transaction): Promise<readonly EscalationPolicy[]> {
    return (await this.cache.through('policies', 'all', () => this.list(db))) ?? this.list(db);
  }

  async page({ limit, cursor }: PageQuery): Promise<Page<PolicyRow>> {
    const rows = await this.policies.page(this.database, readCursor(cursor, 'number'), limit + 1);
    return toPage(rows, limit, ({ position }) => position);
  }

  /** @throws Problem 404 */
  async get(id: string): Promise<PolicyRow> {
    const policy = await this.policies.find(this.database, id);
    if (!policy) throw notFound('escalation policy', id);
    return policy;
  }

  /** @throws Problem 422 when a target or the team does not exist, 409 when there is such a default already */
  async create(given: GivenPolicy, actor: Actor, gate?: PolicyGate): Promise<PolicyRow> {
    const now = this.clock.now();
    const policy = { ...toPolicy(this.random.id(), given), ...BY_PEOPLE, createdAt: now, updatedAt: now };
    return this.write(policy, gate, async (transaction) => {
      await this.policies.insert(transaction, policy);
      await this.trail.append(transaction, actor, changeOf('escalation_policy.created', null, policy));
      return policy;
    });
  }

  /** @throws Problem 404, 422 and 409 as `create`, 409 for a policy of a file, and when the global default would be none any more */
  async replace(id: string, given: GivenPolicy, actor: Actor, gate?: PolicyGate): Promise<PolicyRow> {
    const policy = toPolicy(id, given);
    return this.write(policy, gate, async (transaction) => {
      const before = await this.policies.lock(transaction, id);
      if (!before) throw notFound('escalation policy', id);
      refuseFileRow('escalation policy', before);
      if (isGlobalDefault(before) && !isGlobalDefault(policy)) throw globalDefaultStays();
      const row = { ...policy, ...BY_PEOPLE, createdAt: before.createdAt, updatedAt: this.clock.now() };
      await this.policies.replace(transaction, row);
      await this.trail.append(transaction, actor, changeOf('escalation_policy.replaced', before, row));
      return row;
    });
  }

  /** @throws Problem 404, 409 for the global default and for a policy of a file */
  async delete(id: string, actor: Actor): Promise<void> {
    await this.database.transaction(async (transaction) => {
      const policy = await this.policies.lock(transaction, id);
      if (!policy) throw notFound('escalation policy', id);
      refuseFileRow('escalation policy', policy);
      if (isGlobalDefault(policy)) throw globalDefaultStays();
      await this.policies.delete(transaction, [id]);
      await this.trail.append(transaction, actor, changeOf('escalation_policy.deleted', policy, null));
    });
  }

  private write(
    policy: EscalationPolicy,
    gate: PolicyGate | undefined,
    act: (transaction: Transaction) => Promise<PolicyRow>,
  ): Promise<PolicyRow> {
    return orProblem(
      BREACHES,
      this.database.transaction(async (transaction) => {
        await this.refuseMissingTargets(transaction, policy);
        await gate?.(transaction, policy);
        return act(transaction);
      }),
    );
  }

  private async refuseMissingTargets(transaction: Transaction, policy: EscalationPolicy): Promise<void> {
    const named = policy.steps.flatMap(({ targets }, step) =>
      targets.map((target, at) => ({ target, path: `$.steps[${step}].targets[${at}].id` })),
    );
    const missing = await this.directory.missingTargets(
      transaction,
      named.map(({ target }) => target),
    );
    if (missing.length === 0) return;
    throw unknownReference(
      named
        .filter(({ target }) => missing.includes(target))
        .map(({ target, path }) => ({ path, found: target.id, expected: `the id of a ${target.type}` })),
    );
  }
}

const BREACHES: Breaches = {
  escalation_policies_one_default: () => conflict('default-exists', 'There is such a default policy already'),
  escalation_policies_team_id_foreign: noSuch('team', '$.team_id'),
};

/** Whether it is what escalates incidents that no other policy matches. */
export function isGlobalDefault(policy: Pick<EscalationPolicy, 'isDefault' | 'teamId'>): boolean {
  return policy.isDefault && policy.teamId === null;
}

function globalDefaultStays(): Problem {
  return conflict(
    'global-default',
    'The global default policy must stay: incidents that no other policy matches are escalated by it',
  );
}

function changeOf(action: string, before: PolicyRow | null, after: PolicyRow | null): AuditedChange {
  const row = after ?? before;
  return {
    action,
    subject: { type: 'escalation_policy', id: row?.id ?? null, name: row?.name ?? null },
    before: before && toGivenPolicy(before),
    after: after && toGivenPolicy(after),
  };
}
