import { i18n } from '@kbn/i18n';
import type { FiguresAnswer } from 'incident-core';
import type { ReactElement } from 'react';
import { BucketChart, type Series } from './bucket-chart';
import { span } from './words';
import { whole } from '../numbers';

type Bucket = FiguresAnswer['buckets'][number];

/** In minutes the marks of the axis stand at times that people say. */
function toMinutes(seconds: number | null): number | null {
  return seconds === null ? null : seconds / 60;
}

/** How it went over the time: how much came, how soon somebody had it, what was noise, how many were disturbed. */
export function Charts({ figures }: { readonly figures: FiguresAnswer }): ReactElement {
  const { buckets, bucket: unit } = figures;
  const time = { starts: buckets.map(({ from }) => from), unit };
  const values = (of: (bucket: Bucket) => number | null) => buckets.map(of);
  const came: readonly Series[] = [
    {
      ...{ id: 'alerts', shape: 'bar', color: 'primary', values: values(({ alerts }) => alerts) },
      name: i18n.translate('incidents.overview.alerts', { defaultMessage: 'Alerts' }),
    },
    {
      ...{ id: 'incidents', shape: 'line', color: 'danger', values: values(({ incidents }) => incidents) },
      name: i18n.translate('incidents.overview.incidents', { defaultMessage: 'Incidents' }),
    },
  ];
  const times: readonly Series[] = [
    {
      ...{ id: 'acknowledge', shape: 'line', color: 'primary' },
      values: values((bucket) => toMinutes(bucket.mean_acknowledge_seconds)),
      name: i18n.translate('incidents.overview.acknowledge', { defaultMessage: 'Time to acknowledge' }),
    },
    {
      ...{
        id: 'resolve',
        shape: 'line',
        color: 'accent',
        values: values((bucket) => toMinutes(bucket.mean_resolve_seconds)),
      },
      name: i18n.translate('incidents.overview.resolve', { defaultMessage: 'Time to resolve' }),
    },
  ];
  const trouble: readonly Series[] = [
    {
      ...{ id: 'escalated', shape: 'bar', color: 'danger', values: values(({ escalated }) => escalated) },
      name: i18n.translate('incidents.overview.escalated', { defaultMessage: 'Escalated' }),
    },
    {
      ...{ id: 'noise', shape: 'bar', color: 'warning', values: values(({ unattended }) => unattended) },
      name: i18n.translate('incidents.overview.noise', { defaultMessage: 'Noise' }),
    },
  ];
  const load: readonly Series[] = [
    {
      ...{ id: 'sent', shape: 'bar', color: 'success', values: values((bucket) => bucket.notifications_sent) },
      name: i18n.translate('incidents.overview.sent', { defaultMessage: 'Messages sent' }),
    },
  ];
  return (
    <div css={{ display: 'grid', gap: 12, gridTemplateColumns: 'repeat(auto-fit, minmax(min(420px, 100%), 1fr))' }}>
      <BucketChart
        {...time}
        title={i18n.translate('incidents.overview.cameTitle', { defaultMessage: 'What came' })}
        series={came}
        format={whole}
        subject="incidentsChart-came"
      />
      <BucketChart
        {...time}
        title={i18n.translate('incidents.overview.timesTitle', {
          defaultMessage: 'How soon it was somebody’s, and over',
        })}
        series={times}
        format={(minutes) => span(minutes * 60)}
        subject="incidentsChart-times"
      />
      <BucketChart
        {...time}
        title={i18n.translate('incidents.overview.troubleTitle', {
          defaultMessage: 'What went on, and what was noise',
        })}
        series={trouble}
        format={whole}
        subject="incidentsChart-trouble"
      />
      <BucketChart
        {...time}
        title={i18n.translate('incidents.overview.loadTitle', { defaultMessage: 'Messages sent to people' })}
        series={load}
        format={whole}
        subject="incidentsChart-load"
      />
    </div>
  );
}
