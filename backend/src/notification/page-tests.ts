import { Injectable } from '@nestjs/common';
import {
  PAGE_TESTS_OF_PERSON,
  secondsToWait,
  TEST_SECONDS,
  type PageTestType,
  type PlannedNotice,
} from 'incident-core';
import { askerOf, type Caller } from '../access/caller.ts';
import { Clock } from '../platform/clock.ts';
import type { Transaction } from '../platform/database.ts';
import { tooMany } from '../platform/problem.ts';
import { Notices } from './notices.ts';
import { PageTestRepository } from './page-test.repository.ts';
import type { FoundPageTest } from './page-test.ts';

/** A test that is to begin. */
export interface NewPageTest {
  readonly id: string;
  readonly type: PageTestType;
  readonly aboutId: string;
  readonly name: string;
  readonly teamId: string | null;
  readonly incidentId?: string;
  readonly dedupKey?: string;
}

/** Tests that people ask for, to see whether they, or others, are reached. */
@Injectable()
export class PageTests {
  constructor(
    private readonly tests: PageTestRepository,
    private readonly notices: Notices,
    private readonly clock: Clock,
  ) {}

  /** Before anything is done for one. @throws Problem 429 */
  async allow(transaction: Transaction, by: Caller): Promise<void> {
    const now = this.clock.now();
    const { most, seconds } = PAGE_TESTS_OF_PERSON;
    const past = await this.tests.past(transaction, askerOf(by).id, new Date(now.getTime() - seconds * 1000));
    const wait = secondsToWait(PAGE_TESTS_OF_PERSON, past, now);
    if (wait > 0) throw tooMany('tests', `${most} in ${seconds / 60} minutes`, wait);
  }

  async begin(transaction: Transaction, test: NewPageTest, by: Caller): Promise<void> {
    const now = this.clock.now();
    const { id: askedBy, name: askedByName } = askerOf(by);
    await this.tests.insert(transaction, {
      id: test.id,
      aboutType: test.type,
      aboutId: test.aboutId,
      aboutName: test.name,
      teamId: test.teamId,
      askedBy,
      askedByName,
      createdAt: now,
      endsAt: new Date(now.getTime() + TEST_SECONDS * 1000),
      endedAt: null,
      incidentId: test.incidentId ?? null,
      dedupKey: test.dedupKey ?? null,
    });
  }

  /** Tells the owner of a contact method by it that this is a test. */
  async tell(
    transaction: Transaction,
    testId: string,
    method: { readonly id: string; readonly userId: string; readonly channel: PlannedNotice['channel'] },
  ): Promise<void> {
    const notice: PlannedNotice = {
      uniqueKey: `v1:page_test:${testId}`,
      event: 'test',
      about: { type: 'page_test', id: testId },
      recipient: { type: 'user', id: method.userId },
      channel: method.channel,
      contactMethodId: method.id,
    };
    await this.notices.plan(transaction, [notice], this.clock.now());
  }

  find(id: string): Promise<FoundPageTest | null> {
    return this.tests.find(id);
  }

  /** Those that are over: their time is up, or somebody has taken their incident. */
  due(limit: number): Promise<readonly string[]> {
    return this.tests.due(this.clock.now(), limit);
  }

  /** Answers the incident of the test that ends; null when somebody else ends it. */
  end(transaction: Transaction, id: string): Promise<{ readonly incidentId: string | null } | null> {
    return this.tests.end(transaction, id, this.clock.now());
  }
}
