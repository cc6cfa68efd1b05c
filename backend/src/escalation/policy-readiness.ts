import { Injectable } from '@nestjs/common';
import {
  findPolicyProblems,
  SEVERITIES,
  urgencyOf,
  type EscalationPolicy,
  type PolicyFacts,
  type ReadinessProblem,
  type Recipient,
} from 'incident-core';
import type { Database, Transaction } from '../platform/database.ts';
import { Forecast } from '../team/forecast.ts';
import { refuseUnready } from '../team/not-ready.ts';
import { PolicyService } from './policy.service.ts';

/** A policy with what is to be said about it. */
export interface JudgedPolicy {
  readonly policy: EscalationPolicy;
  readonly problems: readonly ReadinessProblem[];
}

/** Judges policies by what is known of their targets now; several at once by a fixed number of queries. */
@Injectable()
export class PolicyReadiness {
  constructor(
    private readonly policies: PolicyService,
    private readonly forecast: Forecast,
  ) {}

  /** What is to be said about each, in their order. */
  async of(
    db: Database | Transaction,
    policies: readonly EscalationPolicy[],
    now: Date,
  ): Promise<readonly (readonly ReadinessProblem[])[]> {
    if (policies.length === 0) return [];
    const targets = policies.flatMap(({ steps }) => steps.flatMap((step) => step.targets));
    const ahead = await this.forecast.ahead(db, targets, now);
    const named = targets.filter((target): target is Recipient => target.type !== 'schedule' && target.type !== 'team');
    const people = [
      ...ahead.teams.flatMap(({ memberIds }) => memberIds),
      ...ahead.schedules.flatMap(({ pieces }) =>
        pieces.flatMap((piece) => (piece.kind === 'on_call' ? [piece.userId] : [])),
      ),
    ];
    const users = [...new Set(people)].map((id) => ({ type: 'user' as const, id }));
    const facts = {
      ahead,
      reach: await this.forecast.reach(db, [...named, ...users], now),
      configured: this.forecast.configured,
      policies: await this.policies.list(db),
    };
    return policies.map((policy) => findPolicyProblems(policy, { ...facts, urgencies: urgenciesOf(policy) }));
  }

  /** All policies. */
  async all(db: Database, now: Date): Promise<readonly JudgedPolicy[]> {
    const policies = await this.policies.list(db);
    const problems = await this.of(db, policies, now);
    return policies.map((policy, at) => ({ policy, problems: problems[at] ?? [] }));
  }

  /** @throws Problem 422 when a target, or everybody, would not be reached */
  async gate(transaction: Transaction, policy: EscalationPolicy, now: Date): Promise<void> {
    const [problems] = await this.of(transaction, [policy], now);
    refuseUnready(problems ?? []);
  }
}

/** Of the incidents that it matches, by their severity; those for which it is a default may have any. */
function urgenciesOf({ matchers, isDefault }: EscalationPolicy): PolicyFacts['urgencies'] {
  const severities = isDefault ? SEVERITIES : (matchers.severity ?? SEVERITIES);
  return [...new Set(severities.map(urgencyOf))];
}
