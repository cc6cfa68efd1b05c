import type { EuiBasicTableColumn } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import type { IncidentAnswer } from 'incident-core';
import type { ReactElement } from 'react';
import { Age } from '../age';
import { AlertText } from '../alert-text';
import { NatureBadges, SeverityMark, StatusBadge } from '../badges';
import { IncidentLink } from '../incident-link';
import { EscalationCell, TeamCell, ToldCell } from './cells';
import { OneText, TwoLines } from './two-lines';

type Column = EuiBasicTableColumn<IncidentAnswer>;

/** `wide` has a line for everything, `usual` a column, `middle` and `narrow` fold what is longest under a title of two lines. */
export type Room = 'wide' | 'usual' | 'middle' | 'narrow';

/** A table that was not measured yet is taken for a wide one. */
export function roomFor(width: number): Room {
  if (width === 0 || width >= 1200) return 'wide';
  if (width >= 900) return 'usual';
  return width >= 640 ? 'middle' : 'narrow';
}

export function columnsFor(room: Room): Column[] {
  const columns = all(room);
  switch (room) {
    case 'wide':
    case 'usual':
      return [
        ...[columns.severity, columns.title, columns.status, columns.service, columns.team],
        ...[columns.age, columns.escalation, columns.told],
      ];
    case 'middle':
      return [columns.title, columns.status, columns.age, columns.escalation];
    case 'narrow':
      return [columns.title, columns.status];
  }
}

function all(room: Room) {
  const isWide = room === 'wide';
  return {
    severity: {
      field: 'severity',
      name: i18n.translate('incidents.table.severity', { defaultMessage: 'Severity' }),
      width: '92px',
      render: (_: unknown, { severity }: IncidentAnswer) => <TwoLines first={<SeverityMark severity={severity} />} />,
    },
    title: {
      field: 'title',
      name: i18n.translate('incidents.table.title', { defaultMessage: 'Incident' }),
      render: (_: unknown, incident: IncidentAnswer) => <TitleCell incident={incident} room={room} />,
    },
    status: {
      field: 'status',
      name: i18n.translate('incidents.table.status', { defaultMessage: 'Status' }),
      width: '130px',
      valign: 'top',
      render: (_: unknown, incident: IncidentAnswer) => (
        <TwoLines first={<StatusBadge status={incident.status} />} second={<Standing incident={incident} />} />
      ),
    },
    service: {
      field: 'service',
      name: i18n.translate('incidents.table.service', { defaultMessage: 'Service' }),
      width: isWide ? '13%' : '104px',
      render: (_: unknown, { service, environment }: IncidentAnswer) => (
        <TwoLines
          first={service === null ? none : <AlertText text={service} lines={1} />}
          second={environment && <AlertText text={environment} lines={1} />}
        />
      ),
    },
    team: {
      field: 'team',
      name: i18n.translate('incidents.table.team', { defaultMessage: 'Team' }),
      width: isWide ? '10%' : '86px',
      render: (_: unknown, incident: IncidentAnswer) => <TeamCell incident={incident} />,
    },
    age: {
      field: 'triggered_at',
      name: i18n.translate('incidents.table.age', { defaultMessage: 'Age' }),
      width: '72px',
      valign: 'top',
      render: (_: unknown, { triggered_at }: IncidentAnswer) => (
        <TwoLines first={<Age since={triggered_at} isShort />} />
      ),
    },
    escalation: {
      field: 'escalation',
      name: i18n.translate('incidents.table.escalation', { defaultMessage: 'Escalation' }),
      width: '120px',
      valign: 'top',
      render: (_: unknown, incident: IncidentAnswer) => <EscalationCell incident={incident} />,
    },
    told: {
      field: 'told',
      name: i18n.translate('incidents.table.told', { defaultMessage: 'Told' }),
      width: isWide ? '11%' : '96px',
      render: (_: unknown, incident: IncidentAnswer) => <ToldCell incident={incident} />,
    },
  } satisfies Readonly<Record<string, Column>>;
}

const none = '–';

/** What is out of the usual with it, and who holds it. */
function Standing({ incident }: { readonly incident: IncidentAnswer }): ReactElement {
  return (
    <span css={{ display: 'flex', gap: 6, alignItems: 'center', minWidth: 0 }}>
      <NatureBadges incident={incident} />
      {incident.assignee && <AlertText text={incident.assignee.name} lines={1} />}
    </span>
  );
}

function TitleCell({ incident, room }: { readonly incident: IncidentAnswer; readonly room: Room }): ReactElement {
  const { id, number, title, description, severity, service, environment, team, triggered_at } = incident;
  if (room === 'usual') return <OneText>{<IncidentLink id={id} number={number} title={title} lines={2} />}</OneText>;
  const where = [service, environment, team.name].filter(Boolean).join(' · ');
  if (room === 'wide') {
    return (
      <TwoLines
        first={<IncidentLink id={id} number={number} title={title} />}
        second={<AlertText text={description ?? ''} lines={1} />}
      />
    );
  }
  return (
    <TwoLines
      first={<IncidentLink id={id} number={number} title={title} lines={2} />}
      firstLines={2}
      second={
        <span css={{ display: 'flex', gap: 8 }}>
          <SeverityMark severity={severity} />
          <span css={{ flex: '1 1 auto', minWidth: 0 }}>
            <AlertText text={where} lines={1} />
          </span>
          {room === 'narrow' && <Age since={triggered_at} isShort />}
        </span>
      }
    />
  );
}
