import { expect, test } from '@jest/globals';
import { planAgreed } from './plan-agreed.ts';
import type { PlanItem } from './rule-plan.ts';
import { RULE_TAG } from './rule-tags.ts';

type Kind = PlanItem['kind'];
const ours = { id: 'rule', tags: [RULE_TAG] };
const theirs = { id: 'rule', tags: ['mine'] };

test.each<[string, Kind, Kind | null, readonly (typeof ours)[], 'done' | 'changed' | 'over']>([
  ['still to be made', 'create', 'create', [], 'done'],
  ['still to be written', 'update', 'update', [ours], 'done'],
  ['still changed by hand, and taken over', 'drift', 'drift', [ours], 'done'],
  ['still to be deleted', 'delete', 'delete', [ours], 'done'],
  ['changed by hand by now', 'update', 'drift', [ours], 'changed'],
  ['made by now, and otherwise', 'create', 'update', [ours], 'changed'],
  ['deleted by now', 'update', 'create', [], 'changed'],
  ['deleted by now, of a service that only it knew of', 'update', null, [], 'changed'],
  ['wanted again by now', 'delete', 'update', [ours], 'changed'],
  ['not ours any more', 'update', null, [theirs], 'changed'],
  ['not ours any more, and was to be deleted', 'delete', null, [theirs], 'changed'],
  ['as wanted by now', 'create', 'keep', [ours], 'over'],
  ['as wanted by now, which this plan does not list', 'update', null, [ours], 'over'],
  ['gone, as was wanted', 'delete', null, [], 'over'],
])('a rule that is %s', (_, agreed, now, rules, expected) => {
  const item = { id: 'rule', kind: agreed };
  const planned = now === null ? [] : [{ id: 'rule', kind: now, body: 'new' }];
  const nobodyAgreed = { id: 'other', kind: agreed, body: 'new' };
  const plan = planAgreed([item], { items: [...planned, nobodyAgreed], rules });
  expect(plan).toEqual({
    items: expected === 'done' ? planned : [],
    changed: expected === 'changed' ? [item] : [],
  });
});
