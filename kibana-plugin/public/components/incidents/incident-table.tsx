import { EuiBasicTable, useResizeObserver, type EuiBasicTableColumn, type EuiTableSelectionType } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import type { IncidentAnswer } from 'incident-core';
import { useMemo, useState, type ReactElement } from 'react';
import { useActions } from '../../hooks/actions';
import { useMe } from '../../hooks/directory';
import { useServices } from '../../hooks/services';
import { icon } from '../icon';
import { isWhoseUnknown, possibleActions, type PossibleAction } from '../incident-actions';
import { columnsFor, roomFor } from './columns';

interface IncidentTableProps {
  readonly incidents: readonly IncidentAnswer[];
  readonly loading: boolean;
  readonly selected: readonly IncidentAnswer[];
  readonly onSelect: (selected: readonly IncidentAnswer[]) => void;
}

export function IncidentTable({ incidents, loading, selected, onSelect }: IncidentTableProps): ReactElement {
  const { may } = useServices();
  const [element, setElement] = useState<HTMLDivElement | null>(null);
  const { width } = useResizeObserver(element, 'width');
  // What the observer has not said yet is read, so that the rows are drawn only once.
  const room = roomFor(width || (element?.clientWidth ?? 0));
  const actions = useRowActions();
  const columns = useMemo(() => [...columnsFor(room), ...(may.respond ? [actions] : [])], [room, may.respond, actions]);
  const table = useMemo(() => {
    const selection: EuiTableSelectionType<IncidentAnswer> = {
      selectable: ({ status }) => status !== 'resolved',
      selectableMessage: (selectable) =>
        selectable ? '' : i18n.translate('incidents.table.over', { defaultMessage: 'It is resolved' }),
      selected: [...selected],
      onSelectionChange: onSelect,
    };
    return (
      <EuiBasicTable<IncidentAnswer>
        tableCaption={i18n.translate('incidents.table.caption', { defaultMessage: 'Incidents, the newest first' })}
        items={[...incidents]}
        itemId="id"
        rowHeader="title"
        columns={columns}
        loading={loading}
        tableLayout="fixed"
        {...(may.respond ? { selection } : {})}
        data-test-subj="incidentsTable"
        rowProps={{ 'data-test-subj': 'incidentsRow' }}
      />
    );
  }, [incidents, loading, selected, onSelect, columns, may.respond]);
  return <div ref={setElement}>{element && table}</div>;
}

function useRowActions(): EuiBasicTableColumn<IncidentAnswer> {
  const { act, underWay } = useActions();
  const me = useMe();
  return useMemo(() => {
    const known = new WeakMap<IncidentAnswer, readonly PossibleAction[]>();
    const find = (incident: IncidentAnswer, name: string): PossibleAction | undefined => {
      const possible = known.get(incident) ?? possibleActions(incident, me?.id ?? null);
      known.set(incident, possible);
      return possible.find((action) => action.name === name);
    };
    const action = (
      name: PossibleAction['name'],
      iconName: PossibleAction['iconName'],
      title: string,
      text: string,
    ) => ({
      name: (incident: IncidentAnswer) => find(incident, name)?.text ?? title,
      description: text,
      type: 'icon' as const,
      icon: icon(iconName),
      isPrimary: name === 'acknowledge',
      available: (incident: IncidentAnswer) => find(incident, name) !== undefined,
      enabled: (incident: IncidentAnswer) => underWay(incident.id) === undefined && !isWhoseUnknown(incident, me),
      onClick: (incident: IncidentAnswer) => act(incident, name),
      'data-test-subj': `incidentsRow-${name}`,
    });
    return {
      name: i18n.translate('incidents.table.actions', { defaultMessage: 'Actions' }),
      width: '84px',
      actions: [
        action(
          'acknowledge',
          'check',
          i18n.translate('incidents.table.acknowledge', { defaultMessage: 'Acknowledge' }),
          i18n.translate('incidents.table.acknowledgeText', { defaultMessage: 'Say that it is yours' }),
        ),
        action(
          'start',
          'play',
          i18n.translate('incidents.table.start', { defaultMessage: 'Start work' }),
          i18n.translate('incidents.table.startText', { defaultMessage: 'Say that you are at it' }),
        ),
        action(
          'resolve',
          'flag',
          i18n.translate('incidents.table.resolve', { defaultMessage: 'Resolve' }),
          i18n.translate('incidents.table.resolveText', { defaultMessage: 'Say that it is fixed' }),
        ),
      ],
    };
  }, [act, underWay, me]);
}
