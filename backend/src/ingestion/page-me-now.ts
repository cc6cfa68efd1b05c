import { createHash } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { toAlerts, toTestPayload, type GivenPageTest } from 'incident-core';
import { askerOf, isOwnOrArranged, may, type Caller } from '../access/caller.ts';
import { forbidden } from '../access/route-rules.ts';
import { SourceService } from '../access/source.service.ts';
import { PolicyService } from '../escalation/policy.service.ts';
import { TestIncidents } from '../incident/test-incidents.ts';
import { PageTests } from '../notification/page-tests.ts';
import { Clock } from '../platform/clock.ts';
import { DATABASE, type Database } from '../platform/database.ts';
import { notFound } from '../platform/problem.ts';
import { Random } from '../platform/random.ts';
import { DirectoryService } from '../team/directory.service.ts';
import { IntakeQueue } from './intake-queue.ts';
import type { Post, PostSource } from './post.ts';

/** A test that has begun. */
export interface BegunTest {
  readonly id: string;
  /** What the caller is to post; null where nothing is left to them. */
  readonly payload: string | null;
}

/** Tries with a real message whether people are reached: a contact method, a policy, or all of the way from a source on. */
@Injectable()
export class PageMeNow {
  constructor(
    private readonly tests: PageTests,
    private readonly incidents: TestIncidents,
    private readonly queue: IntakeQueue,
    private readonly policies: PolicyService,
    private readonly sources: SourceService,
    private readonly directory: DirectoryService,
    private readonly clock: Clock,
    private readonly random: Random,
    @Inject(DATABASE) private readonly database: Database,
  ) {}

  /** @throws Problem 404, 403, 429 */
  async ask(given: GivenPageTest, by: Caller): Promise<BegunTest> {
    const { contact_method_id: method, escalation_policy_id: policy, source_id: source } = given;
    if (method !== undefined) return { id: await this.askMethod(method, by), payload: null };
    if (policy !== undefined) return { id: await this.askPolicy(policy, by), payload: null };
    if (source !== undefined) return this.askSource(source, given.posted_by, by);
    throw new Error('a test of nothing was let pass');
  }

  private async askMethod(aboutId: string, by: Caller): Promise<string> {
    const contact = await this.directory.contact(this.database, aboutId);
    if (!contact) throw notFound('contact method', aboutId);
    const { userId, channel } = contact;
    if (!isOwnOrArranged(by, userId)) throw forbidden('manage', { teams: 'all', own: 'contact_method' });
    const id = this.random.id();
    const name = `${contact.name} (${channel})`;
    await this.database.transaction(async (transaction) => {
      await this.tests.allow(transaction, by);
      await this.tests.begin(transaction, { id, type: 'contact_method', aboutId, name, teamId: null }, by);
      await this.tests.tell(transaction, id, { id: aboutId, userId, channel });
    });
    return id;
  }

  private async askPolicy(aboutId: string, by: Caller): Promise<string> {
    const policy = await this.policies.get(aboutId);
    const { name, teamId } = policy;
    if (!may(by, 'manage', [teamId])) throw forbidden('manage', { teams: 'escalation_policy' });
    const id = this.random.id();
    await this.database.transaction(async (transaction) => {
      await this.tests.allow(transaction, by);
      const incidentId = await this.incidents.open(transaction, policy, by);
      await this.tests.begin(transaction, { id, type: 'escalation_policy', aboutId, name, teamId, incidentId }, by);
    });
    return id;
  }

  /** The test is written down with the key of its alert before that is posted: what it opens is found, whatever fails then. */
  private async askSource(aboutId: string, postedBy: GivenPageTest['posted_by'], by: Caller): Promise<BegunTest> {
    const source = await this.sources.get(aboutId);
    const { name, teamId } = source;
    if (!may(by, 'manage', [teamId])) throw forbidden('manage', { teams: 'source' });
    const id = this.random.id();
    const post = this.toPost(id, source, by);
    const { body, truncated, receivedAt, sourceId } = post.event;
    const [reading] = toAlerts({ body, truncated, receivedAt, sourceId });
    if (reading?.kind !== 'alert') throw new Error('the payload of a test cannot be read');
    const { dedupKey } = reading.alert;
    await this.database.transaction(async (transaction) => {
      await this.tests.allow(transaction, by);
      await this.tests.begin(transaction, { id, type: 'source', aboutId, name, teamId, dedupKey }, by);
    });
    if (postedBy === 'caller') return { id, payload: body.toString('utf8') };
    await this.queue.take(post);
    return { id, payload: null };
  }

  private toPost(id: string, source: PostSource, by: Caller): Post {
    const at = this.clock.now();
    const payload = toTestPayload({ id, name: source.name, askedBy: askerOf(by).name, at });
    const body = Buffer.from(JSON.stringify(payload));
    return {
      source: { id: source.id, name: source.name, teamId: source.teamId },
      event: {
        id: this.random.id(),
        receivedAt: at,
        sourceId: source.id,
        contentType: 'application/json',
        body,
        bodySize: body.length,
        bodySha256: createHash('sha256').update(body).digest(),
        truncated: false,
        via: 'push',
      },
    };
  }
}
