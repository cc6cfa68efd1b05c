import type { TimelineEntry } from '../timeline/timeline.ts';

/** What happened, in a line for people; null for what only says how the machinery moved. */
export function describeEntry({ kind, actor, data }: Pick<TimelineEntry, 'kind' | 'actor' | 'data'>): string | null {
  const who = actor.type === 'system' ? 'the system' : actor.name;
  const via = actor.type === 'user' && typeof actor.via === 'string' ? ` by ${WAYS[actor.via]}` : '';
  const by = `${who}${via}`;
  switch (kind) {
    case 'opened':
      if (actor.type === 'source') return 'Opened by an alert';
      return isTest(data['team']) ? `Opened as a test by ${by}` : `Opened by ${by}`;
    case 'reopened':
      return 'Opened again';
    case 'attached':
      return 'Another alert joined';
    case 'flapping':
      return 'It flaps: nobody is told of each change';
    case 'new_episode':
      return 'Active again after a recovery';
    case 'severity_changed':
      return 'Severity changed';
    case 'urgency_changed':
      return 'Urgent now: support hours have begun';
    case 'recovery_noted':
      return 'The alert recovered';
    case 'untracked':
      return 'Kibana no longer looks at the alert';
    case 'acknowledged':
      return `Acknowledged by ${by}`;
    case 'taken_over':
      return `Taken over by ${by}`;
    case 'released':
      return `Released by ${by}`;
    case 'snoozed':
      return `Snoozed by ${by}`;
    case 'assigned':
      return `Assigned to ${nameOf(data['to'])} by ${by}`;
    case 'handed_over':
      return `Handed over to ${nameOf(data['to'])} by ${by}`;
    case 'responders_added':
      return `Help was asked for by ${by}`;
    case 'escalated_by_hand':
      return `Escalated by ${by}`;
    case 'confirmation_asked':
      return 'Its holder was asked to confirm: it has become critical';
    case 'confirmed':
      return `Confirmed by ${by}`;
    case 'kept_open':
      return `Kept open by ${by}`;
    case 'triggered_again':
      return 'Triggered again: nobody holds it any more';
    case 'acknowledgement_ending':
      return 'Its holder was warned that the acknowledgement runs out';
    case 'work_reminder':
      return 'Its holder was reminded';
    case 'merged':
      return `#${textOf(numberOf(data['from']))} was merged into it by ${by}`;
    case 'started':
      return `Work started by ${by}`;
    case 'resolved':
      if (data['reason'] === 'merged') return `Merged into #${textOf(numberOf(data['into']))} by ${by}`;
      if (data['reason'] === 'test_over') return 'Resolved: the test is over';
      return data['reason'] === 'recovery' ? 'Resolved: the alert recovered' : `Resolved by ${by}`;
    case 'note':
      return `${who}: ${textOf(data['text'])}`;
    case 'step_activated':
      return `Step ${textOf(data['step'])} began`;
    case 'held':
      return `Held until ${textOf(data['until'])} (${textOf(data['reason'])}): nobody is told`;
    case 'hold_over':
      return 'Held no more';
    case 'nobody_notified':
      return 'Nobody could be reached';
    case 'exhausted':
      return 'The escalation policy ran out: nobody acknowledged';
    case 'notification_sent':
      return `${targetOf(data['to'])} was told by ${textOf(data['channel'])}`;
    case 'notification_delivered':
      return `${textOf(data['channel'])} reached ${targetOf(data['to'])}`;
    case 'notification_failed':
      return `${textOf(data['channel'])} did not reach ${targetOf(data['to'])}`;
    case 'notification_held':
      return `${targetOf(data['to'])} is told by ${textOf(data['channel'])} later`;
    case 'template_failed':
      return `The template for ${textOf(data['channel'])} could not be used: the built-in text was sent`;
    case 'stale':
      return 'Stale: for a week nobody has touched it, and no alert has come';
    case 'repaired':
      return 'The auditor found something wrong with it, and repaired it';
    case 'refreshed':
    case 'escalation_started':
    case 'step_escalated':
    case 'escalation_ended':
    case 'notification_suppressed':
      return null;
  }
}

const WAYS = { slack: 'Slack', sms: 'SMS', voice: 'phone', link: 'link' } as const;

function textOf(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

function nameOf(thing: unknown): string {
  return typeof thing === 'object' && thing !== null && 'name' in thing ? textOf(thing.name) : 'somebody';
}

function targetOf(target: unknown): string {
  if (typeof target !== 'object' || target === null) return 'somebody';
  if ('name' in target && typeof target.name === 'string') return target.name;
  return 'type' in target ? `a ${textOf(target.type).replace('_', ' ')}` : 'somebody';
}

function isTest(team: unknown): boolean {
  return typeof team === 'object' && team !== null && 'reason' in team && team.reason === 'page_test';
}

function numberOf(incident: unknown): unknown {
  return typeof incident === 'object' && incident !== null && 'number' in incident ? incident.number : null;
}
