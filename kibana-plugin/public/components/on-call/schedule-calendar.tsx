import { EuiSpacer } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import type { ScheduleAnswer } from 'incident-core';
import { useMemo, useState, type ReactElement } from 'react';
import { useUsers } from '../../hooks/directory';
import { useIntents } from '../../hooks/intents';
import { useNow } from '../../hooks/now';
import { useShifts } from '../../hooks/on-call';
import { useUrlParams } from '../../hooks/url-params';
import { ErrorFace, LoadingTable } from '../face';
import { Subdued } from '../small';
import { plain } from '../text';
import { Calendar } from './calendar';
import { CalendarBar } from './calendar-bar';
import { peopleOf, toLanes, type Piece } from './lanes';
import { OverrideDialog } from './override-dialog';
import { rangeAround, readDay, shifted, VIEWS, writeDay, type View } from './range';
import { ShiftActions } from './shift-actions';
import { ShiftTable } from './shift-table';

interface ScheduleCalendarProps {
  readonly schedule: ScheduleAnswer;
  readonly zone: string;
}

const DAY_MS = 86_400_000;
/** Shifts that reach out of what is shown are known to their ends. */
const AROUND_MS = 31 * DAY_MS;

const readView = (given: string | null): View => VIEWS.find((view) => view === given) ?? 'two-weeks';

/** One schedule over a time, as a calendar or as a table. */
export function ScheduleCalendar({ schedule, zone }: ScheduleCalendarProps): ReactElement {
  const { params, change } = useUrlParams();
  const now = useNow();
  const { data: users } = useUsers();
  const send = useIntents();
  const [given, setGiven] = useState<Piece | 'new' | undefined>(undefined);
  const view = readView(params.get('view'));
  const isTable = params.get('as') === 'table';
  const day = readDay(params.get('day'), now, zone);
  const range = useMemo(() => rangeAround(day, view, zone), [writeDay(day, zone), view, zone]);
  const { data, error, refetch } = useShifts(schedule.id, range.from - AROUND_MS, range.until + AROUND_MS);
  // While another schedule comes, the one before it is not its.
  const answer = data?.shifts.schedule.id === schedule.id ? data : undefined;
  const lanes = useMemo(() => {
    const names = new Map(users?.map(({ id, name }) => [id, name]));
    return answer ? toLanes(answer.shifts, answer.overrides, (id) => names.get(id)) : [];
  }, [answer, users]);
  const actionsFor = (piece: Piece, close: () => void = () => undefined) => (
    <ShiftActions
      scheduleId={schedule.id}
      piece={piece}
      send={send}
      isCompact={isTable}
      onDone={close}
      onGive={(to) => {
        close();
        setGiven(to);
      }}
    />
  );
  const name = plain(schedule.name, 80);
  return (
    <>
      <CalendarBar
        range={range}
        view={view}
        zone={zone}
        isTable={isTable}
        onView={(to) => change({ view: to === 'two-weeks' ? null : to })}
        onTable={(to) => change({ as: to ? 'table' : null })}
        onToday={() => change({ day: null })}
        onMove={(step) => change({ day: writeDay(shifted(range, step, view, zone), zone) })}
        onOverride={() => setGiven('new')}
      />
      <EuiSpacer size="s" />
      {!answer ? (
        error ? (
          <ErrorFace error={error} onRetry={() => void refetch()} />
        ) : (
          <LoadingTable rows={3} />
        )
      ) : isTable ? (
        <ShiftTable lanes={lanes} range={range} zone={zone} now={now} actionsFor={actionsFor} />
      ) : (
        <Calendar
          name={name}
          range={range}
          zone={zone}
          now={now}
          lanes={lanes}
          people={peopleOf(schedule, lanes)}
          actionsFor={actionsFor}
        />
      )}
      <EuiSpacer size="s" />
      <Subdued size="xs">
        <p>
          {i18n.translate('incidents.onCall.zone.note', {
            defaultMessage:
              'Times by the clocks of {zone}. Where several layers have somebody, the lower one wins, and an override wins over all.',
            values: { zone },
          })}
        </p>
      </Subdued>
      {given !== undefined && (
        <OverrideDialog
          schedule={schedule}
          zone={zone}
          piece={given === 'new' ? undefined : given}
          send={send}
          onClose={() => setGiven(undefined)}
        />
      )}
    </>
  );
}
