import { i18n } from '@kbn/i18n';
import { decideUrgency, type TeamAnswer } from 'incident-core';
import { SEVERITIES } from '../../hooks/filters';
import { duration } from '../age';
import { severityText } from '../badges';
import { dayAndTime, ownZone } from '../time/zone';

/** What comes of the window in which alerts join one incident; null for none. */
export function groupingText(seconds: number | null): string {
  return seconds === null
    ? i18n.translate('incidents.team.groupingOff', {
        defaultMessage: 'Each alert opens an incident of its own, and is told by itself.',
      })
    : i18n.translate('incidents.team.groupingOn', {
        defaultMessage:
          'Alerts of one service and environment within {time} of the first go into one incident: people are told once. It resolves when the last of them has recovered. Alerts without a service each have their own.',
        values: { time: duration(seconds) },
      });
}

/** What comes of waiting whether something passes by itself; null for not waiting. */
export function pauseText(seconds: number | null): string {
  return seconds === null
    ? i18n.translate('incidents.team.pauseOff', {
        defaultMessage: 'The first step begins as soon as an incident opens.',
      })
    : i18n.translate('incidents.team.pauseOn', {
        defaultMessage:
          'An incident opens and is shown at once. If it recovers within {time}, nobody is told; else the first step begins then, for critical ones too. What people open by hand never waits.',
        values: { time: duration(seconds) },
      });
}

type Settings = Pick<TeamAnswer, 'urgencies' | 'support_hours'>;

/** What would be urgent now, what would not, and what would become so when support hours begin. */
export function urgencyLines({ urgencies, support_hours }: Settings, now: number): readonly string[] {
  const supportHours = support_hours.map(({ time_zone: timeZone, ...hours }) => ({ ...hours, timeZone }));
  const decided = SEVERITIES.map((severity) => ({
    severity,
    ...decideUrgency(severity, { urgencies, supportHours }, new Date(now)),
  }));
  const named = (of: typeof decided) =>
    of.map(({ severity }) => severityText(severity).toLocaleLowerCase(i18n.getLocale())).join(', ');
  const urgent = decided.filter(({ urgency }) => urgency === 'high');
  const later = decided.filter(({ urgencyDueAt }) => urgencyDueAt !== null);
  const rest = decided.filter((each) => !urgent.includes(each) && !later.includes(each));
  const begins = later[0]?.urgencyDueAt?.getTime() ?? now;
  const lines = [
    urgent.length > 0 &&
      i18n.translate('incidents.team.nowUrgent', {
        defaultMessage: 'Urgent now, people are disturbed at once: {severities}',
        values: { severities: named(urgent) },
      }),
    later.length > 0 &&
      i18n.translate('incidents.team.laterUrgent', {
        defaultMessage: 'Urgent from {time} on, when support hours begin: {severities}',
        values: { severities: named(later), time: dayAndTime(begins, ownZone()) },
      }),
    rest.length > 0 &&
      i18n.translate('incidents.team.neverUrgent', {
        defaultMessage: 'Can wait: {severities}',
        values: { severities: named(rest) },
      }),
  ];
  return lines.filter((line) => line !== false);
}
