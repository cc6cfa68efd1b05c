import { EuiCallOut, EuiLoadingChart, EuiText, useEuiTheme } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import type { FinalThresholds } from 'incident-core';
import type { ReactElement } from 'react';
import type { HistoryAnswer, PicturedKind, ServiceRow } from '../../../common/setup';
import { useHistoryOf } from '../../hooks/setup/queries';
import { shortTime } from '../age';
import { icon } from '../icon';
import { useSubdued } from '../small';

interface HistoryPictureProps {
  readonly row: ServiceRow;
  readonly kind: PicturedKind;
  readonly thresholds: FinalThresholds;
}

const WIDTH = 600;
const HEIGHT = 150;

/** The last day of a service against its threshold, and how often a rule would have fired. */
export function HistoryPicture({ row, kind, thresholds }: HistoryPictureProps): ReactElement {
  const { latency, error_count: errors, failed_transaction_rate: failed } = thresholds;
  const { threshold, window, type } = {
    latency: {
      threshold: latency.threshold_ms.value,
      window: latency.window.value,
      type: latency.transaction_type.value,
    },
    failed_transaction_rate: {
      threshold: failed.threshold_percent.value,
      window: failed.window.value,
      type: failed.transaction_type.value,
    },
    error_count: { threshold: errors.threshold_count.value, window: errors.window.value, type: null },
  }[kind];
  const { data, error } = useHistoryOf(
    {
      ...{ service: row.name, environment: row.environment, kind, threshold, window },
      aggregation: latency.aggregation.value,
      transaction_type: type,
    },
    true,
  );
  if (!data) {
    if (!error) return <EuiLoadingChart size="l" />;
    return (
      <EuiCallOut
        size="s"
        color="warning"
        iconType={icon('warning')}
        title={i18n.translate('incidents.setup.history.failed', { defaultMessage: 'The last day cannot be shown' })}
      >
        {error instanceof Error ? error.message : String(error)}
      </EuiCallOut>
    );
  }
  if (data.points.every(({ value }) => value === null)) {
    return (
      <EuiText size="s" data-test-subj="incidentsSetupNoHistory">
        <p>
          {i18n.translate('incidents.setup.history.none', {
            defaultMessage: 'Nothing of the kind was reported in the last 24 hours.',
          })}
        </p>
      </EuiText>
    );
  }
  return <Picture data={data} threshold={threshold} unit={UNITS[kind]} />;
}

const UNITS = { latency: ' ms', failed_transaction_rate: ' %', error_count: '' } as const;

interface PictureProps {
  readonly data: HistoryAnswer;
  readonly threshold: number;
  readonly unit: string;
}

function Picture({ data, threshold, unit }: PictureProps): ReactElement {
  const { colors } = useEuiTheme().euiTheme;
  const subdued = useSubdued();
  const { points, fired } = data;
  const most = Math.max(threshold, ...points.map(({ value }) => value ?? 0)) * 1.1;
  const y = (value: number) => HEIGHT - (value / most) * HEIGHT;
  const width = WIDTH / points.length;
  const said = i18n.translate('incidents.setup.history.fired', {
    defaultMessage: 'Would have fired in {fired} of {all} quarters of an hour; the highest value was {highest}.',
    values: {
      fired,
      all: points.length,
      highest: `${shortened(Math.max(...points.map(({ value }) => value ?? 0)))}${unit}`,
    },
  });
  return (
    <figure css={{ margin: 0 }} data-test-subj="incidentsSetupHistory">
      <svg
        role="img"
        aria-label={said}
        viewBox={`0 0 ${WIDTH} ${HEIGHT + 18}`}
        css={{ width: '100%', height: 'auto', display: 'block' }}
      >
        {points.map(({ at, value, fires }, place) =>
          value === null ? null : (
            <rect
              key={at}
              x={place * width}
              y={y(value)}
              width={Math.max(1, width - 1)}
              height={HEIGHT - y(value)}
              fill={fires ? colors.danger : colors.primary}
              opacity={fires ? 1 : 0.55}
            />
          ),
        )}
        <line
          x1={0}
          x2={WIDTH}
          y1={y(threshold)}
          y2={y(threshold)}
          stroke={colors.dangerText}
          strokeWidth={1.5}
          strokeDasharray="6 4"
        />
        <text x={4} y={y(threshold) < 16 ? y(threshold) + 13 : y(threshold) - 4} fontSize={11} fill={colors.text}>
          {`${shortened(threshold)}${unit}`}
        </text>
        <line x1={0} x2={WIDTH} y1={HEIGHT} y2={HEIGHT} stroke={subdued} />
        {[0, points.length - 1].map((place) => (
          <text
            key={place}
            x={place === 0 ? 0 : WIDTH}
            y={HEIGHT + 14}
            fontSize={11}
            fill={subdued}
            textAnchor={place === 0 ? 'start' : 'end'}
          >
            {shortTime(points[place]?.at ?? '', Date.now())}
          </text>
        ))}
      </svg>
      <figcaption>
        <EuiText size="s">
          <p data-test-subj="incidentsSetupFired">{said}</p>
        </EuiText>
      </figcaption>
    </figure>
  );
}

function shortened(value: number): string {
  return value >= 100 ? String(Math.round(value)) : String(Math.round(value * 10) / 10);
}
