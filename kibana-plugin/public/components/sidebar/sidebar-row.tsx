import { EuiFlexGroup, EuiFlexItem, EuiSpacer, useEuiTheme } from '@elastic/eui';
import type { IncidentAnswer } from 'incident-core';
import type { ReactElement } from 'react';
import { Age } from '../age';
import { AlertText } from '../alert-text';
import { NatureBadges, SeverityMark, StatusBadge } from '../badges';
import { Small } from '../small';

interface SidebarRowProps {
  readonly incident: IncidentAnswer;
  readonly onChoose: (id: string) => void;
}

/** One button, so that the whole row can be hit and one Tab leads to the next. */
export function SidebarRow({ incident, onChoose }: SidebarRowProps): ReactElement {
  const { euiTheme } = useEuiTheme();
  const { id, number, title, severity, status, service, team, assignee, triggered_at } = incident;
  const where = [service, assignee?.name ?? team.name].filter(Boolean).join(' · ');
  return (
    <>
      <button
        type="button"
        data-incident={id}
        onClick={() => onChoose(id)}
        css={{
          ...{ display: 'block', width: '100%', textAlign: 'start', padding: euiTheme.size.s },
          border: euiTheme.border.thin,
          borderRadius: euiTheme.border.radius.medium,
          lineHeight: 1.4,
          '&:hover, &:focus-visible': { backgroundColor: euiTheme.colors.lightestShade },
        }}
      >
        <EuiFlexGroup gutterSize="s" alignItems="center" responsive={false} component="span">
          <EuiFlexItem component="span">
            <SeverityMark severity={severity} />
          </EuiFlexItem>
          <EuiFlexItem grow={false} component="span">
            <NatureBadges incident={incident} />
          </EuiFlexItem>
          <EuiFlexItem grow={false} component="span">
            <StatusBadge status={status} />
          </EuiFlexItem>
        </EuiFlexGroup>
        <span css={{ display: 'block', fontWeight: euiTheme.font.weight.medium }}>
          <AlertText before={`#${number}`} text={title} lines={2} />
        </span>
        <Small>
          <span css={{ display: 'flex', gap: 8 }}>
            <span css={{ flex: '1 1 auto', minWidth: 0 }}>
              <AlertText text={where} lines={1} />
            </span>
            <Age since={triggered_at} />
          </span>
        </Small>
      </button>
      <EuiSpacer size="s" />
    </>
  );
}
