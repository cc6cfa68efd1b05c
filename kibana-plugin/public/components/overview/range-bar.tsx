import { EuiFilterGroup, EuiFlexGroup, EuiFlexItem, EuiSuperDatePicker } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import type { ReactElement } from 'react';
import { useTeams } from '../../hooks/directory';
import { useUrlParams } from '../../hooks/url-params';
import { ChoiceFilter } from '../incidents/choice-filter';
import { readRange } from './time-range';

/** Which time and whose incidents; both stand in the address. */
export function RangeBar({ onRefresh }: { readonly onRefresh: () => void }): ReactElement {
  const { params, change } = useUrlParams();
  const { data: teams = [] } = useTeams();
  const { from, to } = readRange(params);
  return (
    <EuiFlexGroup gutterSize="s" responsive={false} wrap alignItems="center" justifyContent="spaceBetween">
      <EuiFlexItem grow={false}>
        <EuiFilterGroup>
          <ChoiceFilter
            name={i18n.translate('incidents.overview.team', { defaultMessage: 'Team' })}
            choices={teams.map(({ id, name }) => ({ value: id, text: name }))}
            chosen={(params.get('team_id') ?? '').split(',').filter(Boolean)}
            onChoose={(chosen) => change({ team_id: chosen.join(',') || null })}
            search="among"
            subject="incidentsOverviewTeam"
          />
        </EuiFilterGroup>
      </EuiFlexItem>
      <EuiFlexItem grow={false} css={{ maxWidth: '100%' }}>
        <EuiSuperDatePicker
          start={from}
          end={to}
          width="auto"
          commonlyUsedRanges={usedRanges()}
          recentlyUsedRanges={[]}
          onTimeChange={({ start, end, isInvalid }) => {
            if (!isInvalid) change({ from: start, to: end });
          }}
          onRefresh={onRefresh}
          updateButtonProps={{ iconOnly: true, fill: false }}
          data-test-subj="incidentsOverviewTime"
        />
      </EuiFlexItem>
    </EuiFlexGroup>
  );
}

function usedRanges() {
  return [
    {
      start: 'now-24h',
      end: 'now',
      label: i18n.translate('incidents.overview.lastDay', { defaultMessage: 'Last 24 hours' }),
    },
    {
      start: 'now-7d',
      end: 'now',
      label: i18n.translate('incidents.overview.lastWeek', { defaultMessage: 'Last 7 days' }),
    },
    {
      start: 'now-30d',
      end: 'now',
      label: i18n.translate('incidents.overview.lastMonth', { defaultMessage: 'Last 30 days' }),
    },
    {
      start: 'now-90d',
      end: 'now',
      label: i18n.translate('incidents.overview.lastQuarter', { defaultMessage: 'Last 90 days' }),
    },
    {
      start: 'now-1y',
      end: 'now',
      label: i18n.translate('incidents.overview.lastYear', { defaultMessage: 'Last year' }),
    },
  ];
}
