import type { FoundRule } from './found-rule.ts';
import type { PlanItem } from './rule-plan.ts';
import { isOurs } from './rule-tags.ts';

/** A plan that somebody agreed to, as far as it still holds. */
export interface AgreedPlan<Agreed, Item> {
  /** To be done, as the new plan says it. */
  readonly items: readonly Item[];
  /** Not as they were looked at any more: left alone, and to be looked at again. */
  readonly changed: readonly Agreed[];
}

type Planned = Pick<PlanItem, 'id' | 'kind'>;

/**
 * Plans what is done of a plan that was agreed to some time ago, by the one that is made from what Kibana has `now`:
 * the same to the same rules, and nothing else. What is as it was wanted by now, or was to be deleted and is gone, needs
 * nothing any more. `now.items` may go without those that are kept.
 */
export function planAgreed<Agreed extends Planned, Item extends Planned>(
  agreed: readonly Agreed[],
  now: { readonly items: readonly Item[]; readonly rules: readonly Pick<FoundRule, 'id' | 'tags'>[] },
): AgreedPlan<Agreed, Item> {
  const kinds = new Map(agreed.map(({ id, kind }) => [id, kind] as const));
  const planned = new Map(now.items.map(({ id, kind }) => [id, kind] as const));
  const rules = new Map(now.rules.map((rule) => [rule.id, rule] as const));
  const isChanged = ({ id, kind }: Agreed) => {
    const there = planned.get(id);
    if (there !== undefined) return there !== kind && there !== 'keep';
    const rule = rules.get(id);
    return rule ? !isOurs(rule) : kind !== 'delete';
  };
  return { items: now.items.filter(({ id, kind }) => kinds.get(id) === kind), changed: agreed.filter(isChanged) };
}
