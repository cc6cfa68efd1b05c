import { EuiPanel, EuiTitle } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import type { FiguresAnswer } from 'incident-core';
import type { ReactElement } from 'react';
import { Subdued } from '../small';
import { SmallHeading } from './small-heading';
import { percent, perHour, span } from './words';
import { whole } from '../numbers';

interface Tile {
  readonly id: string;
  readonly name: string;
  readonly value: string;
  readonly beside: string;
}

/** The figures of the whole time, each with what it is made of. */
export function FigureTiles({ total }: { readonly total: FiguresAnswer['total'] }): ReactElement {
  return (
    <div
      css={{ display: 'grid', gap: 12, gridTemplateColumns: 'repeat(auto-fit, minmax(124px, 1fr))' }}
      data-test-subj="incidentsFigures"
    >
      {tilesOf(total).map(({ id, name, value, beside }) => (
        <EuiPanel
          key={id}
          hasBorder
          hasShadow={false}
          paddingSize="s"
          // The figures of a row stand on one line, however long their names are.
          css={{ display: 'grid', gridRow: 'span 3', gridTemplateRows: 'subgrid', rowGap: 0 }}
          data-test-subj={`incidentsFigure-${id}`}
        >
          <SmallHeading level="h2" text={name} />
          <EuiTitle size="m">
            <p css={{ fontVariantNumeric: 'tabular-nums', whiteSpace: 'nowrap' }}>{value}</p>
          </EuiTitle>
          <Subdued size="xs">{beside}</Subdued>
        </EuiPanel>
      ))}
    </div>
  );
}

function tilesOf(total: FiguresAnswer['total']): readonly Tile[] {
  const of = (part: number, all: number) =>
    i18n.translate('incidents.overview.of', {
      defaultMessage: '{part} of {all}',
      values: { part: whole(part), all: whole(all) },
    });
  const median = (seconds: number | null) =>
    i18n.translate('incidents.overview.median', {
      defaultMessage: 'mean; median {median}',
      values: { median: span(seconds) },
    });
  return [
    {
      id: 'alerts',
      name: i18n.translate('incidents.overview.alerts', { defaultMessage: 'Alerts' }),
      value: whole(total.alerts),
      beside: perHour(total.alerts_per_hour),
    },
    {
      id: 'incidents',
      name: i18n.translate('incidents.overview.incidents', { defaultMessage: 'Incidents' }),
      value: whole(total.incidents),
      beside: perHour(total.incidents_per_hour),
    },
    {
      id: 'escalated',
      name: i18n.translate('incidents.overview.escalated', { defaultMessage: 'Escalated' }),
      value: percent(total.escalation_rate),
      beside: of(total.escalated, total.incidents),
    },
    {
      id: 'acknowledge',
      name: i18n.translate('incidents.overview.acknowledge', { defaultMessage: 'Time to acknowledge' }),
      value: span(total.mean_acknowledge_seconds),
      beside: median(total.median_acknowledge_seconds),
    },
    {
      id: 'resolve',
      name: i18n.translate('incidents.overview.resolve', { defaultMessage: 'Time to resolve' }),
      value: span(total.mean_resolve_seconds),
      beside: median(total.median_resolve_seconds),
    },
    {
      id: 'noise',
      name: i18n.translate('incidents.overview.noise', { defaultMessage: 'Noise' }),
      value: percent(total.noise_rate),
      beside: i18n.translate('incidents.overview.noiseOf', {
        defaultMessage: '{part} of {all} went by themselves',
        values: { part: whole(total.unattended), all: whole(total.resolved) },
      }),
    },
    {
      id: 'webhooks',
      name: i18n.translate('incidents.overview.webhooks', { defaultMessage: 'Webhook success' }),
      value: percent(total.webhook_success_rate, 1),
      beside: of(total.accepted, total.accepted + total.refused + total.found_by_pull),
    },
  ];
}
