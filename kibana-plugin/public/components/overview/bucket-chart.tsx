import {
  Axis,
  BarSeries,
  Chart,
  DARK_THEME,
  LIGHT_THEME,
  LineSeries,
  Position,
  ScaleType,
  Settings,
} from '@elastic/charts';
import { EuiPanel, EuiSpacer, EuiTitle, useEuiTheme, useGeneratedHtmlId } from '@elastic/eui';
import moment from 'moment';
import type { ReactElement } from 'react';

export interface Series {
  readonly id: string;
  readonly name: string;
  readonly shape: 'bar' | 'line';
  readonly color: 'primary' | 'accent' | 'danger' | 'warning' | 'success';
  /** Null where there is nothing: a gap, and no zero. */
  readonly values: readonly (number | null)[];
}

interface BucketChartProps {
  readonly title: string;
  readonly subject: string;
  /** When each bucket begins. */
  readonly starts: readonly string[];
  readonly unit: 'hour' | 'day' | 'week';
  readonly series: readonly Series[];
  readonly format: (value: number) => string;
}

const FORMATS = { hour: 'HH:mm', day: 'ddd D MMM', week: 'D MMM YYYY' } as const;

/** Among hours the midnights say which day it is. */
function startText(start: string, unit: keyof typeof FORMATS): string {
  const at = moment(start);
  return at.format(unit === 'hour' && at.hour() === 0 ? 'D MMM' : FORMATS[unit]);
}

/** Values over time. The picture is drawn on a canvas, and the charts say in words for who does not see it what it shows. */
export function BucketChart({ title, subject, starts, unit, series, format }: BucketChartProps): ReactElement {
  const { colorMode, euiTheme } = useEuiTheme();
  const heading = useGeneratedHtmlId();
  return (
    <EuiPanel hasBorder hasShadow={false} paddingSize="m" data-test-subj={subject}>
      <EuiTitle size="xxs">
        <h3 id={heading}>{title}</h3>
      </EuiTitle>
      <EuiSpacer size="s" />
      <Chart size={{ height: 200 }}>
        <Settings
          baseTheme={colorMode === 'DARK' ? DARK_THEME : LIGHT_THEME}
          theme={{ background: { color: 'transparent' }, chartMargins: { top: 4, bottom: 0, left: 0, right: 8 } }}
          locale="en"
          showLegend={series.length > 1}
          legendPosition={Position.Bottom}
          ariaLabelledBy={heading}
        />
        <Axis
          id="time"
          position={Position.Bottom}
          gridLine={{ visible: false }}
          tickFormat={(start: string) => startText(start, unit)}
        />
        <Axis
          id="value"
          position={Position.Left}
          ticks={4}
          integersOnly
          tickFormat={format}
          gridLine={{ visible: true, stroke: euiTheme.colors.lightShade, strokeWidth: 1, opacity: 1, dash: [] }}
        />
        {series.map(({ id, name, shape, color, values }) => {
          const given = {
            ...{ id, name, color: euiTheme.colors[color] },
            ...{
              xScaleType: ScaleType.Ordinal,
              yScaleType: ScaleType.Linear,
              xAccessor: 'start',
              yAccessors: ['value'],
            },
            data: starts.map((start, at) => ({ start, value: values[at] ?? null })),
          };
          return shape === 'bar' ? <BarSeries key={id} {...given} /> : <LineSeries key={id} {...given} />;
        })}
      </Chart>
    </EuiPanel>
  );
}
