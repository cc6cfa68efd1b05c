import { Inject, Injectable } from '@nestjs/common';
import {
  CONFIG_FILES,
  toJsonPath,
  type ConfigAnswer,
  type ConfigDiffAnswer,
  type ConfigFile,
  type GivenConfig,
} from 'incident-core';
import { AuditTrail, type AuditedChange } from '../access/audit-trail.ts';
import { DATABASE, type Database, type Transaction } from '../platform/database.ts';
import { conflict, Problem } from '../platform/problem.ts';
import type { Actor } from '../timeline/timeline.ts';
import { ConfigParts, type ConfigText, type PartPlan } from './config-parts.ts';

/** The files that were given. */
type ConfigTexts = { readonly [Name in ConfigFile]?: ConfigText<Name> | undefined };

interface PlannedPart {
  readonly config: ConfigFile;
  readonly plan: PartPlan;
}

/** Configuration between files and the database: all of what is given in one transaction, or nothing. */
@Injectable()
export class ConfigService {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    private readonly parts: ConfigParts,
    private readonly trail: AuditTrail,
  ) {}

  /** All that there is, as it stood at one instant. */
  export(): Promise<ConfigAnswer> {
    return this.database.transaction(
      async (transaction) => ({
        thresholds: await this.parts.of('thresholds').export(transaction),
        'team-mapping': await this.parts.of('team-mapping').export(transaction),
        policies: await this.parts.of('policies').export(transaction),
      }),
      { isolationLevel: 'repeatable read', readOnly: true },
    );
  }

  /** What applying would change, and what keeps it from being applied. */
  diff(given: GivenConfig): Promise<ConfigDiffAnswer> {
    return this.database.transaction(async (transaction) => toAnswer(await this.plan(transaction, given), false));
  }

  /** @throws Problem 422 with everything that is wrong, 409 for what people changed */
  apply(given: GivenConfig, actor: Actor): Promise<ConfigDiffAnswer> {
    return this.database.transaction(async (transaction) => {
      const planned = await this.plan(transaction, given);
      const answer = toAnswer(planned, true);
      refuse(answer);
      const pending = planned.filter(({ plan }) => plan.isPending);
      for (const { plan } of pending) await plan.write();
      // The same files again leave no trace: nothing was changed.
      if (pending.length > 0) await this.trail.append(transaction, actor, toAudited(given, answer));
      return answer;
    });
  }

  /** In one order for all, so that nobody waits for each other. */
  private async plan(transaction: Transaction, given: GivenConfig): Promise<readonly PlannedPart[]> {
    const planned: PlannedPart[] = [];
    for (const config of CONFIG_FILES) {
      const plan = await this.planPart(transaction, config, given);
      if (plan) planned.push({ config, plan });
    }
    return planned;
  }

  private async planPart<Name extends ConfigFile>(
    transaction: Transaction,
    config: Name,
    given: GivenConfig,
  ): Promise<PartPlan | null> {
    const texts: ConfigTexts = given;
    const text = texts[config];
    if (text === undefined) return null;
    return this.parts.of(config).plan(transaction, text, { takeOver: given.take_over });
  }
}

function toAnswer(planned: readonly PlannedPart[], applied: boolean): ConfigDiffAnswer {
  return {
    applied,
    changes: planned.flatMap(({ config, plan }) =>
      plan.changes.map(({ change, name, found, wanted, managedBy: managed_by }) => {
        return { config, change, name, found, wanted, managed_by };
      }),
    ),
    problems: planned.flatMap(({ config, plan }) =>
      plan.problems.map(({ path, ...problem }) => ({ config, ...problem, path: [...path] })),
    ),
  };
}

function refuse({ changes, problems }: ConfigDiffAnswer): void {
  const errors = problems.filter(({ level }) => level === 'error');
  if (errors.length > 0) {
    throw new Problem(422, 'config-refused', 'The files cannot be applied', {
      errors: errors.map(({ config, path, found, expected }) => {
        return { path: toJsonPath([config, 'document', ...path]), found, expected };
      }),
      problems,
      changes,
    });
  }
  const conflicts = changes.filter(({ change }) => change === 'conflict');
  if (conflicts.length === 0) return;
  throw conflict('config-conflict', 'People changed what the files say otherwise: take_over overwrites it', {
    detail: `found changes by people to ${conflicts.map(({ name }) => name).join(', ')}; expected none`,
    problems,
    changes,
  });
}

function toAudited(given: GivenConfig, { changes }: ConfigDiffAnswer): AuditedChange {
  const files = CONFIG_FILES.flatMap((config) => {
    const text = given[config];
    return text === undefined ? [] : [{ config, file: text.file, hash: text.hash }];
  });
  return {
    action: 'config.applied',
    subject: { type: 'config', id: null, name: files.map(({ file }) => file).join(', ') },
    before: null,
    after: { files, take_over: given.take_over, changes: changes.filter(({ change }) => change !== 'keep') },
  };
}
