import { EuiBadge, EuiBasicTable, EuiButtonIcon, EuiToolTip, type EuiBasicTableColumn } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import type { SilenceAnswer } from 'incident-core';
import type { ReactElement, ReactNode } from 'react';
import { useTeams } from '../../hooks/directory';
import { AlertText } from '../alert-text';
import { icon } from '../icon';
import { Subdued } from '../small';
import { isolate } from '../text';
import { SuppressionMatchersText } from './suppression-matchers';

/** What silences and windows both have. */
export type Listed = Pick<SilenceAnswer, 'id' | 'team_id' | 'matchers' | 'reason' | 'state' | 'owner'>;

interface SuppressionTableProps<Item extends Listed> {
  readonly caption: string;
  readonly items: readonly Item[];
  readonly when: (item: Item) => ReactNode;
  /** What may be done with it; nothing for who only reads. */
  readonly onEdit?: ((item: Item) => void) | undefined;
  readonly onEnd?: ((item: Item) => void) | undefined;
  /** The one that somebody came for. */
  readonly marked: string | null;
  readonly subject: string;
}

/** Silences or windows: why, which incidents, when, by whom. */
export function SuppressionTable<Item extends Listed>(props: SuppressionTableProps<Item>): ReactElement {
  const { caption, items, when, onEdit, onEnd, marked, subject } = props;
  const { data: teams = [] } = useTeams();
  const teamName = (id: string) => teams.find((team) => team.id === id)?.name ?? '–';
  const columns: EuiBasicTableColumn<Item>[] = [
    {
      name: i18n.translate('incidents.suppressions.reason', { defaultMessage: 'Reason' }),
      width: '26%',
      render: ({ reason, team_id, owner }: Item) => (
        <div css={{ display: 'grid', gap: 4, justifyItems: 'start' }}>
          <strong>
            <AlertText text={reason} most={160} />
          </strong>
          <Subdued size="xs">
            {team_id === null ? (
              i18n.translate('incidents.suppressions.allTeams', { defaultMessage: 'all teams' })
            ) : (
              <AlertText text={teamName(team_id)} most={80} />
            )}
            {' · '}
            <AlertText text={owner.name} most={80} />
          </Subdued>
        </div>
      ),
    },
    {
      name: i18n.translate('incidents.suppressions.holds', { defaultMessage: 'Holds' }),
      render: ({ matchers }: Item) => <SuppressionMatchersText matchers={matchers} />,
    },
    {
      name: i18n.translate('incidents.suppressions.when', { defaultMessage: 'When' }),
      width: '30%',
      render: (item: Item) => (
        <div css={{ display: 'grid', gap: 4, justifyItems: 'start' }}>
          <StateBadge state={item.state} />
          {when(item)}
        </div>
      ),
    },
    ...(onEdit || onEnd
      ? [
          {
            name: i18n.translate('incidents.suppressions.actions', { defaultMessage: 'Actions' }),
            width: '88px',
            align: 'right' as const,
            render: (item: Item) => <Actions item={item} onEdit={onEdit} onEnd={onEnd} subject={subject} />,
          },
        ]
      : []),
  ];
  return (
    <EuiBasicTable<Item>
      tableCaption={caption}
      items={[...items]}
      itemId="id"
      columns={columns}
      rowProps={({ id }) => ({
        'data-test-subj': subject,
        isSelected: id === marked,
        css: { verticalAlign: 'top', 'td, th': { verticalAlign: 'top' } },
      })}
    />
  );
}

function StateBadge({ state }: Pick<Listed, 'state'>): ReactElement {
  switch (state) {
    case 'active':
      return (
        <EuiBadge color="warning">
          {i18n.translate('incidents.suppressions.active', { defaultMessage: 'Holds now' })}
        </EuiBadge>
      );
    case 'planned':
      return (
        <EuiBadge color="primary">
          {i18n.translate('incidents.suppressions.planned', { defaultMessage: 'Planned' })}
        </EuiBadge>
      );
    case 'over':
      return (
        <EuiBadge color="hollow">{i18n.translate('incidents.suppressions.over', { defaultMessage: 'Over' })}</EuiBadge>
      );
  }
}

interface ActionsProps<Item extends Listed> extends Pick<SuppressionTableProps<Item>, 'onEdit' | 'onEnd' | 'subject'> {
  readonly item: Item;
}

function Actions<Item extends Listed>({ item, onEdit, onEnd, subject }: ActionsProps<Item>): ReactElement | null {
  if (item.state === 'over') return null;
  const values = { reason: isolate(item.reason, 60) };
  const editText = i18n.translate('incidents.suppressions.edit', { defaultMessage: 'Change {reason}', values });
  const endText = i18n.translate('incidents.suppressions.end', { defaultMessage: 'End {reason} now', values });
  return (
    <>
      {onEnd && item.state === 'active' && (
        <EuiToolTip content={endText}>
          <EuiButtonIcon
            iconType={icon('stop')}
            color="danger"
            aria-label={endText}
            onClick={() => onEnd(item)}
            data-test-subj={`${subject}End`}
          />
        </EuiToolTip>
      )}
      {onEdit && (
        <EuiToolTip content={editText}>
          <EuiButtonIcon
            iconType={icon('pencil')}
            aria-label={editText}
            onClick={() => onEdit(item)}
            data-test-subj={`${subject}Edit`}
          />
        </EuiToolTip>
      )}
    </>
  );
}
