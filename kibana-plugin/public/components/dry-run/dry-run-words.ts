import { i18n } from '@kbn/i18n';
import type { DryRunAlert } from 'incident-core';
import { shortTime } from '../age';
import { isolate } from '../text';

/** What would become of the alert, as a sentence that begins a line. */
export function outcomeText({ outcome, incident }: DryRunAlert): string {
  const values = { number: incident ? isolate(`#${incident.number}`) : '–' };
  switch (outcome) {
    case 'opened':
      return i18n.translate('incidents.dryRun.opened', { defaultMessage: 'Opens a new incident' });
    case 'unreadable':
      return i18n.translate('incidents.dryRun.unreadable', {
        defaultMessage: 'Opens, or refreshes, the incident that says the source cannot be read',
      });
    case 'reopened':
      return i18n.translate('incidents.dryRun.reopened', { defaultMessage: 'Opens {number} again', values });
    case 'attached':
      return i18n.translate('incidents.dryRun.attached', { defaultMessage: 'Joins {number}', values });
    case 'refreshed':
      return i18n.translate('incidents.dryRun.refreshed', { defaultMessage: 'Refreshes {number}', values });
    case 'resolved':
      return i18n.translate('incidents.dryRun.resolved', { defaultMessage: 'Resolves {number}', values });
    case 'recovery_noted':
      return i18n.translate('incidents.dryRun.noted', {
        defaultMessage: 'Is noted at {number}, which stays open',
        values,
      });
    case 'duplicate':
      return i18n.translate('incidents.dryRun.duplicate', {
        defaultMessage: 'Is a duplicate: it changes nothing',
      });
    default:
      return i18n.translate('incidents.dryRun.ignored', { defaultMessage: 'Is ignored: it changes nothing' });
  }
}

export function severityFromText(from: string): string {
  switch (from) {
    case 'payload':
      return i18n.translate('incidents.dryRun.from.payload', { defaultMessage: 'as the body says' });
    case 'action_group':
      return i18n.translate('incidents.dryRun.from.group', { defaultMessage: 'by the action group' });
    case 'tag':
      return i18n.translate('incidents.dryRun.from.tag', { defaultMessage: 'by a tag' });
    default:
      return i18n.translate('incidents.dryRun.from.default', { defaultMessage: 'for nothing says otherwise' });
  }
}

export function urgencyReasonText({ reason, urgency_due_at }: NonNullable<DryRunAlert['urgency']>): string {
  switch (reason) {
    case 'severity':
      return i18n.translate('incidents.dryRun.urgency.severity', { defaultMessage: 'by the table of the team' });
    case 'in_support_hours':
      return i18n.translate('incidents.dryRun.urgency.inside', { defaultMessage: 'the team is at work' });
    case 'outside_support_hours':
      return i18n.translate('incidents.dryRun.urgency.outside', {
        defaultMessage: 'out of support hours; urgent from {time} on, if nobody has it by then',
        values: { time: urgency_due_at === null ? '–' : shortTime(urgency_due_at, Date.now()) },
      });
  }
}

export function misfitText(misfit: DryRunAlert['rules'][number]['misfit']): string {
  switch (misfit) {
    case null:
      return i18n.translate('incidents.dryRun.rule.late', { defaultMessage: 'fits too, but stands behind' });
    case 'service':
      return i18n.translate('incidents.dryRun.rule.service', { defaultMessage: 'is for other services' });
    case 'environment':
      return i18n.translate('incidents.dryRun.rule.environment', { defaultMessage: 'is for other environments' });
    case 'severity':
      return i18n.translate('incidents.dryRun.rule.severity', { defaultMessage: 'is for other severities' });
    case 'tags':
      return i18n.translate('incidents.dryRun.rule.tags', { defaultMessage: 'is for other tags' });
  }
}

export function holdText({ kind, reason, until }: NonNullable<DryRunAlert['held_by']>): string {
  const values = { reason: isolate(reason, 120), time: shortTime(until, Date.now()) };
  switch (kind) {
    case 'silence':
      return i18n.translate('incidents.dryRun.held.silence', {
        defaultMessage: 'A silence holds the escalation until {time}: {reason}',
        values,
      });
    case 'maintenance_window':
      return i18n.translate('incidents.dryRun.held.window', {
        defaultMessage: 'A maintenance window holds the escalation until {time}: {reason}',
        values,
      });
    case 'auto_pause':
      return i18n.translate('incidents.dryRun.held.pause', {
        defaultMessage: 'The team waits until {time} whether it passes by itself',
        values,
      });
  }
}
