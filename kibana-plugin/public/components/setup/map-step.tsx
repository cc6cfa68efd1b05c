import {
  EuiAccordion,
  EuiBadge,
  EuiButton,
  EuiButtonEmpty,
  EuiCallOut,
  EuiFlexItem,
  EuiFilterButton,
  EuiFilterGroup,
  EuiSelect,
  EuiSpacer,
  type EuiBasicTableColumn,
} from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import type { TeamMapping } from 'incident-core';
import { useCallback, useMemo, useState, type ReactElement } from 'react';
import type { ServiceRow, ServicesTable } from '../../../common/setup';
import { useTeams } from '../../hooks/directory';
import type { SetupStore } from '../../hooks/setup/config';
import { AlertText } from '../alert-text';
import { EmptyFace } from '../face';
import { icon } from '../icon';
import { Subdued } from '../small';
import { isolate } from '../text';
import { MappingForm, MappingList } from './mappings';
import { SearchTable } from './search-table';
import { SeenConflicts } from './seen-conflicts';
import { environmentText, mappingKindText, suggestionText } from './words';

interface MapStepProps {
  readonly table: ServicesTable;
  readonly store: SetupStore;
  readonly isLoading: boolean;
}

type Shown = 'all' | 'unmapped' | 'suggested';

/** Which team each service belongs to. */
export function MapStep({ table, store, isLoading }: MapStepProps): ReactElement {
  const { data: teams } = useTeams();
  const [shown, setShown] = useState<Shown>('all');
  const names = useMemo(() => (teams ?? []).map(({ name }) => name), [teams]);
  const columns = useMemo(() => columnsOf(names, store), [names, store]);
  const unmapped = useMemo(() => table.rows.filter(({ team }) => team === null), [table]);
  const suggested = useMemo(() => unmapped.filter(({ suggestion }) => suggestion !== null), [unmapped]);
  const acceptAll = useCallback(
    () => store.map(unique(suggested.flatMap(({ suggestion }) => (suggestion ? [suggestion.mapping] : [])))),
    [store, suggested],
  );
  if (teams?.length === 0) {
    return (
      <EmptyFace
        iconName="users"
        title={i18n.translate('incidents.setup.map.noTeams.title', { defaultMessage: 'There is no team' })}
        body={i18n.translate('incidents.setup.map.noTeams.body', {
          defaultMessage: 'Make the teams first: services are given to them.',
        })}
      />
    );
  }
  const rows = { all: table.rows, unmapped, suggested }[shown];
  return (
    <>
      <SeenConflicts store={store} />
      {unmapped.length > 0 && (
        <>
          <EuiCallOut
            size="s"
            color="warning"
            iconType={icon('warning')}
            data-test-subj="incidentsSetupUnmapped"
            title={i18n.translate('incidents.setup.map.unmapped', {
              defaultMessage: 'Without a team, and so without rules: {count} of {all}',
              values: { count: unmapped.length, all: table.rows.length },
            })}
          >
            {suggested.length > 0 && (
              <EuiButton size="s" color="warning" onClick={acceptAll} data-test-subj="incidentsSetupAcceptAll">
                {i18n.translate('incidents.setup.map.acceptAll', {
                  defaultMessage: 'Accept all suggestions ({count})',
                  values: { count: suggested.length },
                })}
              </EuiButton>
            )}
          </EuiCallOut>
          <EuiSpacer size="m" />
        </>
      )}
      <SearchTable<ServiceRow>
        rows={rows}
        columns={columns}
        caption={i18n.translate('incidents.setup.map.caption', { defaultMessage: 'Services and their teams' })}
        idOf={rowId}
        textOf={textOf}
        nothing={i18n.translate('incidents.setup.map.nothing', { defaultMessage: 'No service is like that' })}
        subject="incidentsSetupMap"
        minWidth={460}
        isLoading={isLoading}
        tools={
          <EuiFlexItem grow={false}>
            <EuiFilterGroup compressed css={{ maxWidth: '100%', overflowX: 'auto' }}>
              {(['all', 'unmapped', 'suggested'] as const).map((each) => (
                <EuiFilterButton
                  key={each}
                  hasActiveFilters={shown === each}
                  aria-pressed={shown === each}
                  numFilters={{ all: table.rows, unmapped, suggested }[each].length}
                  onClick={() => setShown(each)}
                  data-test-subj={`incidentsSetupMap-${each}`}
                >
                  {shownText(each)}
                </EuiFilterButton>
              ))}
            </EuiFilterGroup>
          </EuiFlexItem>
        }
      />
      <EuiSpacer size="m" />
      <EuiAccordion
        id="incidents-setup-mappings"
        paddingSize="s"
        buttonContent={i18n.translate('incidents.setup.map.mappings', {
          defaultMessage: 'All mappings ({count}), and new ones by pattern, label or environment',
          values: { count: store.mappings.length },
        })}
        data-test-subj="incidentsSetupMappings"
      >
        <MappingForm teams={names} onAdd={(mapping) => store.map([mapping])} />
        <EuiSpacer size="m" />
        <MappingList store={store} />
      </EuiAccordion>
    </>
  );
}

function shownText(shown: Shown): string {
  switch (shown) {
    case 'all':
      return i18n.translate('incidents.setup.map.all', { defaultMessage: 'All' });
    case 'unmapped':
      return i18n.translate('incidents.setup.map.without', { defaultMessage: 'Without a team' });
    case 'suggested':
      return i18n.translate('incidents.setup.map.suggested', { defaultMessage: 'With a suggestion' });
  }
}

function columnsOf(teams: readonly string[], store: SetupStore): EuiBasicTableColumn<ServiceRow>[] {
  return [
    {
      field: 'name',
      name: i18n.translate('incidents.setup.service', { defaultMessage: 'Service' }),
      render: (name: string, { environment }: ServiceRow) => (
        <div>
          <AlertText text={name} most={120} />
          <Subdued size="xs">
            <AlertText text={environmentText(environment)} most={80} />
          </Subdued>
        </div>
      ),
    },
    {
      field: 'team',
      name: i18n.translate('incidents.setup.team', { defaultMessage: 'Team' }),
      width: '36%',
      render: (_: unknown, row: ServiceRow) => <TeamChoice row={row} teams={teams} store={store} />,
    },
    {
      field: 'suggestion',
      name: i18n.translate('incidents.setup.why', { defaultMessage: 'Why' }),
      render: (_: unknown, row: ServiceRow) => <Why row={row} store={store} />,
    },
  ];
}

interface RowProps {
  readonly row: ServiceRow;
  readonly store: SetupStore;
}

function TeamChoice({ row, teams, store }: RowProps & { readonly teams: readonly string[] }): ReactElement {
  const { name, environment, team } = row;
  const isOfFile = team?.mapping.managedBy === 'file';
  // A team that has gone is shown as long as a mapping names it.
  const known = team === null || teams.includes(team.name) ? teams : [team.name, ...teams];
  const choose = (chosen: string) => {
    if (chosen === '') {
      if (team) store.unmap(team.mapping);
    } else store.map([{ service: name, ...(environment === null ? {} : { environment }), team: chosen }]);
  };
  return (
    <EuiSelect
      compressed
      fullWidth
      aria-label={i18n.translate('incidents.setup.map.teamOf', {
        defaultMessage: 'Team of {name} in {environment}',
        values: { name: isolate(name), environment: isolate(environmentText(environment)) },
      })}
      value={team?.name ?? ''}
      disabled={isOfFile}
      isInvalid={team !== null && !teams.includes(team.name)}
      options={[
        { value: '', text: i18n.translate('incidents.setup.map.none', { defaultMessage: 'None' }) },
        ...known.map((each) => ({ value: each, text: each })),
      ]}
      onChange={({ target }) => choose(target.value)}
      data-test-subj="incidentsSetupTeam"
    />
  );
}

function Why({ row, store }: RowProps): ReactElement {
  const { team, suggestion } = row;
  if (team) {
    const { mapping, by } = team;
    const pattern =
      by === 'service' || by === 'service_environment' ? null : (mapping.service ?? mapping.label?.value ?? null);
    return (
      <div>
        {mappingKindText(by)} {pattern !== null && <EuiBadge>{isolate(pattern, 60)}</EuiBadge>}
        {mapping.managedBy === 'file' && (
          <Subdued size="xs">
            <AlertText
              before={i18n.translate('incidents.setup.map.file', { defaultMessage: 'Kept in the file' })}
              text={mapping.file ?? ''}
            />
          </Subdued>
        )}
      </div>
    );
  }
  if (!suggestion) {
    return (
      <>{i18n.translate('incidents.setup.map.noClue', { defaultMessage: 'No team, and nothing that suggests one' })}</>
    );
  }
  return (
    <div>
      <EuiButtonEmpty
        size="xs"
        flush="left"
        iconType={icon('check')}
        onClick={() => store.map([suggestion.mapping])}
        data-test-subj="incidentsSetupAccept"
      >
        {i18n.translate('incidents.setup.map.accept', {
          defaultMessage: 'Give it to {team}',
          values: { team: isolate(suggestion.team, 60) },
        })}
      </EuiButtonEmpty>
      <Subdued size="xs">{suggestionText(suggestion.reason, suggestion.clue)}</Subdued>
    </div>
  );
}

function rowId({ name, environment }: ServiceRow): string {
  return JSON.stringify([name, environment]);
}

function textOf({ name, environment, team, suggestion }: ServiceRow): string {
  return [name, environment ?? '', team?.name ?? suggestion?.team ?? ''].join(' ');
}

/** One label may suggest itself for many services. */
function unique(mappings: readonly TeamMapping[]): readonly TeamMapping[] {
  return [...new Map(mappings.map((mapping) => [JSON.stringify(mapping), mapping] as const)).values()];
}
