import { i18n } from '@kbn/i18n';
import type { TeamAnswer } from 'incident-core';
import { SEVERITIES } from '../../hooks/filters';
import { duration } from '../age';
import { severityText } from '../badges';
import { hoursText } from '../policies/times-text';

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

/** What becomes of each severity, and when. */
export function urgencyLines({ urgencies, support_hours }: Settings): readonly string[] {
  const of = (urgency: TeamAnswer['urgencies']['error']) =>
    SEVERITIES.filter((severity) => urgencies[severity] === urgency)
      .map((severity) => severityText(severity).toLocaleLowerCase(i18n.getLocale()))
      .join(', ');
  const [high, inHours, low] = [of('high'), of('support_hours'), of('low')];
  const hours = support_hours.map(hoursText).join('; ');
  const lines = [
    high !== '' &&
      i18n.translate('incidents.team.always', {
        defaultMessage: 'People are disturbed at once, at any hour: {severities}',
        values: { severities: high },
      }),
    inHours !== '' &&
      (hours === ''
        ? i18n.translate('incidents.team.noHours', {
            defaultMessage: 'At any hour too, since no support hours are set: {severities}',
            values: { severities: inHours },
          })
        : i18n.translate('incidents.team.inHours', {
            defaultMessage: 'At once in support hours ({hours}), else when they begin and nobody has it: {severities}',
            values: { severities: inHours, hours },
          })),
    low !== '' &&
      i18n.translate('incidents.team.canWait', {
        defaultMessage: 'Can wait: {severities}',
        values: { severities: low },
      }),
  ];
  return lines.filter((line) => line !== false);
}
