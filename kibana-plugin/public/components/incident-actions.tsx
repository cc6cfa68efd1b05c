import { EuiButton, EuiFlexGroup, EuiFlexItem } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import type { IncidentAction, IncidentAnswer, UserAnswer } from 'incident-core';
import { useEffect, useRef, type ReactElement } from 'react';
import { useActions } from '../hooks/actions';
import { useMe } from '../hooks/directory';
import { useServices } from '../hooks/services';
import { icon, type IconName } from './icon';
import { MoreActions } from './incident/more-actions';

export interface PossibleAction {
  readonly name: IncidentAction;
  readonly iconName: IconName;
  readonly text: string;
}

type Actionable = Pick<IncidentAnswer, 'status' | 'assignee_id' | 'snoozed_until' | 'confirm_due_at'>;

/** What can be done with an incident as it is, the likeliest first. `me`: who would do it. */
export function possibleActions(
  { status, assignee_id, snoozed_until, confirm_due_at }: Actionable,
  me: string | null,
): readonly PossibleAction[] {
  const isHeldByOther = status !== 'triggered' && assignee_id !== null && assignee_id !== me;
  const takeOver = {
    name: status === 'in_progress' ? 'start' : 'acknowledge',
    iconName: 'user',
    text: i18n.translate('incidents.actions.takeOver', { defaultMessage: 'Take over' }),
  } as const;
  const acknowledge = {
    name: 'acknowledge',
    iconName: 'check',
    text: i18n.translate('incidents.actions.acknowledge', { defaultMessage: 'Acknowledge' }),
  } as const;
  // Acknowledging once more is what both come to.
  const confirm = {
    ...acknowledge,
    text: i18n.translate('incidents.actions.confirm', { defaultMessage: 'Confirm' }),
  } as const;
  const wake = {
    name: 'acknowledge',
    iconName: 'bell',
    text: i18n.translate('incidents.actions.wake', { defaultMessage: 'End the snooze' }),
  } as const;
  const start = {
    name: 'start',
    iconName: 'play',
    text: i18n.translate('incidents.actions.start', { defaultMessage: 'Start work' }),
  } as const;
  const resolve = {
    name: 'resolve',
    iconName: 'flag',
    text: i18n.translate('incidents.actions.resolve', { defaultMessage: 'Resolve' }),
  } as const;
  switch (status) {
    case 'triggered':
      return [acknowledge, start, resolve];
    case 'acknowledged':
      if (isHeldByOther) return [takeOver, resolve];
      if (confirm_due_at !== null) return [confirm, start, resolve];
      return snoozed_until === null ? [start, resolve] : [wake, start, resolve];
    case 'in_progress':
      return isHeldByOther ? [resolve, takeOver] : [resolve];
    case 'resolved':
      return [];
  }
}

/** Whether it cannot be said yet what can be done: it is somebody's, and who looks at it is still being asked. */
export function isWhoseUnknown({ status, assignee_id }: Actionable, me: UserAnswer | null | undefined): boolean {
  return me === undefined && assignee_id !== null && status !== 'triggered';
}

interface IncidentActionsProps {
  readonly incident: IncidentAnswer;
  readonly size?: 's' | 'm';
}

/** What the user may do with the incident, as buttons. */
export function IncidentActions({ incident, size = 's' }: IncidentActionsProps): ReactElement {
  const { may } = useServices();
  const { act, underWay } = useActions();
  const me = useMe();
  const place = useKeptFocus(incident.status);
  const running = underWay(incident.id);
  const possible = may.respond ? possibleActions(incident, me?.id ?? null) : [];
  return (
    <div
      {...place}
      tabIndex={-1}
      role="group"
      aria-label={i18n.translate('incidents.actions.label', { defaultMessage: 'Actions' })}
      css={{ outline: 'none' }}
    >
      <EuiFlexGroup gutterSize="s" responsive={false} wrap>
        {possible.map(({ name, iconName, text }, index) => (
          <EuiFlexItem grow={false} key={name}>
            <EuiButton
              size={size}
              fill={index === 0}
              iconType={icon(iconName)}
              isLoading={running === name}
              isDisabled={running !== undefined || isWhoseUnknown(incident, me)}
              onClick={() => act(incident, name)}
              data-test-subj={`incidentsAction-${name}`}
            >
              {text}
            </EuiButton>
          </EuiFlexItem>
        ))}
        {/* What was merged has nothing left to open: its alerts are another's. */}
        {may.respond && incident.resolution !== 'merged' && (
          <EuiFlexItem grow={false}>
            <MoreActions incident={incident} size={size} isDisabled={running !== undefined} />
          </EuiFlexItem>
        )}
      </EuiFlexGroup>
    </div>
  );
}

/** A button that has done its work goes away, and the focus with it: then it stays where the button was. */
function useKeptFocus(status: IncidentAnswer['status']) {
  const ref = useRef<HTMLDivElement>(null);
  const isInside = useRef(false);
  useEffect(() => {
    if (isInside.current && (document.activeElement === null || document.activeElement === document.body)) {
      ref.current?.focus();
    }
  }, [status]);
  return {
    ref,
    onFocus: () => (isInside.current = true),
    onBlur: ({ relatedTarget }: { readonly relatedTarget: EventTarget | null }) => {
      if (relatedTarget) isInside.current = false;
    },
  };
}
