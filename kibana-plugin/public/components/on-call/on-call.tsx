import {
  EuiButtonEmpty,
  EuiButtonGroup,
  EuiFlexGroup,
  EuiFlexItem,
  EuiPanel,
  EuiSelect,
  EuiSpacer,
  EuiTitle,
} from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import type { OnCallAnswer, ScheduleAnswer } from 'incident-core';
import type { ReactElement } from 'react';
import { useMe } from '../../hooks/directory';
import { useServices } from '../../hooks/services';
import { useUrlParams } from '../../hooks/url-params';
import { LoadingTable } from '../face';
import { icon } from '../icon';
import { ProblemList, ReadinessBadge } from '../readiness';
import { plain } from '../text';
import { ownZone } from '../time/zone';
import { CalendarFiles } from './calendar-files';
import { NowPanels } from './now-panels';
import { ScheduleCalendar } from './schedule-calendar';

interface OnCallProps {
  readonly schedules: readonly ScheduleAnswer[];
  /** Whether there may be one more in a moment. */
  readonly areComing: boolean;
  readonly onCall: readonly OnCallAnswer[];
  readonly onEdit: (id: string) => void;
}

/** Who is on call now, and below it the calendar of one schedule. */
export function OnCall({ schedules, areComing, onCall, onEdit }: OnCallProps): ReactElement {
  const { may } = useServices();
  const { params, change } = useUrlParams();
  const me = useMe();
  const wanted = params.get('schedule');
  const chosen = schedules.find(({ id }) => id === wanted);
  // One that was just made is not replaced by another until it comes, nor one of strangers by that of the reader's team.
  const isComing = !chosen && (me === undefined || (wanted !== null && areComing));
  const schedule = chosen ?? (isComing ? undefined : likeliest(schedules, me?.team_ids ?? []));
  const isTheirs = params.get('zone') === 'schedule';
  const zoneOf = (theirs: string) => (isTheirs ? theirs : ownZone());
  return (
    <>
      <EuiTitle size="s">
        <h2>{i18n.translate('incidents.onCall.now.title', { defaultMessage: 'On call now' })}</h2>
      </EuiTitle>
      <EuiSpacer size="s" />
      <NowPanels items={onCall} chosen={schedule?.id} onChoose={(id) => change({ schedule: id })} zoneOf={zoneOf} />
      <EuiSpacer size="l" />
      {isComing && <LoadingTable rows={3} />}
      {schedule && (
        <EuiPanel hasBorder hasShadow={false} paddingSize="m" data-test-subj="incidentsSchedule">
          <EuiFlexGroup gutterSize="s" alignItems="center" responsive={false} wrap>
            <EuiFlexItem css={{ minWidth: 160 }}>
              <div css={{ display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: '4px 12px' }}>
                <EuiTitle size="s">
                  <h2>{i18n.translate('incidents.onCall.schedule.title', { defaultMessage: 'Schedule' })}</h2>
                </EuiTitle>
                {schedule.problems.length > 0 && <ReadinessBadge ready={schedule.ready} problems={schedule.problems} />}
              </div>
            </EuiFlexItem>
            <EuiFlexItem grow={false} css={{ width: 240 }}>
              <EuiSelect
                compressed
                aria-label={i18n.translate('incidents.onCall.schedule.choose', { defaultMessage: 'Schedule' })}
                value={schedule.id}
                options={schedules.map(({ id, name }) => ({ value: id, text: plain(name, 80) }))}
                onChange={({ target }) => change({ schedule: target.value })}
                data-test-subj="incidentsScheduleChoose"
              />
            </EuiFlexItem>
            <EuiFlexItem grow={false}>
              <EuiButtonGroup
                legend={i18n.translate('incidents.onCall.zones', { defaultMessage: 'Whose clocks' })}
                buttonSize="compressed"
                options={[
                  {
                    id: 'mine',
                    label: i18n.translate('incidents.onCall.zone.mine', { defaultMessage: 'My time' }),
                    'data-test-subj': 'incidentsZoneMine',
                  },
                  {
                    id: 'schedule',
                    label: plain(schedule.time_zone, 40),
                    'data-test-subj': 'incidentsZoneSchedule',
                  },
                ]}
                idSelected={isTheirs ? 'schedule' : 'mine'}
                onChange={(id) => change({ zone: id === 'schedule' ? id : null })}
              />
            </EuiFlexItem>
            <EuiFlexItem grow={false}>
              <CalendarFiles schedule={schedule} />
            </EuiFlexItem>
            {may.manage && (
              <EuiFlexItem grow={false}>
                <EuiButtonEmpty
                  size="s"
                  iconType={icon('pencil')}
                  onClick={() => onEdit(schedule.id)}
                  data-test-subj="incidentsScheduleEdit"
                >
                  {i18n.translate('incidents.onCall.schedule.edit', { defaultMessage: 'Edit' })}
                </EuiButtonEmpty>
              </EuiFlexItem>
            )}
          </EuiFlexGroup>
          <ProblemList problems={schedule.problems} />
          <EuiSpacer size="m" />
          <ScheduleCalendar key={schedule.id} schedule={schedule} zone={zoneOf(schedule.time_zone)} />
        </EuiPanel>
      )}
    </>
  );
}

/** One of the reader's teams, and one that has somebody; else the first there is. */
function likeliest(schedules: readonly ScheduleAnswer[], teamIds: readonly string[]): ScheduleAnswer | undefined {
  const filled = schedules.filter(({ layers }) => layers.length > 0);
  return filled.find(({ team_id }) => teamIds.includes(team_id)) ?? filled[0] ?? schedules[0];
}
