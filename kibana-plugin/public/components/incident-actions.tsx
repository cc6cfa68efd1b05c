import { EuiButton, EuiFlexGroup, EuiFlexItem } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import type { IncidentAnswer, IncidentStatus } from 'incident-core';
import { useRef, type ReactElement } from 'react';
import type { BulkAction } from '../../common/api';
import { useAction } from '../hooks/incidents';
import { useServices } from '../hooks/services';
import { icon, type IconName } from './icon';

interface Action {
  readonly name: BulkAction;
  readonly from: readonly IncidentStatus[];
  readonly iconName: IconName;
  text(): string;
}

const actions: readonly Action[] = [
  {
    name: 'acknowledge',
    from: ['triggered'],
    iconName: 'check',
    text: () => i18n.translate('incidents.actions.acknowledge', { defaultMessage: 'Acknowledge' }),
  },
  {
    name: 'start',
    from: ['triggered', 'acknowledged'],
    iconName: 'play',
    text: () => i18n.translate('incidents.actions.start', { defaultMessage: 'Start work' }),
  },
  {
    name: 'resolve',
    from: ['triggered', 'acknowledged', 'in_progress'],
    iconName: 'stop',
    text: () => i18n.translate('incidents.actions.resolve', { defaultMessage: 'Resolve' }),
  },
];

/** What the user may do with the incident as it is. The first is the likeliest. */
export function IncidentActions({ incident }: { readonly incident: IncidentAnswer }): ReactElement | null {
  const { core, may } = useServices();
  const { mutate, isLoading, variables } = useAction();
  const busy = useRef(false);
  const possible = actions.filter(({ from }) => from.includes(incident.status));
  if (!may.respond || possible.length === 0) return null;
  const act = (action: BulkAction) => {
    // The second half of a double click comes before the button is seen to be disabled.
    if (busy.current) return;
    busy.current = true;
    mutate(
      { id: incident.id, action },
      {
        onSettled: () => (busy.current = false),
        onError: (error) =>
          core.notifications.toasts.addDanger({
            title: i18n.translate('incidents.actions.failed', { defaultMessage: 'That did not work' }),
            text: error instanceof Error ? error.message : String(error),
          }),
      },
    );
  };
  return (
    <EuiFlexGroup gutterSize="s" responsive={false} wrap>
      {possible.map(({ name, iconName, text }, index) => (
        <EuiFlexItem grow={false} key={name}>
          <EuiButton
            size="s"
            fill={index === 0}
            iconType={icon(iconName)}
            isLoading={isLoading && variables?.action === name}
            isDisabled={isLoading}
            onClick={() => act(name)}
            data-test-subj={`incidentsAction-${name}`}
          >
            {text()}
          </EuiButton>
        </EuiFlexItem>
      ))}
    </EuiFlexGroup>
  );
}
