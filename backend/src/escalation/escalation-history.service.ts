import { Injectable } from '@nestjs/common';
import {
  stepsAhead,
  type EscalationAnswer,
  type EscalationPolicy,
  type EscalationStanding,
  type EscalationTarget,
  type NamedTarget,
  type PageQuery,
  type Suppressed,
} from 'incident-core';
import { readCursor, toPage, type Page } from '../access/cursor.ts';
import { Clock } from '../platform/clock.ts';
import { notFound } from '../platform/problem.ts';
import { DirectoryService } from '../team/directory.service.ts';
import { EscalationHistoryRepository, type StandingRow } from './escalation-history.repository.ts';
import type { Passage, StoredEscalation } from './escalation.repository.ts';

const MOST_AHEAD = 100;

type Naming = (target: EscalationTarget) => NamedTarget;

export interface RunStanding {
  readonly standing: EscalationStanding;
  readonly suppressed: Suppressed | null;
}

/** What people see of the runs of incidents. */
@Injectable()
export class EscalationHistoryService {
  constructor(
    private readonly history: EscalationHistoryRepository,
    private readonly directory: DirectoryService,
    private readonly clock: Clock,
  ) {}

  /** The runs of an incident, the last one first. @throws Problem 404 */
  async page(incidentId: string, { limit, cursor }: PageQuery): Promise<Page<EscalationAnswer>> {
    const place = readCursor(cursor, 'number');
    if (!(await this.history.incidentExists(incidentId))) throw notFound('incident', incidentId);
    const before = place === null ? null : Number(place.key);
    const rows = await this.history.runs(incidentId, before, limit + 1);
    const { items, next } = toPage(rows, limit, ({ run }) => run);
    return { items: await this.describe(items), next };
  }

  /** Where the last run of each incident stands, and what holds it; those that never had one are missing. */
  async standings(incidentIds: readonly string[]): Promise<ReadonlyMap<string, RunStanding>> {
    if (incidentIds.length === 0) return new Map();
    const rows = await this.history.standings(incidentIds);
    return new Map(rows.map((row) => [row.incidentId, { standing: toStanding(row), suppressed: toSuppressed(row) }]));
  }

  private async describe(runs: readonly StoredEscalation[]): Promise<readonly EscalationAnswer[]> {
    const passages = await this.history.passages(runs.map(({ id }) => id));
    const targets = runs.flatMap(({ snapshot }) => snapshot?.steps.flatMap((step) => step.targets) ?? []);
    const nameOf = await this.directory.nameTargets(this.history.database, targets);
    const now = this.clock.now();
    return runs.map((run) =>
      toAnswer(
        run,
        passages.filter(({ escalationId }) => escalationId === run.id),
        nameOf,
        now,
      ),
    );
  }
}

function toStanding({ run, round, step, of, status, dueAt }: StandingRow): EscalationStanding {
  return { run, round, step, of, status, due_at: toTime(dueAt) };
}

function toSuppressed(row: StandingRow): Suppressed | null {
  const { status, holdKind: kind, holdId: id, holdReason, heldAt, holdEndsAt, holdOverAt } = row;
  if (status !== 'pending' || kind === null || id === null || heldAt === null || holdEndsAt === null) return null;
  if (holdOverAt !== null) return null;
  return { kind, id, reason: holdReason ?? '', since: heldAt.toISOString(), until: holdEndsAt.toISOString() };
}

function toAnswer(run: StoredEscalation, passages: readonly Passage[], nameOf: Naming, now: Date): EscalationAnswer {
  const { snapshot } = run;
  const ahead = snapshot === null ? [] : stepsAhead({ ...run, snapshot }, now, MOST_AHEAD);
  return {
    id: run.id,
    run: run.run,
    policy: snapshot && { id: snapshot.id, name: snapshot.name },
    because: run.startedBecause,
    urgency: run.urgency,
    status: run.status,
    round: run.round,
    step: run.step,
    steps: snapshot && snapshot.steps.length,
    rounds: snapshot && snapshot.repeat + 1,
    due_at: toTime(run.dueAt),
    created_at: run.createdAt.toISOString(),
    ended_at: toTime(run.endedAt),
    end_reason: run.endReason,
    passages: passages.map((passage) => toPassage(passage, snapshot, nameOf)),
    ahead: ahead.map(({ round, step, dueAt }) => ({
      round,
      step,
      due_at: dueAt.toISOString(),
      timeout_seconds: snapshot?.steps[step - 1]?.timeoutSeconds ?? 0,
      targets: targetsOf(snapshot, step, nameOf),
    })),
  };
}

function toPassage(
  passage: Passage,
  snapshot: EscalationPolicy | null,
  nameOf: Naming,
): EscalationAnswer['passages'][number] {
  return {
    round: passage.round,
    step: passage.step,
    status: passage.status,
    due_at: passage.dueAt.toISOString(),
    activated_at: toTime(passage.activatedAt),
    notified_at: toTime(passage.notifiedAt),
    ended_at: toTime(passage.endedAt),
    reason: passage.reason,
    timeout_seconds: snapshot?.steps[passage.step - 1]?.timeoutSeconds ?? null,
    targets: targetsOf(snapshot, passage.step, nameOf),
    unreachable: passage.unreachable.map(({ target, reason }) => ({ target: nameOf(target), reason })),
  };
}

function targetsOf(snapshot: EscalationPolicy | null, step: number, nameOf: Naming): NamedTarget[] {
  return (snapshot?.steps[step - 1]?.targets ?? []).map(nameOf);
}

function toTime(date: Date | null): string | null {
  return date === null ? null : date.toISOString();
}
