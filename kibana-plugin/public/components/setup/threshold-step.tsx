import {
  EuiBadge,
  EuiButtonIcon,
  EuiFlexGroup,
  EuiFlexItem,
  EuiFormRow,
  EuiSelect,
  EuiSpacer,
  EuiToolTip,
  type EuiBasicTableColumn,
} from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import { useMemo, useState, type ReactElement } from 'react';
import type { FinalThresholds, FinalValue } from 'incident-core';
import type { ServiceRow, ServicesTable } from '../../../common/setup';
import type { SetupStore } from '../../hooks/setup/config';
import { AlertText } from '../alert-text';
import { icon } from '../icon';
import { Subdued } from '../small';
import { isolate } from '../text';
import { SearchTable } from './search-table';
import { SeenConflicts } from './seen-conflicts';
import { ThresholdFlyout } from './threshold-flyout';
import {
  EDITED_LAYERS,
  fieldsOf,
  GROUPS,
  groupText,
  layerText,
  MAIN_FIELDS,
  type EditedLayer,
  type Group,
} from './threshold-fields';
import { useLayerOf } from './use-layer';
import { ValueField } from './value-field';
import { environmentText, originText } from './words';

interface ThresholdStepProps {
  readonly table: ServicesTable;
  readonly store: SetupStore;
  readonly isLoading: boolean;
}

/** What is looked at closer. */
interface Open {
  readonly key: string;
  readonly group: Group;
}

/** What each service is held to, and where that comes from. */
export function ThresholdStep({ table, store, isLoading }: ThresholdStepProps): ReactElement {
  const [layer, setLayer] = useState<EditedLayer>('service_environment');
  const [open, setOpen] = useState<Open | null>(null);
  const columns = useMemo(() => columnsOf(table, store, layer, setOpen), [table, store, layer]);
  const row = open && table.rows.find((each) => rowId(each) === open.key);
  const thresholds = row ? table.thresholds[row.thresholds] : undefined;
  return (
    <>
      {!open && <SeenConflicts store={store} />}
      <EuiFormRow
        label={i18n.translate('incidents.setup.thresholds.layer', { defaultMessage: 'What you change holds for' })}
        display="columnCompressed"
      >
        <EuiSelect
          compressed
          value={layer}
          options={EDITED_LAYERS.map((each) => ({ value: each, text: layerText(each) }))}
          onChange={({ target }) => setLayer(EDITED_LAYERS.find((each) => each === target.value) ?? 'service')}
          data-test-subj="incidentsSetupLayer"
        />
      </EuiFormRow>
      <EuiSpacer size="s" />
      <SearchTable<ServiceRow>
        rows={table.rows}
        columns={columns}
        caption={i18n.translate('incidents.setup.thresholds.caption', {
          defaultMessage: 'Services and their thresholds',
        })}
        idOf={rowId}
        textOf={textOf}
        subject="incidentsSetupThresholds"
        minWidth={1_000}
        isLoading={isLoading}
      />
      {open && row && thresholds && (
        <ThresholdFlyout
          row={row}
          group={open.group}
          thresholds={thresholds}
          store={store}
          layer={layer}
          onClose={() => setOpen(null)}
        />
      )}
    </>
  );
}

function columnsOf(
  table: ServicesTable,
  store: SetupStore,
  layer: EditedLayer,
  onOpen: (open: Open) => void,
): EuiBasicTableColumn<ServiceRow>[] {
  return [
    {
      field: 'name',
      name: i18n.translate('incidents.setup.service', { defaultMessage: 'Service' }),
      render: (name: string, { environment }: ServiceRow) => (
        <div css={{ minWidth: 120 }}>
          <AlertText text={name} most={120} />
          <Subdued size="xs">
            <AlertText text={environmentText(environment)} most={80} />
          </Subdued>
        </div>
      ),
    },
    ...GROUPS.map((group): EuiBasicTableColumn<ServiceRow> => ({
      field: 'thresholds',
      name: groupText(group),
      render: (place: number, row: ServiceRow) => {
        const thresholds = table.thresholds[place];
        if (!thresholds) return null;
        const show = () => onOpen({ key: rowId(row), group });
        return <Cell row={row} group={group} thresholds={thresholds} store={store} layer={layer} onOpen={show} />;
      },
    })),
  ];
}

interface CellProps {
  readonly row: ServiceRow;
  readonly group: Group;
  readonly thresholds: FinalThresholds;
  readonly store: SetupStore;
  readonly layer: EditedLayer;
  readonly onOpen: () => void;
}

function Cell({ row, group, thresholds, store, layer, onOpen }: CellProps): ReactElement | null {
  const { change, file } = useLayerOf(store, layer, row);
  const main = MAIN_FIELDS[group];
  const field = fieldsOf(group).find(({ name }) => name === main);
  const fields = thresholds[group] as Readonly<Record<string, FinalValue<unknown> | undefined>>;
  const final = fields[main];
  if (!field || !final) return null;
  const isOff = fields['enabled']?.value === false;
  const where = {
    name: isolate(row.name),
    environment: isolate(environmentText(row.environment)),
    what: groupText(group),
  };
  const more = i18n.translate('incidents.setup.thresholds.more', {
    defaultMessage: 'All of {what} for {name} in {environment}',
    values: where,
  });
  return (
    <div css={{ minWidth: 142 }} data-test-subj={`incidentsSetupCell-${group}`}>
      <EuiFlexGroup gutterSize="xs" alignItems="center" responsive={false}>
        <EuiFlexItem>
          {isOff ? (
            <EuiBadge>{i18n.translate('incidents.setup.thresholds.off', { defaultMessage: 'off' })}</EuiBadge>
          ) : (
            <ValueField
              field={field}
              value={final.value}
              label={i18n.translate('incidents.setup.thresholds.edit', {
                defaultMessage: '{what} of {name} in {environment}',
                values: where,
              })}
              isReadOnly={file !== null}
              onChange={(value) => change(group, main, value)}
              subject="incidentsSetupValue"
            />
          )}
        </EuiFlexItem>
        <EuiFlexItem grow={false}>
          <EuiToolTip content={more}>
            <EuiButtonIcon
              iconType={icon('inspect')}
              aria-label={more}
              onClick={onOpen}
              data-test-subj="incidentsSetupMore"
            />
          </EuiToolTip>
        </EuiFlexItem>
      </EuiFlexGroup>
      <Subdued size="xs">
        {originText((isOff ? (fields['enabled'] ?? final) : final).origin)}
        {file !== null && (
          <div>
            {i18n.translate('incidents.setup.thresholds.file', {
              defaultMessage: 'Changed in {file} only',
              values: { file: isolate(file, 60) },
            })}
          </div>
        )}
      </Subdued>
    </div>
  );
}

function rowId({ name, environment }: ServiceRow): string {
  return JSON.stringify([name, environment]);
}

function textOf({ name, environment }: ServiceRow): string {
  return [name, environment ?? ''].join(' ');
}
