import { i18n } from '@kbn/i18n';
import type { LedgerEnd, LedgerOutcome } from 'incident-core';
import { reasonText } from '../incident/reasons';

/** First those that are looked for. */
export const OUTCOMES: readonly LedgerOutcome[] = [
  ...(['opened', 'unreadable', 'rejected', 'duplicate', 'ignored', 'open'] as const),
  ...(['reopened', 'attached', 'refreshed', 'recovery_noted', 'resolved'] as const),
];

export function outcomeText(outcome: LedgerOutcome): string {
  switch (outcome) {
    case 'opened':
      return i18n.translate('incidents.outcome.opened', { defaultMessage: 'Opened an incident' });
    case 'reopened':
      return i18n.translate('incidents.outcome.reopened', { defaultMessage: 'Opened it again' });
    case 'attached':
      return i18n.translate('incidents.outcome.attached', { defaultMessage: 'Joined an incident' });
    case 'refreshed':
      return i18n.translate('incidents.outcome.refreshed', { defaultMessage: 'Refreshed' });
    case 'recovery_noted':
      return i18n.translate('incidents.outcome.recoveryNoted', { defaultMessage: 'Recovery noted' });
    case 'resolved':
      return i18n.translate('incidents.outcome.resolved', { defaultMessage: 'Resolved it' });
    case 'duplicate':
      return i18n.translate('incidents.outcome.duplicate', { defaultMessage: 'Duplicate' });
    case 'ignored':
      return i18n.translate('incidents.outcome.ignored', { defaultMessage: 'Changed nothing' });
    case 'unreadable':
      return i18n.translate('incidents.outcome.unreadable', { defaultMessage: 'Unreadable' });
    case 'rejected':
      return i18n.translate('incidents.outcome.rejected', { defaultMessage: 'Rejected' });
    case 'open':
      return i18n.translate('incidents.outcome.open', { defaultMessage: 'Open' });
  }
}

type Color = 'danger' | 'warning' | 'primary' | 'success' | 'hollow' | 'default';

export const OUTCOME_COLORS: Readonly<Record<LedgerOutcome, Color>> = {
  opened: 'primary',
  reopened: 'primary',
  attached: 'default',
  refreshed: 'hollow',
  recovery_noted: 'hollow',
  resolved: 'success',
  duplicate: 'hollow',
  ignored: 'hollow',
  unreadable: 'danger',
  rejected: 'danger',
  open: 'warning',
};

export const END_COLORS: Readonly<Record<LedgerEnd, Color>> = {
  open: 'warning',
  dropped: 'hollow',
  noted: 'hollow',
  waiting: 'warning',
  told: 'success',
  answered: 'success',
  suppressed: 'default',
  nobody_told: 'danger',
};

export function endText(end: LedgerEnd): string {
  switch (end) {
    case 'open':
      return i18n.translate('incidents.end.open', {
        defaultMessage: 'Nothing became of it yet: the auditor sees to it',
      });
    case 'dropped':
      return i18n.translate('incidents.end.dropped', { defaultMessage: 'Nothing had to follow' });
    case 'noted':
      return i18n.translate('incidents.end.noted', { defaultMessage: 'Noted; nobody had to be told of it anew' });
    case 'waiting':
      return i18n.translate('incidents.end.waiting', { defaultMessage: 'Somebody is to be told' });
    case 'told':
      return i18n.translate('incidents.end.told', { defaultMessage: 'Somebody was told' });
    case 'answered':
      return i18n.translate('incidents.end.answered', { defaultMessage: 'Over before anybody had to be told' });
    case 'suppressed':
      return i18n.translate('incidents.end.suppressed', { defaultMessage: 'Nobody was told, for a reason' });
    case 'nobody_told':
      return i18n.translate('incidents.end.nobodyTold', { defaultMessage: 'Nobody could be told' });
  }
}

/** Why something became of an alert, or nothing did: the backend's words as ours. */
export function whyText(reason: string): string {
  switch (reason) {
    case 'duplicate':
      return i18n.translate('incidents.why.duplicate', { defaultMessage: 'the same had come before' });
    case 'late':
      return i18n.translate('incidents.why.late', { defaultMessage: 'it came later than a newer one' });
    case 'out_of_order':
      return i18n.translate('incidents.why.outOfOrder', { defaultMessage: 'it is older than what is known' });
    case 'new_episode':
      return i18n.translate('incidents.why.newEpisode', { defaultMessage: 'it is active again' });
    case 'nothing_to_recover':
      return i18n.translate('incidents.why.nothing', { defaultMessage: 'there was nothing to recover' });
    case 'episode_ended':
      return i18n.translate('incidents.why.ended', { defaultMessage: 'that episode has ended, and never comes back' });
    case 'in_progress':
      return i18n.translate('incidents.why.inProgress', { defaultMessage: 'somebody is working on it' });
    case 'others_active':
      return i18n.translate('incidents.why.others', { defaultMessage: 'other alerts of it are still active' });
    case 'incident_gone':
      return i18n.translate('incidents.why.gone', { defaultMessage: 'its incident was deleted since' });
    case 'empty_body':
      return i18n.translate('incidents.why.empty', { defaultMessage: 'the body was empty' });
    case 'body_too_large':
      return i18n.translate('incidents.why.large', { defaultMessage: 'the body was over 1 MiB' });
    case 'not_json':
      return i18n.translate('incidents.why.notJson', { defaultMessage: 'the body is no JSON' });
    case 'mustache_error':
      return i18n.translate('incidents.why.mustache', { defaultMessage: 'Kibana could not fill in the template' });
    case 'not_an_alert':
      return i18n.translate('incidents.why.notAlert', { defaultMessage: 'what an alert needs is missing' });
    case 'missing_token':
      return i18n.translate('incidents.why.noToken', { defaultMessage: 'no token' });
    case 'unknown_token':
      return i18n.translate('incidents.why.unknownToken', { defaultMessage: 'a token that nobody knows' });
    case 'dead_token':
      return i18n.translate('incidents.why.deadToken', { defaultMessage: 'a revoked or expired token' });
    case 'overloaded':
      return i18n.translate('incidents.why.overloaded', { defaultMessage: 'too many were waiting' });
    case 'failed':
      return i18n.translate('incidents.why.failed', { defaultMessage: 'the backend failed' });
    default:
      return reasonText(reason);
  }
}
