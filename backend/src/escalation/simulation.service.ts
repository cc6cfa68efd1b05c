import { Inject, Injectable } from '@nestjs/common';
import {
  matchPolicy,
  restartAt,
  simulateEscalation,
  whyNotPolicy,
  type EscalationPolicy,
  type EscalationTarget,
  type GivenSimulation,
  type NamedTarget,
  type PolicyDecision,
  type PolicyPassedOver,
  type SimulationAnswer,
} from 'incident-core';
import { may, type Caller } from '../access/caller.ts';
import { unknownReference } from '../access/constraints.ts';
import { forbidden } from '../access/route-rules.ts';
import { DATABASE, type Database } from '../platform/database.ts';
import { DirectoryService } from '../team/directory.service.ts';
import { Forecast } from '../team/forecast.ts';
import type { Escalated } from './escalation.service.ts';
import { toPolicy } from './policy-answer.ts';
import { PolicyService } from './policy.service.ts';
import { planTelling, toEndAnswer, toPassageAnswer, type Shown, type Telling } from './simulation-answer.ts';

/** What would be escalated, and who owns it for which reason. */
export interface SimulatedSubject extends Omit<Escalated, 'incidentId' | 'again'> {
  readonly owner: Pick<SimulationAnswer['team'], 'reason' | 'routing_rule_id'>;
}

/** What is said of one simulation beside what it was asked about. */
export type SimulatedEscalation = Omit<SimulationAnswer, 'alert' | 'at'>;

/** Which policy, by itself or because it was asked for. */
interface Choice {
  readonly policy: EscalationPolicy;
  readonly reason: 'matchers' | 'team_default' | 'global_default' | 'asked_for';
  readonly passedOver: PolicyPassedOver | null;
}

/** A policy that is not saved has no id yet; the highest, for among equals the saved ones go first. */
const UNSAVED = 'ffffffff-ffff-ffff-ffff-ffffffffffff';

/** Tries an escalation: picks the policy, walks its run and plans each step, as the stages would, and writes nothing. */
@Injectable()
export class SimulationService {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    private readonly policies: PolicyService,
    private readonly directory: DirectoryService,
    private readonly forecast: Forecast,
  ) {}

  /** @throws Problem 403 for a team that the caller may not see, 422 for a policy that there is not */
  async simulate(
    subject: SimulatedSubject,
    asked: Pick<GivenSimulation, 'policy' | 'policy_id'>,
    at: Date,
    caller: Caller,
  ): Promise<SimulatedEscalation> {
    const { teamId, severity, urgency, owner } = subject;
    if (!may(caller, 'view', [teamId])) throw forbidden('view', { teams: 'given' });
    const saved = await this.policies.list(this.database);
    const draft = asked.policy ? toPolicy(asked.policy_id ?? UNSAVED, asked.policy) : null;
    const others = draft ? saved.filter(({ id }) => id !== draft.id) : saved;
    const decision = matchPolicy(subject, draft ? [...others, draft] : saved, at);
    const choice = choose(asked.policy_id, draft, saved, decision, (policy) =>
      whyNotPolicy(policy, decision, subject, at),
    );
    const [fallback = null] = (await this.directory.fallbackTargets(this.database, [teamId])).get(teamId) ?? [];
    const targets = choice?.policy.steps.flatMap((step) => step.targets) ?? [];
    const reachAt = await this.forecast.reachFrom(this.database, targets, at);
    const run =
      choice &&
      simulateEscalation({ policy: choice.policy, from: at, urgency }, (tells, now, place) =>
        planTelling({ severity, urgency, ...place }, tells, reachAt(now)),
      );
    const shown: Shown = {
      nameOf: await this.nameAll(
        [...targets, ...(fallback ? [fallback] : [])],
        run?.passages.map((each) => each.telling) ?? [],
      ),
      configured: this.forecast.configured,
      withAddresses: may(caller, 'respond', [teamId]),
    };
    const { teams } = await this.directory.names(this.database, { teamIds: [teamId], userIds: [] });
    return {
      team: { id: teamId, name: teams.get(teamId) ?? null, ...owner },
      severity,
      urgency,
      policy: choice && {
        id: choice.policy.id === UNSAVED ? null : choice.policy.id,
        name: choice.policy.name,
        reason: choice.reason,
        passed_over: choice.passedOver,
      },
      other_policies: others.flatMap((policy) => {
        const reason = whyNotPolicy(policy, decision, subject, at) ?? 'not_asked_for';
        return reason === 'other_team' || policy.id === choice?.policy.id
          ? []
          : [{ id: policy.id, name: policy.name, reason }];
      }),
      passages: run?.passages.map((passage) => toPassageAnswer(passage, shown)) ?? [],
      truncated: run?.end.kind === 'truncated',
      // Without a policy any urgency tries again, for one may be made.
      ends: run
        ? toEndAnswer(run.end)
        : {
            kind: 'no_policy',
            at: at.toISOString(),
            reason: null,
            starts_again_at: restartAt('high', at)?.toISOString() ?? null,
          },
      fallback: fallback && shown.nameOf(fallback),
    };
  }

  /** Of the targets, and of those who were found behind them. */
  private async nameAll(
    targets: readonly EscalationTarget[],
    tellings: readonly Telling[],
  ): Promise<(target: EscalationTarget) => NamedTarget> {
    const found = tellings.flatMap(({ plan }) => [
      ...plan.notifications.map(({ recipient }) => recipient),
      ...plan.unreachable.map(({ target }) => target),
    ]);
    return this.directory.nameTargets(this.database, [...targets, ...found]);
  }
}

/** What was asked for, else what matches. */
function choose(
  askedId: string | undefined,
  draft: EscalationPolicy | null,
  saved: readonly EscalationPolicy[],
  decision: PolicyDecision,
  whyNot: (policy: EscalationPolicy) => PolicyPassedOver | null,
): Choice | null {
  const known = saved.find(({ id }) => id === askedId);
  if (askedId !== undefined && !known) {
    throw unknownReference([{ path: '$.policy_id', found: askedId, expected: 'the id of an escalation policy' }]);
  }
  const asked = draft ?? known;
  if (asked) return { policy: asked, reason: 'asked_for', passedOver: whyNot(asked) };
  if (decision.kind === 'none') return null;
  return { policy: decision.policy, reason: decision.reason, passedOver: null };
}
