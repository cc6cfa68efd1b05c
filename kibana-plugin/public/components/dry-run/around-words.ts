import { i18n } from '@kbn/i18n';
import type { DryRunAlert, SourceAnswer, TeamAnswer } from 'incident-core';
import { duration } from '../age';
import { isolate } from '../text';

/** What is set for the team that owns the alert, and for the source that posts it. */
export interface Settings {
  readonly team: Pick<TeamAnswer, 'name' | 'grouping_window_seconds'> | undefined;
  readonly source: Pick<SourceAnswer, 'name' | 'storm_rate'> | undefined;
}

/** Whether an alert joins what others have opened, or why it does not; nothing for what opens nothing and joins nothing. */
export function aroundLines(alert: DryRunAlert, { team, source }: Settings): readonly string[] {
  const { outcome, reason, unreadable } = alert;
  if (unreadable || !alert.alert || alert.alert.status !== 'active') return [];
  if (outcome !== 'opened' && outcome !== 'attached') return [];
  if (reason === 'grouping') return [joinsText(alert, team)];
  const grouping = team ? [ungroupedText(alert.alert, team)] : [];
  if (reason === 'storm') return [...grouping, stormText(alert, source)];
  return [...grouping, ...(source ? [calmText(source)] : [])];
}

function joinsText({ alert, incident }: DryRunAlert, team: Settings['team']): string {
  return i18n.translate('incidents.dryRun.grouping.joins', {
    defaultMessage:
      '{number} is of the same service and environment ({place}), still open, and was opened within the {time} in which {team} groups alerts.',
    values: {
      number: numberOf(incident),
      place: placeOf(alert),
      time: windowOf(team),
      team: isolate(team?.name ?? '–', 60),
    },
  });
}

function ungroupedText(alert: NonNullable<DryRunAlert['alert']>, team: NonNullable<Settings['team']>): string {
  const values = { team: isolate(team.name, 60), place: placeOf(alert), time: windowOf(team) };
  if (team.grouping_window_seconds === null) {
    return i18n.translate('incidents.dryRun.grouping.off', {
      defaultMessage: 'Grouping: {team} does not group alerts.',
      values,
    });
  }
  return alert.service === null
    ? i18n.translate('incidents.dryRun.grouping.noService', {
        defaultMessage: 'Grouping: it names no service, and only alerts of one service are grouped.',
      })
    : i18n.translate('incidents.dryRun.grouping.none', {
        defaultMessage: 'Grouping: nothing of {place} that was opened in the last {time} is open.',
        values,
      });
}

function stormText({ outcome, incident }: DryRunAlert, source: Settings['source']): string {
  const values = {
    number: numberOf(incident),
    source: isolate(source?.name ?? '–', 60),
    rate: source?.storm_rate ?? '–',
  };
  return outcome === 'attached'
    ? i18n.translate('incidents.dryRun.storm.joins', {
        defaultMessage:
          'Storm: {source} brings more than {rate} new problems a minute. They are collected in {number}, and nobody is told of each.',
        values,
      })
    : i18n.translate('incidents.dryRun.storm.opens', {
        defaultMessage:
          'Storm: {source} brings more than {rate} new problems a minute. This one opens the incident in which they are collected.',
        values,
      });
}

function calmText({ name, storm_rate }: NonNullable<Settings['source']>): string {
  const values = { source: isolate(name, 60), rate: storm_rate ?? '–' };
  return storm_rate === null
    ? i18n.translate('incidents.dryRun.storm.off', {
        defaultMessage: 'Storm: {source} may bring as many new problems as it wants.',
        values,
      })
    : i18n.translate('incidents.dryRun.storm.calm', {
        defaultMessage:
          'Storm: it has an incident of its own, as all of {source} have up to {rate} new problems a minute, and above that the first critical one of a service.',
        values,
      });
}

function numberOf(incident: DryRunAlert['incident']): string {
  return incident ? isolate(`#${incident.number}`) : '–';
}

function placeOf(alert: DryRunAlert['alert']): string {
  return isolate([alert?.service, alert?.environment].filter((part) => part).join(', ') || '–', 120);
}

function windowOf(team: Settings['team']): string {
  const seconds = team?.grouping_window_seconds;
  return seconds === null || seconds === undefined ? '–' : duration(seconds);
}
