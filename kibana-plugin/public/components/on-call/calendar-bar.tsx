import {
  EuiButton,
  EuiButtonEmpty,
  EuiButtonGroup,
  EuiButtonIcon,
  EuiFlexGroup,
  EuiFlexItem,
  EuiText,
} from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import type { ReactElement } from 'react';
import { useServices } from '../../hooks/services';
import { arrow } from '../arrow';
import { icon } from '../icon';
import { rangeText, VIEWS, type Range, type View } from './range';

interface CalendarBarProps {
  readonly range: Range;
  readonly view: View;
  readonly zone: string;
  readonly isTable: boolean;
  readonly onView: (view: View) => void;
  readonly onTable: (isTable: boolean) => void;
  readonly onToday: () => void;
  readonly onMove: (step: -1 | 1) => void;
  readonly onOverride: () => void;
}

/** Which time is shown, and how. */
export function CalendarBar(props: CalendarBarProps): ReactElement {
  const { range, view, zone, isTable, onView, onTable, onToday, onMove, onOverride } = props;
  const { may } = useServices();
  return (
    <EuiFlexGroup gutterSize="s" alignItems="center" responsive={false} wrap>
      <EuiFlexItem grow={false}>
        <EuiButton size="s" color="text" onClick={onToday} data-test-subj="incidentsCalendarToday">
          {i18n.translate('incidents.onCall.today', { defaultMessage: 'Today' })}
        </EuiButton>
      </EuiFlexItem>
      <EuiFlexItem grow={false}>
        <EuiFlexGroup gutterSize="none" alignItems="center" responsive={false}>
          <EuiButtonIcon
            size="s"
            color="text"
            iconType={arrow('left')}
            aria-label={i18n.translate('incidents.onCall.earlier', { defaultMessage: 'Earlier' })}
            onClick={() => onMove(-1)}
            data-test-subj="incidentsCalendarEarlier"
          />
          <EuiButtonIcon
            size="s"
            color="text"
            iconType={arrow('right')}
            aria-label={i18n.translate('incidents.onCall.later', { defaultMessage: 'Later' })}
            onClick={() => onMove(1)}
            data-test-subj="incidentsCalendarLater"
          />
        </EuiFlexGroup>
      </EuiFlexItem>
      <EuiFlexItem css={{ minWidth: 160 }}>
        <EuiText size="s" aria-live="polite" data-test-subj="incidentsCalendarRange">
          <strong>{rangeText(range, view, zone)}</strong>
        </EuiText>
      </EuiFlexItem>
      {may.respond && (
        <EuiFlexItem grow={false}>
          <EuiButtonEmpty size="s" iconType={icon('plus')} onClick={onOverride} data-test-subj="incidentsOverrideMake">
            {i18n.translate('incidents.onCall.addOverride', { defaultMessage: 'Override' })}
          </EuiButtonEmpty>
        </EuiFlexItem>
      )}
      <EuiFlexItem grow={false}>
        <EuiButtonGroup
          legend={i18n.translate('incidents.onCall.views', { defaultMessage: 'How much time is shown' })}
          buttonSize="compressed"
          options={VIEWS.map((id) => ({ id, label: viewText(id), 'data-test-subj': `incidentsView-${id}` }))}
          idSelected={view}
          onChange={(id) => {
            const chosen = VIEWS.find((each) => each === id);
            if (chosen) onView(chosen);
          }}
        />
      </EuiFlexItem>
      <EuiFlexItem grow={false}>
        <EuiButtonGroup
          legend={i18n.translate('incidents.onCall.forms', { defaultMessage: 'How it is shown' })}
          buttonSize="compressed"
          options={[
            {
              id: 'calendar',
              label: i18n.translate('incidents.onCall.asCalendar', { defaultMessage: 'Calendar' }),
              'data-test-subj': 'incidentsAsCalendar',
            },
            {
              id: 'table',
              label: i18n.translate('incidents.onCall.asTable', { defaultMessage: 'Table' }),
              'data-test-subj': 'incidentsAsTable',
            },
          ]}
          idSelected={isTable ? 'table' : 'calendar'}
          onChange={(id) => onTable(id === 'table')}
        />
      </EuiFlexItem>
    </EuiFlexGroup>
  );
}

function viewText(view: View): string {
  switch (view) {
    case 'week':
      return i18n.translate('incidents.onCall.view.week', { defaultMessage: 'Week' });
    case 'two-weeks':
      return i18n.translate('incidents.onCall.view.twoWeeks', { defaultMessage: '2 weeks' });
    case 'month':
      return i18n.translate('incidents.onCall.view.month', { defaultMessage: 'Month' });
  }
}
