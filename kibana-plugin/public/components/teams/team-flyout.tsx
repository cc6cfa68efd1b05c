import { EuiButtonEmpty, EuiFormRow, EuiSelect, EuiSpacer, EuiTitle } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import { DEFAULT_GROUPING_WINDOW_SECONDS, type TeamAnswer } from 'incident-core';
import { useState, type ReactElement } from 'react';
import { useEdit, type Opened } from '../../hooks/edit';
import { SEVERITIES } from '../../hooks/filters';
import { useTeamActions } from '../../hooks/team-actions';
import { severityText } from '../badges';
import { EditFlyout } from '../edit/edit-flyout';
import { EditNotice } from '../edit/edit-notice';
import { WhenOpened } from '../edit/when-opened';
import { icon } from '../icon';
import { HoursRow } from '../on-call/hours-fields';
import { replaced, without } from '../order-buttons';
import { Subdued } from '../small';
import { plain } from '../text';
import { ownZone } from '../time/zone';
import { ZoneField } from '../time/zone-field';
import { OptionalTime } from './optional-time';
import { Outlook } from './outlook';
import { groupingText, pauseText, urgencyLines } from './team-words';

type Urgency = TeamAnswer['urgencies']['error'];
type Hours = TeamAnswer['support_hours'][number];

interface TeamFlyoutProps {
  readonly id: string;
  readonly onClose: () => void;
}

/** What a team has done with its alerts before somebody is told: grouped, waited for, weighed by its hours. */
export function TeamFlyout({ id, onClose }: TeamFlyoutProps): ReactElement {
  return (
    <WhenOpened<TeamAnswer> path={`/teams/${id}`} onClose={onClose}>
      {(opened) => <Fields opened={opened} onClose={onClose} />}
    </WhenOpened>
  );
}

interface FieldsProps {
  readonly opened: Opened<TeamAnswer>;
  readonly onClose: () => void;
}

function Fields({ opened, onClose }: FieldsProps): ReactElement {
  const team = opened.item;
  const { save, isRunning } = useTeamActions();
  const [urgencies, setUrgencies] = useState(team.urgencies);
  const [hours, setHours] = useState<readonly Hours[]>(team.support_hours);
  const [grouping, setGrouping] = useState(team.grouping_window_seconds);
  const [pause, setPause] = useState(team.auto_pause_seconds);
  const given = {
    grouping_window_seconds: grouping,
    auto_pause_seconds: pause,
    urgencies,
    support_hours: [...hours],
  };
  const isTooShort = grouping !== null && grouping < LEAST_GROUPING;
  const edit = useEdit(opened, (tag, refused) => save(team.id, given, tag, onClose, refused));
  return (
    <EditFlyout
      title={i18n.translate('incidents.team.title', {
        defaultMessage: 'Alerts of {team}',
        values: { team: plain(team.name, 60) },
      })}
      subject="incidentsTeam"
      isRunning={isRunning}
      isUnready={false}
      onClose={onClose}
      onSave={() => isTooShort || edit.send()}
    >
      <EditNotice edit={edit} mine={given} />
      <OptionalTime
        title={i18n.translate('incidents.team.grouping', { defaultMessage: 'Grouping' })}
        label={i18n.translate('incidents.team.group', {
          defaultMessage: 'Group alerts of one service and environment',
        })}
        timeLabel={i18n.translate('incidents.team.groupingTime', { defaultMessage: 'Within, from the first alert on' })}
        seconds={grouping}
        usual={DEFAULT_GROUPING_WINDOW_SECONDS}
        most={DAY}
        outlook={groupingText(grouping)}
        error={
          isTooShort
            ? i18n.translate('incidents.team.groupingLeast', { defaultMessage: 'A minute at least' })
            : undefined
        }
        onChange={setGrouping}
        subject="incidentsTeamGrouping"
      />
      <OptionalTime
        title={i18n.translate('incidents.team.pause', { defaultMessage: 'What passes by itself' })}
        label={i18n.translate('incidents.team.wait', { defaultMessage: 'Wait a while before anybody is told' })}
        timeLabel={i18n.translate('incidents.team.pauseTime', { defaultMessage: 'Wait for' })}
        seconds={pause}
        usual={USUAL_PAUSE}
        most={MOST_PAUSE}
        outlook={pauseText(pause)}
        onChange={setPause}
        subject="incidentsTeamPause"
      />
      <EuiTitle size="xs">
        <h3>{i18n.translate('incidents.team.urgency', { defaultMessage: 'How urgent' })}</h3>
      </EuiTitle>
      <EuiSpacer size="s" />
      {SEVERITIES.map((severity) => (
        <EuiFormRow key={severity} label={severityText(severity)} display="columnCompressed">
          <EuiSelect
            compressed
            value={urgencies[severity]}
            options={urgencyOptions()}
            onChange={({ target }) => {
              const chosen = URGENCIES.find((each) => each === target.value);
              if (chosen) setUrgencies({ ...urgencies, [severity]: chosen });
            }}
            data-test-subj={`incidentsTeamUrgency-${severity}`}
          />
        </EuiFormRow>
      ))}
      <EuiSpacer size="l" />
      <EuiTitle size="xs">
        <h3>{i18n.translate('incidents.team.hours', { defaultMessage: 'Support hours' })}</h3>
      </EuiTitle>
      <Subdued size="xs">
        <p>
          {i18n.translate('incidents.team.hoursHelp', {
            defaultMessage:
              'What is urgent in support hours only waits for them. When they begin and nobody has it, it is urgent, and its step is told so.',
          })}
        </p>
      </Subdued>
      <EuiSpacer size="s" />
      {hours.map(({ time_zone, ...of }, index) => (
        <div key={index}>
          <HoursRow
            of={of}
            onChange={(next) => setHours(replaced(hours, index, { ...next, time_zone }))}
            onRemove={() => setHours(without(hours, index))}
          >
            <ZoneField
              zone={time_zone}
              onChange={(zone) => setHours(replaced(hours, index, { ...of, time_zone: zone }))}
            />
          </HoursRow>
          <EuiSpacer size="s" />
        </div>
      ))}
      <EuiButtonEmpty
        size="xs"
        flush="left"
        iconType={icon('plus')}
        onClick={() => setHours([...hours, { ...WORKING, time_zone: ownZone() }])}
        data-test-subj="incidentsTeamHoursAdd"
      >
        {i18n.translate('incidents.team.addHours', { defaultMessage: 'Add hours' })}
      </EuiButtonEmpty>
      <EuiSpacer size="s" />
      <Outlook lines={urgencyLines(given)} subject="incidentsTeamUrgencyOutlook" />
    </EditFlyout>
  );
}

const DAY = 86_400;
/** As the backend has them. */
const LEAST_GROUPING = 60;
const MOST_PAUSE = 3_600;
const USUAL_PAUSE = 120;
const URGENCIES: readonly Urgency[] = ['high', 'support_hours', 'low'];
const WORKING: Omit<Hours, 'time_zone'> = {
  weekdays: ['monday', 'tuesday', 'wednesday', 'thursday', 'friday'],
  from: '09:00',
  until: '17:00',
};

function urgencyOptions() {
  const texts: Readonly<Record<Urgency, string>> = {
    high: i18n.translate('incidents.team.high', { defaultMessage: 'urgent' }),
    support_hours: i18n.translate('incidents.team.supportHours', { defaultMessage: 'urgent in support hours' }),
    low: i18n.translate('incidents.team.low', { defaultMessage: 'not urgent' }),
  };
  return URGENCIES.map((value) => ({ value, text: texts[value] }));
}
