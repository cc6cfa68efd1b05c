import { i18n } from '@kbn/i18n';
import type { Severity, TimelineEntryAnswer } from 'incident-core';
import type { Names } from '../../hooks/directory';
import { shortTime } from '../age';
import { severityText } from '../badges';
import { changeSentence } from './change-sentence';
import { collectingSentence } from './collecting-sentence';
import { escalationSentence } from './escalation-sentence';
import { deliverySentence } from './delivery-sentence';
import { incidentName, nameOf, part, text, type Fields } from './read-entry';
import { repairSentence } from './repair-sentence';
import type { Sentence } from './sentence-parts';

/** One entry of the timeline as a person would say it; who did it stands before it. */
export function sentenceOf({ kind, data }: TimelineEntryAnswer, names: Names, now: number): Sentence {
  const known =
    collectingSentence(kind, data) ??
    lifecycleSentence(kind, data, names, now) ??
    changeSentence(kind, data, names, now) ??
    escalationSentence(kind, data, names, now) ??
    deliverySentence(kind, data, names, now) ??
    repairSentence(kind, data);
  // A newer backend knows more kinds than this page.
  return known ?? { iconName: 'dot', text: kind.replaceAll('_', ' ') };
}

function lifecycleSentence(kind: string, data: Fields, names: Names, now: number): Sentence | undefined {
  switch (kind) {
    case 'opened':
      return { iconName: 'bell', text: openedText(data), ...quoted(data) };
    case 'reopened':
      return {
        iconName: 'bell',
        text:
          text(data, 'reason') === 'by_hand'
            ? i18n.translate('incidents.timeline.reopenedByHand', { defaultMessage: 'opened it again' })
            : i18n.translate('incidents.timeline.reopened', {
                defaultMessage: 'opened it again: the alert is active once more',
              }),
        ...quoted(data),
      };
    case 'refreshed':
      return {
        iconName: 'refresh',
        text: i18n.translate('incidents.timeline.refreshed', { defaultMessage: 'sent the alert again' }),
        ...quoted(data),
      };
    case 'new_episode':
      return {
        iconName: 'bell',
        text: i18n.translate('incidents.timeline.newEpisode', {
          defaultMessage: 'sent a new episode: the alert had recovered and is active again',
        }),
        ...quoted(data),
      };
    case 'severity_changed':
      return {
        iconName: 'sortUp',
        text: i18n.translate('incidents.timeline.severity', {
          defaultMessage: 'changed the severity from {from} to {to}',
          values: { from: severityOf(data, 'from'), to: severityOf(data, 'to') },
        }),
      };
    case 'urgency_changed':
      return {
        iconName: 'clock',
        text: i18n.translate('incidents.timeline.urgency', {
          defaultMessage: 'Urgent now: support hours have begun, and nobody has it',
        }),
      };
    case 'recovery_noted':
      return { iconName: 'heart', text: recoveryText(data, now), ...quoted(data) };
    case 'untracked':
      return { iconName: 'bellSlash', text: untrackedText(data, now), ...quoted(data) };
    case 'stale':
      return {
        iconName: 'clock',
        loud: true,
        text: i18n.translate('incidents.timeline.stale', {
          defaultMessage: 'Stale: for a week nobody has touched it, and no alert has come',
        }),
      };
    case 'acknowledged':
      return {
        iconName: 'check',
        text: i18n.translate('incidents.timeline.acknowledged', { defaultMessage: 'acknowledged it' }),
      };
    case 'taken_over':
      return { iconName: 'user', text: takenOverText(data, names) };
    case 'started':
      return {
        iconName: 'play',
        text: i18n.translate('incidents.timeline.started', { defaultMessage: 'started work' }),
      };
    case 'resolved':
      return { iconName: 'flag', text: resolvedText(data) };
    case 'note':
      return {
        iconName: 'annotation',
        text: i18n.translate('incidents.timeline.note', { defaultMessage: 'wrote a note' }),
        quote: text(data, 'text') ?? '',
      };
    default:
      return undefined;
  }
}

function openedText(data: Fields): string {
  const values = { severity: severityOf(part(data, 'severity'), 'value') };
  switch (text(part(data, 'team'), 'reason')) {
    case 'unrouted':
      return i18n.translate('incidents.timeline.opened.unrouted', {
        defaultMessage: 'opened it as {severity}; nothing named a team, so the catch-all team has it',
        values,
      });
    case 'routing_rule':
      return i18n.translate('incidents.timeline.opened.rule', {
        defaultMessage: 'opened it as {severity}; a routing rule picked the team',
        values,
      });
    case 'tag':
      return i18n.translate('incidents.timeline.opened.tag', {
        defaultMessage: 'opened it as {severity}; a tag of the alert picked the team',
        values,
      });
    case 'source':
      return i18n.translate('incidents.timeline.opened.source', {
        defaultMessage: 'opened it as {severity}, for the team of the source',
        values,
      });
    case 'given':
      return i18n.translate('incidents.timeline.opened.given', {
        defaultMessage: 'opened it by hand as {severity}, for the team that was named',
        values,
      });
    case 'page_test':
      return i18n.translate('incidents.timeline.opened.test', {
        defaultMessage: 'opened it as {severity}, to test an escalation policy',
        values,
      });
    default:
      return i18n.translate('incidents.timeline.opened.other', { defaultMessage: 'opened it as {severity}', values });
  }
}

function untrackedText(data: Fields, now: number): string {
  const due = text(data, 'resolve_due_at');
  return due === undefined
    ? i18n.translate('incidents.timeline.untracked', {
        defaultMessage: 'Kibana no longer looks at the alert: its rule was disabled or deleted',
      })
    : i18n.translate('incidents.timeline.untrackedUntil', {
        defaultMessage:
          'Kibana no longer looks at the alert: its rule was disabled or deleted. The incident resolves at {time}',
        values: { time: shortTime(due, now) },
      });
}

function recoveryText(data: Fields, now: number): string {
  if (text(data, 'reason') === 'others_active') {
    return i18n.translate('incidents.timeline.recovery.others', {
      defaultMessage: 'saw one alert recover; others are still active',
    });
  }
  const due = text(data, 'resolve_due_at');
  if (due !== undefined && text(data, 'reason') === 'flapping') {
    return i18n.translate('incidents.timeline.recovery.flapping', {
      defaultMessage: 'saw the alert recover; it flaps, so it resolves at {time} unless it comes again',
      values: { time: shortTime(due, now) },
    });
  }
  if (due !== undefined && text(data, 'reason') === 'storm') {
    return i18n.translate('incidents.timeline.recovery.storm', {
      defaultMessage: 'saw the last alert recover; it resolves at {time} unless the storm goes on',
      values: { time: shortTime(due, now) },
    });
  }
  if (due === undefined) {
    return i18n.translate('incidents.timeline.recovery.stays', {
      defaultMessage: 'saw the alert recover during work; it stays open until somebody resolves it',
    });
  }
  return i18n.translate('incidents.timeline.recovery.due', {
    defaultMessage: 'saw the alert recover during work; it resolves by itself at {time}',
    values: { time: shortTime(due, now) },
  });
}

function takenOverText(data: Fields, names: Names): string {
  const from = text(data, 'from');
  const name = from === undefined ? undefined : nameOf({ type: 'user', id: from }, names);
  if (name === undefined)
    return i18n.translate('incidents.timeline.takenOver.somebody', { defaultMessage: 'took it over' });
  return i18n.translate('incidents.timeline.takenOver.from', {
    defaultMessage: 'took it over from {name}',
    values: { name },
  });
}

function resolvedText(data: Fields): string {
  switch (text(data, 'reason')) {
    case 'recovery':
      return i18n.translate('incidents.timeline.resolved.recovery', {
        defaultMessage: 'resolved it: the alert has recovered',
      });
    case 'recovery_unattended':
      return i18n.translate('incidents.timeline.resolved.unattended', {
        defaultMessage: 'Resolved by itself: the alert had recovered and nobody said otherwise',
      });
    case 'untracked':
      return i18n.translate('incidents.timeline.resolved.untracked', {
        defaultMessage: 'Resolved by itself: Kibana no longer looks at the alert, for its rule was disabled or deleted',
      });
    case 'merged':
      return i18n.translate('incidents.timeline.resolved.merged', {
        defaultMessage: 'merged it into {into}',
        values: { into: incidentName(part(data, 'into')) },
      });
    case 'flapping_over':
      return i18n.translate('incidents.timeline.resolved.flapping', {
        defaultMessage: 'Resolved by itself: what flapped has been quiet for 15 minutes',
      });
    case 'storm_over':
      return i18n.translate('incidents.timeline.resolved.storm', {
        defaultMessage: 'Resolved by itself: the storm is over',
      });
    case 'test_over':
      return i18n.translate('incidents.timeline.resolved.test', {
        defaultMessage: 'Resolved by itself: the test is over',
      });
    default:
      return data['still_active'] === true
        ? i18n.translate('incidents.timeline.resolved.active', {
            defaultMessage: 'resolved it while an alert of it was still active',
          })
        : i18n.translate('incidents.timeline.resolved.responder', { defaultMessage: 'resolved it' });
  }
}

function severityOf(fields: Fields, name: string): string {
  const value = text(fields, name) ?? '';
  return ['critical', 'error', 'warning', 'info'].includes(value) ? severityText(value as Severity) : value;
}

function quoted(data: Fields): { readonly quote?: string } {
  const reason = text(part(data, 'alert'), 'reason');
  return reason === undefined ? {} : { quote: reason };
}
