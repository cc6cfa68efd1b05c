/** The tag of every rule that we made. A rule without it is somebody else's, and is never touched. */
export const RULE_TAG = 'incidents-for-kibana';

/** Whether we made a rule. What is not ours is never touched. */
export function isOurs({ tags }: { readonly tags: readonly string[] }): boolean {
  return tags.includes(RULE_TAG);
}

const WRITTEN = 'incidents-written:';

/** The tag that keeps the digest of what we wrote. */
export function writtenTag(digest: string): string {
  return `${WRITTEN}${digest}`;
}

/** The digest that a rule was written with; null when somebody took the tag away. */
export function writtenDigestOf(tags: readonly string[]): string | null {
  return tags.find((tag) => tag.startsWith(WRITTEN))?.slice(WRITTEN.length) ?? null;
}

/** The tags without the one that keeps the digest. */
export function plainTags(tags: readonly string[]): readonly string[] {
  return tags.filter((tag) => !tag.startsWith(WRITTEN));
}

/** The team that a rule's tags name. */
export function teamOfTags(tags: readonly string[]): string | null {
  return tags.find((tag) => tag.startsWith('team:'))?.slice('team:'.length) ?? null;
}
