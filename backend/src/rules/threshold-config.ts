import { Injectable } from '@nestjs/common';
import {
  findThresholdProblems,
  fromThresholdLayers,
  toThresholdLayers,
  type ThresholdsFile,
  type ThresholdScope,
} from 'incident-core';
import { Clock } from '../platform/clock.ts';
import type { Transaction } from '../platform/database.ts';
import { Random } from '../platform/random.ts';
import type { ConfigPart, ConfigText, PartPlan } from './config-parts.ts';
import { planEntries, type EntryWords } from './entry-plan.ts';
import { toOneForm } from './one-form.ts';
import { describeScope, scopeOf } from './threshold-scope.ts';
import { ThresholdService, type ThresholdContent } from './threshold.service.ts';

/** Thresholds as `thresholds.json` holds them. */
@Injectable()
export class ThresholdConfig implements ConfigPart<'thresholds'> {
  readonly config = 'thresholds';

  constructor(
    private readonly thresholds: ThresholdService,
    private readonly clock: Clock,
    private readonly random: Random,
  ) {}

  async export(transaction: Transaction): Promise<ThresholdsFile> {
    return fromThresholdLayers(await this.thresholds.all(transaction));
  }

  async plan(
    transaction: Transaction,
    given: ConfigText<'thresholds'>,
    { takeOver }: { readonly takeOver: boolean },
  ): Promise<PartPlan> {
    const rows = await this.thresholds.lockAll(transaction);
    const problems = findThresholdProblems(given.document, { services: null });
    const isWrong = problems.some(({ level }) => level === 'error');
    const wanted = isWrong ? [] : toThresholdLayers(given.document, given.file).map(contentOf);
    const plan = planEntries(isWrong ? [] : rows, wanted, WORDS, { owner: given, takeOver });
    return {
      changes: plan.changes,
      problems,
      isPending: plan.isPending,
      write: () =>
        this.thresholds.write(
          transaction,
          rows,
          plan.toRows(this.clock.now(), () => this.random.id()),
        ),
    };
  }
}

const WORDS: EntryWords<ThresholdContent> = {
  keyOf: scopeOf,
  valueOf: ({ overrides }) => toOneForm(overrides),
  nameOf: describeScope,
};

function contentOf({ service, environment, overrides }: ThresholdContent & ThresholdScope): ThresholdContent {
  return { service, environment, overrides };
}
