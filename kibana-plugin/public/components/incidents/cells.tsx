import { EuiTextColor } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import type { IncidentAnswer } from 'incident-core';
import type { ReactElement } from 'react';
import { useNow } from '../../hooks/now';
import { AlertText } from '../alert-text';
import { describeStanding } from './standing';
import { TwoLines } from './two-lines';

interface CellProps {
  readonly incident: IncidentAnswer;
}

export function TeamCell({ incident: { team, unrouted } }: CellProps): ReactElement {
  return (
    <TwoLines
      first={<AlertText text={team.name} lines={1} />}
      second={
        unrouted && (
          <EuiTextColor color="danger">
            {i18n.translate('incidents.table.unrouted', { defaultMessage: 'Unrouted' })}
          </EuiTextColor>
        )
      }
    />
  );
}

export function EscalationCell({ incident }: CellProps): ReactElement {
  const standing = describeStanding(incident, useNow());
  if (!standing) return <TwoLines first="–" />;
  const { where, next, isLoud } = standing;
  return <TwoLines first={where} second={isLoud ? <EuiTextColor color="danger">{next}</EuiTextColor> : next} />;
}

export function ToldCell({ incident: { told, status, suppressed } }: CellProps): ReactElement {
  const [last, ...others] = told;
  if (!last) {
    const nobody = i18n.translate('incidents.table.nobody', { defaultMessage: 'Nobody yet' });
    if (status !== 'triggered') return <TwoLines first="–" />;
    return <TwoLines first={suppressed ? nobody : <EuiTextColor color="danger">{nobody}</EuiTextColor>} />;
  }
  return (
    <TwoLines
      first={<AlertText text={last.name ?? unknownName()} lines={1} />}
      second={
        others.length > 0 && <AlertText text={others.map(({ name }) => name ?? unknownName()).join(', ')} lines={1} />
      }
    />
  );
}

function unknownName(): string {
  return i18n.translate('incidents.table.deleted', { defaultMessage: 'somebody since deleted' });
}
