import type { Alert } from '../model/alert.ts';
import {
  OPENS_AFTER_SECONDS,
  type PulledAlert,
  type PulledRule,
  type PullPermit,
  type PullRefusal,
  type PullScope,
  type RuleKnowledge,
} from '../model/pull.ts';
import { fitMatchers } from '../support/match-matchers.ts';

const WAITING: readonly PullRefusal[] = ['too_young', 'rule_unknown'];

/**
 * Whether a pulled alert may open an incident: only for a rule that asks for it, only once the push has had its time, and
 * never what Kibana holds back itself (a maintenance window, muted, snoozed), for then no push was due.
 */
export function permitPull(pulled: PulledAlert, scope: PullScope, knowledge: RuleKnowledge, now: Date): PullPermit {
  const reason = refusalOf(pulled, scope, knowledge, now);
  if (reason === null) return { kind: 'granted' };
  return { kind: WAITING.includes(reason) ? 'waiting' : 'refused', reason };
}

/** Whether what the documents say leaves something to ask Kibana: who is refused anyway needs no question. */
export function isRuleAsked(pulled: PulledAlert, scope: PullScope, now: Date): boolean {
  const whatever = scope.connectorIds.length > 0 ? { ...scope, filter: {} } : scope;
  return pulled.tracking === 'active' && refusalOf(pulled, whatever, { kind: 'unasked' }, now) === null;
}

function refusalOf(pulled: PulledAlert, scope: PullScope, knowledge: RuleKnowledge, now: Date): PullRefusal | null {
  const { alert } = pulled;
  const rule = knowledge.kind === 'known' ? knowledge.rule : null;
  if (pulled.inMaintenance) return 'maintenance_window';
  if (pulled.muted || isMuted(alert, rule)) return 'muted';
  if (rule?.snoozed) return 'snoozed';
  if (knowledge.kind === 'unknown') return 'rule_unknown';
  if (!isConnected(alert, scope, rule) || knowledge.kind === 'gone') return 'not_connected';
  return now.getTime() - pulled.startedAt.getTime() < OPENS_AFTER_SECONDS * 1000 ? 'too_young' : null;
}

function isMuted({ alertId }: Alert, rule: PulledRule | null): boolean {
  return rule !== null && (rule.muted || (alertId !== null && rule.mutedAlertIds.includes(alertId)));
}

function isConnected(alert: Alert, { tags, connectorIds, filter }: PullScope, rule: PulledRule | null): boolean {
  const wanted = new Set(tags.map((tag) => tag.toLowerCase()));
  return (
    alert.tags.some((tag) => wanted.has(tag.toLowerCase())) ||
    (rule?.connectorIds.some((id) => connectorIds.includes(id)) ?? false) ||
    (filter !== null && fitMatchers(filter, alert) !== null)
  );
}
