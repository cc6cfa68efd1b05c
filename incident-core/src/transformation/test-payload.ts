import type { JsonObject } from '../model/alert.ts';
import { cutText, toWellFormed } from '../support/well-formed-text.ts';

/** A test of a policy, or of the way from a source on. */
export interface PageTestSubject {
  /** The test's own id: the episode, so that what it opens can be found. */
  readonly id: string;
  /** What is tested. */
  readonly name: string;
  readonly askedBy: string;
  readonly at: Date;
}

/** What the incident of a test is called and says, so that nobody takes it for trouble. */
export function describeTest({ name, askedBy }: Pick<PageTestSubject, 'name' | 'askedBy'>): {
  readonly title: string;
  readonly reason: string;
} {
  const by = cutText(toLineText(askedBy), 100);
  return {
    title: cutText(`Test page: ${toLineText(name)}`, 200),
    reason: `A test, asked for by ${by}: nothing is wrong. Acknowledge it, and it is over; else it ends by itself.`,
  };
}

/** What a Kibana of the source would post, in the form of our own templates. */
export function toTestPayload(subject: PageTestSubject): JsonObject {
  const { title, reason } = describeTest(subject);
  const { id, at } = subject;
  return {
    schema_version: '1',
    kind: 'alert',
    status: 'active',
    kibana: { space_id: 'default' },
    rule: { id: 'page-test', name: title, type: 'page-test', tags: ['page-test'] },
    alert: { id, uuid: id, action_group: 'page-test' },
    timestamp: at.toISOString(),
    severity: 'error',
    reason,
  };
}

function toLineText(text: string): string {
  return toWellFormed(text).replace(/\s+/g, ' ').trim();
}
