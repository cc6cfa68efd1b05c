import { Injectable } from '@nestjs/common';
import { standPageTest, type PageTestAnswer } from 'incident-core';
import { askerOf, may, type Caller } from '../access/caller.ts';
import { NotificationHistoryService } from '../notification/notification-history.service.ts';
import type { FoundPageTest, TestedIncident } from '../notification/page-test.ts';
import { PageTests } from '../notification/page-tests.ts';
import { notFound } from '../platform/problem.ts';

const MOST_DELIVERIES = 200;

/** What people see of a test, and of who was told in it. */
@Injectable()
export class PageTestReader {
  constructor(
    private readonly tests: PageTests,
    private readonly history: NotificationHistoryService,
  ) {}

  /** @throws Problem 404, also for one that the caller has no part in */
  async get(id: string, caller: Caller): Promise<PageTestAnswer> {
    const test = await this.tests.find(id);
    const isTheirs = test !== null && test.askedBy === askerOf(caller).id;
    if (test === null || !(isTheirs || may(caller, 'manage', [test.teamId]))) throw notFound('test', id);
    const { incident } = test;
    // Whoever tries their own contact method knows where it leads.
    const withAddresses = test.aboutType === 'contact_method' || may(caller, 'respond', [test.teamId]);
    const of = incident === null ? { pageTestId: id } : { incidentId: incident.id };
    return toAnswer(test, await this.history.ofTest(of, MOST_DELIVERIES, withAddresses));
  }
}

function toAnswer(test: FoundPageTest, deliveries: PageTestAnswer['deliveries']): PageTestAnswer {
  const { incident, endedAt } = test;
  return {
    id: test.id,
    about: { type: test.aboutType, id: test.aboutId, name: test.aboutName },
    asked_by: { id: test.askedBy, name: test.askedByName },
    created_at: test.createdAt.toISOString(),
    ends_at: test.endsAt.toISOString(),
    ended_at: endedAt === null ? null : endedAt.toISOString(),
    state: standPageTest({
      isOver: test.aboutType === 'contact_method' || endedAt !== null,
      isAcknowledged: incident !== null && incident.acknowledgedAt !== null,
      statuses: deliveries.map(({ status }) => status),
    }),
    incident: incident === null ? null : toIncident(incident),
    deliveries,
  };
}

function toIncident(incident: TestedIncident): NonNullable<PageTestAnswer['incident']> {
  const { id, number, title, status, acknowledgedAt, assigneeName, resolvedAt } = incident;
  return {
    id,
    number,
    title,
    status,
    acknowledged_at: acknowledgedAt === null ? null : acknowledgedAt.toISOString(),
    acknowledged_by: assigneeName,
    resolved_at: resolvedAt === null ? null : resolvedAt.toISOString(),
  };
}
