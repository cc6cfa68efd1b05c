import { EuiButton, EuiContextMenu, EuiPopover, type EuiContextMenuPanelDescriptor } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import type { IncidentAnswer } from 'incident-core';
import { useState, type ReactElement } from 'react';
import type { Change } from '../../api/api';
import { PLUGIN_ID } from '../../../common/ids';
import { useActions } from '../../hooks/actions';
import { useMe } from '../../hooks/directory';
import { useServices } from '../../hooks/services';
import { icon, type IconName } from '../icon';
import { silencePath } from '../silences/silence-path';
import { isolate } from '../text';
import { IncidentPicker } from './incident-picker';
import { PeoplePicker } from './people-picker';
import { snoozeChoices } from './snooze-choices';

interface MoreActionsProps {
  readonly incident: IncidentAnswer;
  readonly size: 's' | 'm';
  readonly isDisabled: boolean;
}

/** What is done less often with an incident, behind one button. */
export function MoreActions({ incident, size, isDisabled }: MoreActionsProps): ReactElement | null {
  const { application } = useServices().core;
  const { change } = useActions();
  const me = useMe();
  const [isOpen, setOpen] = useState(false);
  const close = () => setOpen(false);
  const make = (made: Change, said: string) => {
    close();
    change(incident, made, said);
  };
  const silence = () => {
    close();
    void application.navigateToApp(PLUGIN_ID, { path: silencePath(incident) });
  };
  const panels = panelsFor(incident, me?.id ?? null, make, silence);
  const label = i18n.translate('incidents.more.label', { defaultMessage: 'More' });
  return (
    <EuiPopover
      isOpen={isOpen}
      closePopover={close}
      panelPaddingSize="none"
      anchorPosition="downRight"
      aria-label={label}
      button={
        <EuiButton
          size={size}
          color="text"
          iconType={icon('boxesVertical')}
          isDisabled={isDisabled}
          aria-haspopup="menu"
          aria-expanded={isOpen}
          onClick={() => setOpen(!isOpen)}
          data-test-subj="incidentsMoreActions"
        >
          {label}
        </EuiButton>
      }
    >
      <EuiContextMenu initialPanelId="root" panels={panels} />
    </EuiPopover>
  );
}

type Make = (change: Change, said: string) => void;

function panelsFor(
  incident: IncidentAnswer,
  me: string | null,
  make: Make,
  silence: () => void,
): EuiContextMenuPanelDescriptor[] {
  const { status, urgency, resolve_due_at } = incident;
  const number = isolate(`#${incident.number}`);
  const values = { number };
  const item = (name: string, iconName: IconName, text: string, change: Change, said: string) => ({
    ...{ name: text, icon: icon(iconName), 'data-test-subj': `incidentsChange-${name}` },
    onClick: () => make(change, said),
  });
  const lead = (name: string, iconName: IconName, text: string) => ({
    ...{ name: text, icon: icon(iconName), 'data-test-subj': `incidentsChange-${name}` },
    panel: name,
  });
  if (status === 'resolved') {
    const text = i18n.translate('incidents.more.reopen', { defaultMessage: 'Reopen' });
    const said = i18n.translate('incidents.more.reopened', { defaultMessage: '{number} is open again', values });
    return [{ id: 'root', items: [item('reopen', 'bell', text, { verb: 'reopen' }, said)] }];
  }
  const snoozeText = i18n.translate('incidents.more.snooze', { defaultMessage: 'Snooze' });
  const assignText = i18n.translate('incidents.more.assign', { defaultMessage: 'Give it to …' });
  const helpText = i18n.translate('incidents.more.help', { defaultMessage: 'Ask for help' });
  const mergeText = i18n.translate('incidents.more.merge', { defaultMessage: 'Merge into …' });
  const isHeld = status !== 'triggered';
  return [
    {
      id: 'root',
      items: [
        ...(resolve_due_at === null
          ? []
          : [
              item(
                ...([
                  'keep-open',
                  'eye',
                  i18n.translate('incidents.more.keepOpen', { defaultMessage: 'Keep it open' }),
                ] as const),
                { verb: 'keep-open' },
                i18n.translate('incidents.more.keptOpen', { defaultMessage: '{number} stays open', values }),
              ),
            ]),
        item(
          ...([
            'escalate',
            'sortUp',
            i18n.translate('incidents.more.escalate', { defaultMessage: 'Escalate now' }),
          ] as const),
          { verb: 'escalate' },
          i18n.translate('incidents.more.escalated', { defaultMessage: 'The next step of {number} is told', values }),
        ),
        ...(status === 'in_progress' ? [] : [lead('snooze', 'pause', snoozeText)]),
        ...(isHeld
          ? [
              item(
                ...([
                  'release',
                  'push',
                  i18n.translate('incidents.more.release', { defaultMessage: 'Release' }),
                ] as const),
                { verb: 'release' },
                i18n.translate('incidents.more.released', { defaultMessage: '{number} is nobody’s now', values }),
              ),
            ]
          : []),
        lead('assign', 'user', assignText),
        lead('responders', 'users', helpText),
        lead('merge', 'push', mergeText),
        {
          name: i18n.translate('incidents.more.silence', { defaultMessage: 'Silence what is like it …' }),
          icon: icon('bellSlash'),
          'data-test-subj': 'incidentsChange-silence',
          onClick: silence,
        },
      ],
    },
    {
      id: 'snooze',
      title: snoozeText,
      items: snoozeChoices(urgency, new Date()).map(({ id, text, until }) => {
        const said = i18n.translate('incidents.more.snoozed', { defaultMessage: '{number} sleeps', values });
        return item(`snooze-${id}`, 'clock', text, { verb: 'snooze', until: until.toISOString() }, said);
      }),
    },
    {
      id: 'assign',
      title: assignText,
      width: 320,
      content: (
        <PeoplePicker
          withTeams
          leftOut={[incident.assignee_id, incident.team_id]}
          onPick={({ type, id, name }) => {
            const about = { number, name: isolate(name, 60) };
            const said = i18n.translate('incidents.more.given', {
              defaultMessage: '{number} went to {name}',
              values: about,
            });
            make(type === 'team' ? { verb: 'assign', team_id: id } : { verb: 'assign', user_id: id }, said);
          }}
        />
      ),
    },
    {
      id: 'merge',
      title: mergeText,
      width: 360,
      content: (
        <IncidentPicker
          leftOut={incident.id}
          onPick={({ id, number: into }) => {
            const about = { number, into: isolate(`#${into}`) };
            const said = i18n.translate('incidents.more.merged', {
              defaultMessage: '{number} was merged into {into}',
              values: about,
            });
            make({ verb: 'merge', into: id }, said);
          }}
        />
      ),
    },
    {
      id: 'responders',
      title: helpText,
      width: 320,
      content: (
        <PeoplePicker
          leftOut={[me, incident.assignee_id]}
          onPick={({ id, name }) => {
            const about = { number, name: isolate(name, 60) };
            const said = i18n.translate('incidents.more.asked', {
              defaultMessage: '{name} is asked to help with {number}',
              values: about,
            });
            make({ verb: 'responders', user_ids: [id] }, said);
          }}
        />
      ),
    },
  ];
}
