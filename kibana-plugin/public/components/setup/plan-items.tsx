import {
  EuiAccordion,
  EuiBadge,
  EuiCheckbox,
  EuiCodeBlock,
  EuiPanel,
  EuiText,
  type EuiBasicTableColumn,
} from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import type { FieldChange } from 'incident-core';
import { useMemo, type ReactElement } from 'react';
import type { SetupItem } from '../../../common/setup';
import { AlertText } from '../alert-text';
import { Subdued } from '../small';
import { SearchTable } from './search-table';
import { deletionText, environmentText } from './words';

/** Rules of the plan, and what becomes of each. */
export function Items({
  items,
  isLoading,
}: {
  readonly items: readonly SetupItem[];
  readonly isLoading: boolean;
}): ReactElement {
  const columns = useMemo(columnsOf, []);
  return (
    <SearchTable<SetupItem>
      rows={items}
      columns={columns}
      caption={i18n.translate('incidents.setup.review.items', { defaultMessage: 'Rules of the plan' })}
      idOf={({ id }) => id}
      textOf={itemText}
      subject="incidentsSetupItems"
      minWidth={560}
      isLoading={isLoading}
    />
  );
}

function itemText(item: SetupItem): string {
  return item.kind === 'delete' ? item.name : [item.name, item.rule.team, ...item.rule.services].join(' ');
}

function columnsOf(): EuiBasicTableColumn<SetupItem>[] {
  return [
    {
      field: 'kind',
      name: i18n.translate('incidents.setup.review.what', { defaultMessage: 'What' }),
      width: '90px',
      render: (kind: SetupItem['kind']) => <EuiBadge color={COLORS[kind]}>{doingText(kind)}</EuiBadge>,
    },
    {
      field: 'name',
      name: i18n.translate('incidents.setup.review.rule', { defaultMessage: 'Rule' }),
      render: (_: unknown, item: SetupItem) => <ItemCell item={item} />,
    },
    {
      field: 'id',
      name: i18n.translate('incidents.setup.team', { defaultMessage: 'Team' }),
      render: (_: unknown, item: SetupItem) =>
        item.kind === 'delete' ? deletionText(item.reason) : <AlertText text={item.rule.team} most={80} />,
    },
  ];
}

function ItemCell({ item }: { readonly item: SetupItem }): ReactElement {
  return (
    <div css={{ minWidth: 0, width: '100%' }}>
      <AlertText text={item.name} most={160} />
      {item.kind !== 'delete' && item.rule.services.length > 1 && (
        <Subdued size="xs">
          <AlertText
            text={`${environmentText(item.rule.environment)}: ${item.rule.services.join(', ')}`}
            most={300}
            lines={2}
          />
        </Subdued>
      )}
      {'changes' in item && <Changes changes={item.changes} enable={item.enable} />}
      {item.kind === 'create' && (
        <EuiAccordion
          id={`incidents-setup-body-${item.id}`}
          buttonContent={
            <Subdued size="xs">
              {i18n.translate('incidents.setup.review.body', { defaultMessage: 'What is sent' })}
            </Subdued>
          }
        >
          <EuiCodeBlock fontSize="s" paddingSize="s" overflowHeight={240} language="json">
            {JSON.stringify(item.body, null, 2)}
          </EuiCodeBlock>
        </EuiAccordion>
      )}
    </div>
  );
}

const COLORS = { create: 'success', update: 'primary', drift: 'warning', delete: 'danger' } as const;

function doingText(kind: SetupItem['kind']): string {
  switch (kind) {
    case 'create':
      return i18n.translate('incidents.setup.doing.create', { defaultMessage: 'create' });
    case 'update':
      return i18n.translate('incidents.setup.doing.update', { defaultMessage: 'update' });
    case 'drift':
      return i18n.translate('incidents.setup.doing.drift', { defaultMessage: 'write over' });
    case 'delete':
      return i18n.translate('incidents.setup.doing.delete', { defaultMessage: 'delete' });
  }
}

interface DriftProps {
  readonly item: Extract<SetupItem, { kind: 'update' | 'drift' }>;
  readonly isTaken: boolean;
  readonly onToggle: () => void;
}

/** A rule that somebody changed by hand, which may be written over. */
export function Drift({ item, isTaken, onToggle }: DriftProps): ReactElement {
  return (
    <EuiPanel hasBorder hasShadow={false} paddingSize="s" css={{ marginBlockEnd: 8 }}>
      <EuiCheckbox
        id={`incidents-setup-take-${item.id}`}
        label={
          <AlertText
            before={i18n.translate('incidents.setup.review.takeOver', { defaultMessage: 'Write over:' })}
            text={item.name}
            most={160}
          />
        }
        checked={isTaken}
        onChange={onToggle}
        data-test-subj="incidentsSetupTakeOver"
      />
      <Changes changes={item.changes} enable={item.enable} />
    </EuiPanel>
  );
}

/** Where a rule and the wish differ. */
function Changes({
  changes,
  enable,
}: {
  readonly changes: readonly FieldChange[];
  readonly enable: boolean;
}): ReactElement {
  return (
    <EuiText size="xs">
      <ul>
        {enable && <li>{i18n.translate('incidents.setup.review.enable', { defaultMessage: 'It is switched off' })}</li>}
        {changes.map(({ field, found, wanted }) => (
          <li key={field}>
            <code>{field}</code>:{' '}
            {i18n.translate('incidents.setup.review.change', {
              defaultMessage: 'is {found}, wanted is {wanted}',
              values: { found: short(found), wanted: short(wanted) },
            })}
          </li>
        ))}
      </ul>
    </EuiText>
  );
}

function short(text: string | null): string {
  if (text === null) return '–';
  return text.length > 120 ? `${text.slice(0, 119)}…` : text;
}
