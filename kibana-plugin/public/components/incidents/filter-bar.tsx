import { EuiFieldSearch, EuiFilterButton, EuiFilterGroup, EuiFlexGroup, EuiFlexItem } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import type { IncidentAnswer } from 'incident-core';
import { useEffect, useState, type ReactElement } from 'react';
import { useTeams } from '../../hooks/directory';
import { NO_FILTERS, SEVERITIES, STATUSES, type Filters } from '../../hooks/filters';
import { severityText, statusText } from '../badges';
import { ChoiceFilter } from './choice-filter';

/** Among the teams stands what none was named for. */
const UNROUTED = 'unrouted';

interface FilterBarProps {
  readonly filters: Filters;
  readonly onChange: (change: Partial<Filters>) => void;
  /** What is on the page: their services and environments are offered. */
  readonly seen: readonly IncidentAnswer[];
}

export function FilterBar({ filters, onChange, seen }: FilterBarProps): ReactElement {
  const { data: teams = [] } = useTeams();
  const isOpenOnly = filters.status.join() === NO_FILTERS.status.join();
  return (
    <EuiFlexGroup gutterSize="s" wrap responsive={false}>
      <EuiFlexItem css={{ minWidth: 220 }}>
        <SearchBox value={filters.q} onSearch={(q) => onChange({ q })} />
      </EuiFlexItem>
      <EuiFlexItem grow={false} css={{ maxWidth: '100%' }}>
        <EuiFilterGroup css={{ flexWrap: 'wrap' }}>
          <ChoiceFilter
            name={i18n.translate('incidents.filters.status', { defaultMessage: 'Status' })}
            subject="incidentsFilterStatus"
            choices={STATUSES.map((value) => ({ value, text: statusText(value) }))}
            chosen={filters.status}
            isUsual={isOpenOnly}
            onChoose={(chosen) => onChange({ status: STATUSES.filter((each) => chosen.includes(each)) })}
          />
          <ChoiceFilter
            name={i18n.translate('incidents.filters.severity', { defaultMessage: 'Severity' })}
            subject="incidentsFilterSeverity"
            choices={SEVERITIES.map((value) => ({ value, text: severityText(value) }))}
            chosen={filters.severity}
            onChoose={(chosen) => onChange({ severity: SEVERITIES.filter((each) => chosen.includes(each)) })}
          />
          <ChoiceFilter
            name={i18n.translate('incidents.filters.team', { defaultMessage: 'Team' })}
            subject="incidentsFilterTeam"
            search="among"
            choices={[
              {
                value: UNROUTED,
                text: i18n.translate('incidents.filters.unrouted', {
                  defaultMessage: 'Unrouted: no rule named a team',
                }),
              },
              ...teams.map(({ id, name }) => ({ value: id, text: name })),
            ]}
            chosen={filters.unrouted ? [UNROUTED, ...filters.team] : filters.team}
            onChoose={(chosen) =>
              onChange({ team: chosen.filter((id) => id !== UNROUTED), unrouted: chosen.includes(UNROUTED) })
            }
          />
          <ChoiceFilter
            name={i18n.translate('incidents.filters.service', { defaultMessage: 'Service' })}
            subject="incidentsFilterService"
            search="any"
            single
            choices={choicesOf(seen.map(({ service }) => service))}
            chosen={filters.service ? [filters.service] : []}
            onChoose={([service = '']) => onChange({ service })}
          />
          <ChoiceFilter
            name={i18n.translate('incidents.filters.environment', { defaultMessage: 'Environment' })}
            subject="incidentsFilterEnvironment"
            search="any"
            single
            choices={choicesOf(seen.map(({ environment }) => environment))}
            chosen={filters.environment ? [filters.environment] : []}
            onChoose={([environment = '']) => onChange({ environment })}
          />
          <EuiFilterButton
            hasActiveFilters={filters.mine}
            aria-pressed={filters.mine}
            onClick={() => onChange({ mine: !filters.mine })}
            data-test-subj="incidentsFilterMine"
          >
            {i18n.translate('incidents.filters.mine', { defaultMessage: 'Mine' })}
          </EuiFilterButton>
        </EuiFilterGroup>
      </EuiFlexItem>
    </EuiFlexGroup>
  );
}

function choicesOf(values: readonly (string | null)[]) {
  const known = [...new Set(values)].filter((value): value is string => value !== null && value.length <= 500);
  return known.sort((one, other) => one.localeCompare(other)).map((value) => ({ value, text: value }));
}

const PAUSE_MS = 300;

/** Asks when the typing stops, or at once with Enter. */
function SearchBox({
  value,
  onSearch,
}: {
  readonly value: string;
  readonly onSearch: (q: string) => void;
}): ReactElement {
  const [typed, setTyped] = useState(value);
  // Another way into the same page: a link, or the browser's back.
  useEffect(() => setTyped((now) => (now.trim() === value.trim() ? now : value)), [value]);
  useEffect(() => {
    if (typed.trim() === value.trim()) return;
    const timer = setTimeout(() => onSearch(typed.trim()), PAUSE_MS);
    return () => clearTimeout(timer);
    // `onSearch` is another at each rendering and means the same.
  }, [typed]);
  const label = i18n.translate('incidents.filters.q', {
    defaultMessage: 'Search title, service, environment, tags, description or #number',
  });
  return (
    <EuiFieldSearch
      fullWidth
      isClearable
      value={typed}
      maxLength={200}
      placeholder={i18n.translate('incidents.filters.placeholder', { defaultMessage: 'Search incidents' })}
      aria-label={label}
      onChange={({ target }) => setTyped(target.value)}
      onSearch={(q) => onSearch(q.trim())}
      data-test-subj="incidentsSearch"
    />
  );
}
