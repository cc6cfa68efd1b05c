import { EuiButtonEmpty, EuiContextMenuItem, EuiContextMenuPanel, EuiPopover } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import type { ScheduleAnswer } from 'incident-core';
import { useState, type ReactElement } from 'react';
import { useMe } from '../../hooks/directory';
import { useCalendarFiles } from '../../hooks/on-call';
import { icon } from '../icon';
import { fileName, saveFile } from '../save-file';
import { Subdued } from '../small';

const TYPE = 'text/calendar;charset=utf-8';

/** Shifts as iCalendar files: those of the schedule, and the reader's own in all schedules. */
export function CalendarFiles({ schedule }: { readonly schedule: ScheduleAnswer }): ReactElement {
  const { ofSchedule, ofUser, isRunning } = useCalendarFiles();
  const me = useMe();
  const [isOpen, setOpen] = useState(false);
  const label = i18n.translate('incidents.onCall.files', { defaultMessage: 'iCalendar' });
  const save = (name: string) => (text: string) => saveFile(fileName(name, 'ics'), TYPE, text);
  const choose = (ask: () => void) => () => {
    setOpen(false);
    ask();
  };
  return (
    <EuiPopover
      isOpen={isOpen}
      closePopover={() => setOpen(false)}
      panelPaddingSize="none"
      anchorPosition="downRight"
      aria-label={label}
      button={
        <EuiButtonEmpty
          size="s"
          iconType={icon('download')}
          isLoading={isRunning}
          aria-haspopup="menu"
          aria-expanded={isOpen}
          onClick={() => setOpen(!isOpen)}
          data-test-subj="incidentsCalendarFiles"
        >
          {label}
        </EuiButtonEmpty>
      }
    >
      <EuiContextMenuPanel
        items={[
          <EuiContextMenuItem
            key="schedule"
            icon={icon('calendar')}
            onClick={choose(() => ofSchedule(schedule.id, save(schedule.name)))}
            data-test-subj="incidentsCalendarOfSchedule"
          >
            {i18n.translate('incidents.onCall.files.schedule', { defaultMessage: 'All shifts of this schedule' })}
          </EuiContextMenuItem>,
          ...(me
            ? [
                <EuiContextMenuItem
                  key="mine"
                  icon={icon('user')}
                  onClick={choose(() => ofUser(me.id, save(`${me.name} on call`)))}
                  data-test-subj="incidentsCalendarOfMe"
                >
                  {i18n.translate('incidents.onCall.files.mine', { defaultMessage: 'My shifts in all schedules' })}
                </EuiContextMenuItem>,
              ]
            : []),
        ]}
      />
      <div css={{ maxWidth: 260, padding: '4px 12px 12px' }}>
        <Subdued size="xs">
          {i18n.translate('incidents.onCall.files.note', {
            defaultMessage: 'The last 30 and the next 90 days. Read again, a file brings its entries up to date.',
          })}
        </Subdued>
      </div>
    </EuiPopover>
  );
}
