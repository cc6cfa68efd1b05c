import { Injectable } from '@nestjs/common';
import type { ConfigProblem, EscalationPolicy, GivenPolicy, PoliciesFile } from 'incident-core';
import { unknownReference } from '../access/constraints.ts';
import { Clock } from '../platform/clock.ts';
import type { Transaction } from '../platform/database.ts';
import { Random } from '../platform/random.ts';
import type { ConfigPart, ConfigText, PartPlan } from '../rules/config-parts.ts';
import { planEntries, type EntryWords, type RowChanges } from '../rules/entry-plan.ts';
import { toOneForm } from '../rules/one-form.ts';
import { DirectoryService } from '../team/directory.service.ts';
import { toPolicy } from './policy-answer.ts';
import { findDefaultProblems, findTwinProblems, oneOfEach } from './policy-config-problems.ts';
import { PolicyNames } from './policy-names.ts';
import { PolicyReadiness } from './policy-readiness.ts';
import { PolicyRepository, type PolicyRow } from './policy.repository.ts';
import { inFile, readPolicies } from './read-policies.ts';

type PolicyContent = Omit<EscalationPolicy, 'id'>;

/** Escalation policies as `policies.json` holds them: known by their names, which are their own there. */
@Injectable()
export class PolicyConfig implements ConfigPart<'policies'> {
  readonly config = 'policies';

  constructor(
    private readonly policies: PolicyRepository,
    private readonly directory: DirectoryService,
    private readonly readiness: PolicyReadiness,
    private readonly clock: Clock,
    private readonly random: Random,
  ) {}

  async export(transaction: Transaction): Promise<PoliciesFile> {
    const rows = await this.policies.rows(transaction);
    const names = new PolicyNames(await this.directory.things(transaction));
    return { policies: rows.map((row) => names.name(row)) };
  }

  async plan(
    transaction: Transaction,
    given: ConfigText<'policies'>,
    { takeOver }: { readonly takeOver: boolean },
  ): Promise<PartPlan> {
    // Whoever deletes a team has its row first and then asks for its policies: so do we.
    await this.directory.keepTeams(transaction);
    const names = new PolicyNames(await this.directory.things(transaction));
    const reading = readPolicies(given.document, names);
    if (reading.kind === 'refused') return refused(reading.problems);
    await this.keepTargets(transaction, reading.policies);
    const rows = await this.policies.lockAll(transaction);
    const wanted = reading.policies.map(toContent);
    const twins = findTwinProblems(rows, wanted);
    if (twins.length > 0) return refused(twins);
    const plan = planEntries(oneOfEach(rows), wanted, wordsWith(names), { owner: given, takeOver });
    const changes = plan.toRows(this.clock.now(), () => this.random.id());
    return {
      changes: plan.changes,
      problems: [
        ...findDefaultProblems(rows, changes, wanted),
        ...(await this.findUnready(transaction, rows, changes, wanted)),
      ],
      isPending: plan.isPending,
      write: async () => {
        await this.policies.delete(
          transaction,
          changes.removed.map(({ id }) => id),
        );
        await this.policies.put(transaction, changes.written);
      },
    };
  }

  /** From deletion, until the transaction ends. */
  private async keepTargets(transaction: Transaction, policies: readonly GivenPolicy[]): Promise<void> {
    const targets = policies.flatMap(({ steps }) => steps.flatMap((step) => step.targets));
    const [missing] = await this.directory.missingTargets(transaction, targets);
    if (!missing) return;
    // It was there a moment ago.
    const expected = `a ${missing.type} that is not being deleted`;
    throw unknownReference([{ path: '$.policies.document', found: missing.id, expected }]);
  }

  /** What keeps those from being told whom the policies name that would be written; of the others it was said before. */
  private async findUnready(
    transaction: Transaction,
    rows: readonly PolicyRow[],
    { written }: RowChanges<PolicyContent>,
    wanted: readonly PolicyContent[],
  ): Promise<readonly ConfigProblem[]> {
    const before = new Map(rows.map((row) => [row.id, toOneForm(contentOf(row))] as const));
    const changed = written.filter((row) => before.get(row.id) !== toOneForm(contentOf(row)));
    const problems = await this.readiness.of(transaction, changed, this.clock.now());
    return changed.flatMap(({ name }, index) => {
      const at = wanted.findIndex((one) => one.name === name);
      return (problems[index] ?? []).map(({ severity, path, found, expected }): ConfigProblem => {
        const level = severity === 'blocking' ? 'error' : 'warning';
        return { level, path: inFile(at, toParts(path)), found, expected };
      });
    });
  }
}

function refused(problems: readonly ConfigProblem[]): PartPlan {
  return {
    changes: [],
    problems,
    isPending: false,
    write: () => Promise.reject(new Error('refused files are not written')),
  };
}

function wordsWith(names: PolicyNames): EntryWords<PolicyContent> {
  return {
    keyOf: ({ name }) => name,
    valueOf: (policy) => toOneForm(names.name(policy)),
    nameOf: ({ name }) => name,
  };
}

function toContent(given: GivenPolicy): PolicyContent {
  return contentOf(toPolicy('', given));
}

function contentOf({ name, teamId, matchers, position, isDefault, repeat, steps }: PolicyContent): PolicyContent {
  return { name, teamId, matchers, position, isDefault, repeat, steps };
}

/** `$.steps[0].targets` in its parts. */
function toParts(path: string): readonly (string | number)[] {
  return [...path.matchAll(/\.(\w+)|\[(\d+)\]/g)].map(([, name, index]) => name ?? Number(index));
}
