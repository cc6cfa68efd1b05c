import {
  EuiButton,
  EuiButtonIcon,
  EuiFieldText,
  EuiFlexGroup,
  EuiFlexItem,
  EuiFormRow,
  EuiSelect,
  type EuiBasicTableColumn,
} from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import type { OwnedMapping, TeamMapping } from 'incident-core';
import { useMemo, useState, type ReactElement } from 'react';
import type { SetupStore } from '../../hooks/setup/config';
import { AlertText } from '../alert-text';
import { FileBadge } from '../file-badge';
import { icon } from '../icon';
import { SearchTable } from './search-table';

const GOES_BY = ['service', 'label', 'environment'] as const;
type GoesBy = (typeof GOES_BY)[number];

/** A mapping of many services at once. */
export function MappingForm({
  teams,
  onAdd,
}: {
  readonly teams: readonly string[];
  readonly onAdd: (mapping: TeamMapping) => void;
}): ReactElement {
  const [by, setBy] = useState<GoesBy>('service');
  const [value, setValue] = useState('');
  const [label, setLabel] = useState('labels.team');
  const [environment, setEnvironment] = useState('');
  const [chosen, setTeam] = useState('');
  const team = chosen === '' ? (teams[0] ?? '') : chosen;
  const mapping = toMapping({ by, value: value.trim(), label: label.trim(), environment: environment.trim(), team });
  const add = () => {
    if (!mapping) return;
    onAdd(mapping);
    setValue('');
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        add();
      }}
    >
      <EuiFlexGroup gutterSize="s" wrap alignItems="flexEnd">
        <EuiFlexItem grow={false}>
          <EuiFormRow label={i18n.translate('incidents.setup.mapping.by', { defaultMessage: 'Goes by' })}>
            <EuiSelect
              compressed
              value={by}
              options={GOES_BY.map((each) => ({ value: each, text: byText(each) }))}
              onChange={({ target }) => setBy(GOES_BY.find((each) => each === target.value) ?? 'service')}
              data-test-subj="incidentsSetupMappingBy"
            />
          </EuiFormRow>
        </EuiFlexItem>
        {by === 'label' && (
          <EuiFlexItem css={{ minWidth: 140 }}>
            <EuiFormRow label={i18n.translate('incidents.setup.mapping.label', { defaultMessage: 'Label' })}>
              <EuiFieldText
                compressed
                value={label}
                onChange={({ target }) => setLabel(target.value)}
                data-test-subj="incidentsSetupMappingLabel"
              />
            </EuiFormRow>
          </EuiFlexItem>
        )}
        {by !== 'environment' && (
          <EuiFlexItem css={{ minWidth: 160 }}>
            <EuiFormRow
              label={i18n.translate('incidents.setup.mapping.value', { defaultMessage: 'Name, or pattern with *' })}
            >
              <EuiFieldText
                compressed
                value={value}
                placeholder="payment*"
                onChange={({ target }) => setValue(target.value)}
                data-test-subj="incidentsSetupMappingValue"
              />
            </EuiFormRow>
          </EuiFlexItem>
        )}
        <EuiFlexItem css={{ minWidth: 140 }}>
          <EuiFormRow label={i18n.translate('incidents.setup.mapping.environment', { defaultMessage: 'Environment' })}>
            <EuiFieldText
              compressed
              value={environment}
              placeholder={
                by === 'environment' ? '' : i18n.translate('incidents.setup.mapping.any', { defaultMessage: 'any' })
              }
              onChange={({ target }) => setEnvironment(target.value)}
              data-test-subj="incidentsSetupMappingEnvironment"
            />
          </EuiFormRow>
        </EuiFlexItem>
        <EuiFlexItem css={{ minWidth: 140 }}>
          <EuiFormRow label={i18n.translate('incidents.setup.team', { defaultMessage: 'Team' })}>
            <EuiSelect
              compressed
              value={team}
              options={teams.map((each) => ({ value: each, text: each }))}
              onChange={({ target }) => setTeam(target.value)}
              data-test-subj="incidentsSetupMappingTeam"
            />
          </EuiFormRow>
        </EuiFlexItem>
        <EuiFlexItem grow={false}>
          <EuiButton type="submit" size="s" isDisabled={mapping === null} data-test-subj="incidentsSetupMappingAdd">
            {i18n.translate('incidents.setup.mapping.add', { defaultMessage: 'Add the mapping' })}
          </EuiButton>
        </EuiFlexItem>
      </EuiFlexGroup>
    </form>
  );
}

interface Given {
  readonly by: GoesBy;
  readonly value: string;
  readonly label: string;
  readonly environment: string;
  readonly team: string;
}

/** Null while something is missing. */
function toMapping({ by, value, label, environment, team }: Given): TeamMapping | null {
  const place = environment === '' ? {} : { environment };
  if (team === '') return null;
  if (by === 'environment') return environment === '' ? null : { environment, team };
  if (value === '') return null;
  if (by === 'service') return { service: value, ...place, team };
  return label === '' ? null : { label: { name: label, value }, ...place, team };
}

function byText(by: GoesBy): string {
  switch (by) {
    case 'service':
      return i18n.translate('incidents.setup.mapping.service', { defaultMessage: 'Service' });
    case 'label':
      return i18n.translate('incidents.setup.mapping.byLabel', { defaultMessage: 'Label' });
    case 'environment':
      return i18n.translate('incidents.setup.mapping.byEnvironment', { defaultMessage: 'Environment alone' });
  }
}

/** All mappings; those of a file are changed in it. */
export function MappingList({ store }: { readonly store: SetupStore }): ReactElement {
  const columns = useMemo(() => columnsOf(store), [store]);
  return (
    <SearchTable<OwnedMapping>
      rows={store.mappings}
      columns={columns}
      caption={i18n.translate('incidents.setup.mapping.caption', { defaultMessage: 'Team mappings' })}
      idOf={(mapping) => JSON.stringify(mapping)}
      textOf={(mapping) => JSON.stringify(mapping)}
      nothing={i18n.translate('incidents.setup.mapping.none', { defaultMessage: 'There is no mapping yet' })}
      subject="incidentsSetupMappingList"
    />
  );
}

function columnsOf(store: SetupStore): EuiBasicTableColumn<OwnedMapping>[] {
  return [
    {
      field: 'service',
      name: i18n.translate('incidents.setup.mapping.what', { defaultMessage: 'What' }),
      render: (_: unknown, { service, label }: OwnedMapping) => (
        <AlertText text={service ?? (label ? `${label.name}: ${label.value}` : '*')} most={120} />
      ),
    },
    {
      field: 'environment',
      name: i18n.translate('incidents.setup.environment', { defaultMessage: 'Environment' }),
      render: (_: unknown, { environment }: OwnedMapping) => <AlertText text={environment ?? '*'} most={80} />,
    },
    {
      field: 'team',
      name: i18n.translate('incidents.setup.team', { defaultMessage: 'Team' }),
      render: (team: string) => <AlertText text={team} most={80} />,
    },
    {
      field: 'managedBy',
      name: i18n.translate('incidents.setup.mapping.kept', { defaultMessage: 'Kept' }),
      render: (_: unknown, mapping: OwnedMapping) =>
        mapping.managedBy === 'file' ? (
          <FileBadge file={mapping.file ?? ''} />
        ) : (
          <EuiButtonIcon
            iconType={icon('trash')}
            color="danger"
            aria-label={i18n.translate('incidents.setup.mapping.remove', { defaultMessage: 'Take this mapping away' })}
            onClick={() => store.unmap(mapping)}
            data-test-subj="incidentsSetupMappingRemove"
          />
        ),
    },
  ];
}
