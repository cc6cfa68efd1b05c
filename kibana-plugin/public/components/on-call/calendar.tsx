import { useEuiTheme, useEuiFontSize, useResizeObserver } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import { useState, type ReactElement, type ReactNode } from 'react';
import { written } from '../time/zone';
import { CalendarLane } from './calendar-lane';
import { LABEL_WIDTH, part, share, widthOf } from './geometry';
import type { Lane, Piece } from './lanes';
import type { Range } from './range';

interface CalendarProps {
  readonly name: string;
  readonly range: Range;
  readonly zone: string;
  readonly now: number;
  readonly lanes: readonly Lane[];
  readonly people: readonly string[];
  /** What can be done with a piece, for its popover. */
  readonly actionsFor: (piece: Piece, close: () => void) => ReactNode;
}

/** The layers, the overrides and who really is on call, in rows over the days of a time. */
export function Calendar(props: CalendarProps): ReactElement {
  const { name, range, zone, now, lanes, people, actionsFor } = props;
  const { euiTheme } = useEuiTheme();
  const [element, setElement] = useState<HTMLDivElement | null>(null);
  const { width } = useResizeObserver(element, 'width');
  const least = LABEL_WIDTH + (range.days.length - 1) * (range.days.length > 15 ? 26 : 44);
  return (
    <div
      role="group"
      aria-label={i18n.translate('incidents.onCall.calendar', {
        defaultMessage: 'Calendar of {name}',
        values: { name },
      })}
      css={{ overflowX: 'auto', border: euiTheme.border.thin, borderRadius: euiTheme.border.radius.medium }}
      data-test-subj="incidentsCalendar"
    >
      <div ref={setElement} css={{ position: 'relative', minWidth: least }}>
        <Grid range={range} zone={zone} now={now} />
        <Days range={range} zone={zone} now={now} />
        {lanes.map((lane) => (
          <CalendarLane
            key={lane.id}
            lane={lane}
            range={range}
            zone={zone}
            pixels={Math.max(0, width - LABEL_WIDTH)}
            now={now}
            people={people}
            actionsFor={actionsFor}
          />
        ))}
      </div>
    </div>
  );
}

type DaysProps = Pick<CalendarProps, 'range' | 'zone' | 'now'>;

/** Lines between the days, the weekends, and where now is: behind all rows. */
function Grid({ range, zone, now }: DaysProps): ReactElement {
  const { euiTheme } = useEuiTheme();
  const { days } = range;
  return (
    <div
      aria-hidden
      css={{ position: 'absolute', insetBlock: 0, insetInlineStart: LABEL_WIDTH, insetInlineEnd: 0, zIndex: 0 }}
    >
      {days.slice(0, -1).map((day, index) => {
        const isWeekend = /Sat|Sun/.test(
          new Intl.DateTimeFormat('en', { weekday: 'short', timeZone: zone }).format(day),
        );
        return (
          <div
            key={day}
            style={{ insetInlineStart: share(range, day), width: widthOf(range, day, days[index + 1] ?? day) }}
            css={{
              position: 'absolute',
              insetBlock: 0,
              borderInlineStart: euiTheme.border.thin,
              background: isWeekend ? euiTheme.colors.lightestShade : undefined,
            }}
          />
        );
      })}
      {now > range.from && now < range.until && (
        <div
          style={{ insetInlineStart: share(range, now) }}
          css={{
            position: 'absolute',
            insetBlock: 0,
            width: 2,
            marginInlineStart: -1,
            background: euiTheme.colors.danger,
          }}
          data-test-subj="incidentsCalendarNow"
        />
      )}
    </div>
  );
}

function Days({ range, zone, now }: DaysProps): ReactElement {
  const { euiTheme } = useEuiTheme();
  const size = useEuiFontSize('xs');
  const { days } = range;
  const isNarrow = days.length > 8;
  return (
    <div css={{ position: 'relative', height: isNarrow ? 40 : 32, borderBlockEnd: euiTheme.border.thin }}>
      {days.slice(0, -1).map((day, index) => {
        const end = days[index + 1] ?? day;
        const isToday = day <= now && now < end;
        return (
          <div
            key={day}
            style={{
              insetInlineStart: `calc(${LABEL_WIDTH}px + (100% - ${LABEL_WIDTH}px) * ${part(range, day)})`,
              width: `calc((100% - ${LABEL_WIDTH}px) * ${part(range, end) - part(range, day)})`,
            }}
            css={[
              size,
              {
                position: 'absolute',
                insetBlock: 0,
                display: 'flex',
                flexDirection: isNarrow ? 'column' : 'row',
                gap: isNarrow ? 0 : 4,
                alignItems: 'center',
                justifyContent: 'center',
                lineHeight: '16px',
                whiteSpace: 'nowrap',
                fontWeight: isToday ? 700 : undefined,
                color: euiTheme.colors.text,
              },
            ]}
            {...(isToday ? { 'aria-current': 'date' as const } : {})}
          >
            <span>{written(day, zone, { weekday: isNarrow ? 'narrow' : 'short' })}</span>
            <span>{written(day, zone, { day: 'numeric' })}</span>
          </div>
        );
      })}
    </div>
  );
}
