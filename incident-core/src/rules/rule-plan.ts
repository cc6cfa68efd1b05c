import type { ServicePlace } from '../model/discovered-service.ts';
import { toEnvironment } from '../model/rule-kind.ts';
import type { WantedRule } from '../model/wanted-rule.ts';
import { kindOfRule, servicesOfRule, type FoundRule } from './found-rule.ts';
import { compareText } from './pattern-order.ts';
import { toRuleUpdate, type RuleBody, type RuleUpdate } from './rule-body.ts';
import {
  compareContent,
  contentOfBody,
  contentOfRule,
  digestOf,
  isOtherRecipe,
  type FieldChange,
  type RuleContent,
} from './rule-content.ts';
import { isOurs, writtenDigestOf, writtenTag } from './rule-tags.ts';
import type { RuleTypeRefusal } from './rule-types.ts';
import type { UnusableRule, WantedBody } from './wanted-bodies.ts';
import type { LeftOut } from './wanted-rules.ts';

/** What is to be done about one rule. */
export type PlanItem =
  | { readonly kind: 'create'; readonly id: string; readonly rule: WantedRule; readonly body: RuleBody }
  /** The wish changed; nobody touched the rule. */
  | ({ readonly kind: 'update' } & Rewrite)
  /** Somebody changed the rule by hand since we wrote it: `byHand` says where it differs from the wish now. */
  | ({ readonly kind: 'drift' } & Rewrite)
  | { readonly kind: 'keep'; readonly id: string; readonly rule: WantedRule; readonly muted: boolean }
  | { readonly kind: 'delete'; readonly id: string; readonly name: string; readonly reason: DeletionReason };

/** A rule of ours that is to be written again. */
export interface Rewrite {
  readonly id: string;
  readonly rule: WantedRule;
  /** Where the found rule and the wish differ, as JSON texts. */
  readonly changes: readonly FieldChange[];
  readonly update: RuleUpdate;
  /** The whole of it, for one that is gone by then. */
  readonly body: RuleBody;
  /** Somebody switched it off: it must be enabled too, which an update does not do. */
  readonly enable: boolean;
}

/** Why a rule of ours goes: no team owns its service any more, the kind is switched off, another rule does its work now, or its services are not known. */
export const DELETION_REASONS = ['unmapped', 'disabled', 'covered', 'not_wanted'] as const;
export type DeletionReason = (typeof DELETION_REASONS)[number];

/** What changes, in the order in which it is to be done: deletions last, so that nothing is unwatched in between. */
export interface RulePlan {
  readonly items: readonly PlanItem[];
  /** Wanted rules that there cannot be now. What Kibana has under their ids is left as it is. */
  readonly blocked: readonly BlockedRule[];
  readonly counts: Readonly<Record<PlanItem['kind'] | 'blocked', number>>;
}

/** A wanted rule that cannot be written: its id belongs to a rule without our tag, or Kibana refuses its type. */
export interface BlockedRule {
  readonly id: string;
  readonly rule: WantedRule;
  readonly reason: 'not_ours' | RuleTypeRefusal;
  /** The licence or privilege that it takes. */
  readonly needs: string | null;
}

const ORDER: readonly PlanItem['kind'][] = ['create', 'update', 'drift', 'keep', 'delete'];

/**
 * The difference between the rules wanted and those found. Rules without our tag are never part of it. It does not
 * depend on the order of anything; applied (drift too), and planned again, all is kept.
 */
export function planRules(given: {
  readonly wanted: readonly WantedBody[];
  readonly unusable: readonly UnusableRule[];
  /** All rules with our tag, and whatever has the id of a wanted one. */
  readonly found: readonly FoundRule[];
  /** What got no rule, so that deletions can say why. */
  readonly leftOut: readonly LeftOut[];
}): RulePlan {
  const found = new Map(given.found.map((rule) => [rule.id, rule] as const));
  const wantedIds = new Set([...given.wanted, ...given.unusable].map(({ rule }) => rule.id));
  const taken = given.wanted.filter(({ rule }) => isTaken(found.get(rule.id)));
  const blocked: readonly BlockedRule[] = [
    ...taken.map(({ rule }) => ({ id: rule.id, rule, reason: 'not_ours' as const, needs: null })),
    ...given.unusable.map((one) => ({ id: one.rule.id, ...one })),
  ];
  const planned = given.wanted.flatMap(({ rule, body }) => {
    const there = found.get(rule.id);
    return isTaken(there) ? [] : [planOne(rule, body, there)];
  });
  const reasons = deletionReasons([...given.wanted, ...given.unusable], given.leftOut);
  const deletions = [...found.values()].flatMap((rule): readonly PlanItem[] => {
    if (!isOurs(rule) || wantedIds.has(rule.id)) return [];
    return [{ kind: 'delete', id: rule.id, name: rule.name, reason: reasons(rule) }];
  });
  const items = [...planned, ...deletions].sort(
    (a, b) => ORDER.indexOf(a.kind) - ORDER.indexOf(b.kind) || compareText(a.id, b.id),
  );
  const count = (kind: PlanItem['kind']) => items.filter((item) => item.kind === kind).length;
  return {
    items,
    blocked: [...blocked].sort((a, b) => compareText(a.id, b.id)),
    counts: {
      create: count('create'),
      update: count('update'),
      drift: count('drift'),
      keep: count('keep'),
      delete: count('delete'),
      blocked: blocked.length,
    },
  };
}

/** Whether a plan asks for anything to be done. */
export function isPlanEmpty({ counts }: RulePlan): boolean {
  return counts.create + counts.update + counts.drift + counts.delete === 0;
}

function isTaken(rule: FoundRule | undefined): boolean {
  return rule !== undefined && !isOurs(rule);
}

function planOne(rule: WantedRule, body: RuleBody, found: FoundRule | undefined): PlanItem {
  const { id } = rule;
  const content = contentOfBody(body);
  if (!found) return { kind: 'create', id, rule, body: marked(body, content) };
  const there = contentOfRule(found);
  const changes = compareContent(there, content);
  const written = writtenDigestOf(found.tags);
  if (changes.length === 0 && written === digestOf(content)) return { kind: 'keep', id, rule, muted: found.muted };
  // A rule that is as we want it but for its digest was brought there by hand, or lost the tag: it is only signed again.
  const isUntouched = changes.length === 0 || isOtherRecipe(written) || written === digestOf(there);
  const whole = marked(body, content);
  const update = toRuleUpdate(whole, found.actions);
  return { kind: isUntouched ? 'update' : 'drift', id, rule, changes, update, body: whole, enable: !found.enabled };
}

function marked(body: RuleBody, content: RuleContent): RuleBody {
  return { ...body, tags: [...body.tags, writtenTag(digestOf(content))] };
}

function deletionReasons(
  wanted: readonly { readonly rule: WantedRule }[],
  leftOut: readonly LeftOut[],
): (rule: FoundRule) => DeletionReason {
  const key = ({ name, environment }: ServicePlace, kind: string | null) => JSON.stringify([name, environment, kind]);
  const covered = new Set(
    wanted.flatMap(({ rule: { services, environment, kind } }) =>
      services.map((name) => key({ name, environment }, kind)),
    ),
  );
  const out = new Map(leftOut.map((one) => [key(one, one.kind), one.reason] as const));
  return (rule) => {
    const place = rule.params['environment'];
    const environment = typeof place === 'string' ? toEnvironment(place) : null;
    const kind = kindOfRule(rule);
    const services = servicesOfRule(rule).map((name) => ({ name, environment }));
    if (services.some((service) => covered.has(key(service, kind)))) return 'covered';
    const reasons = services.map((service) => out.get(key(service, null)) ?? out.get(key(service, kind)));
    return reasons.find((reason) => reason !== undefined) ?? 'not_wanted';
  };
}
