import { EuiButton, EuiButtonEmpty, EuiFlexGroup, EuiFlexItem, EuiText, useEuiTheme } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import type { ReactElement, ReactNode } from 'react';
import { icon } from '../icon';
import { Subdued } from '../small';

interface ListToolbarProps {
  readonly count: number;
  readonly isWhole: boolean;
  readonly added: number;
  readonly onShowNew: () => void;
  /** What can be done with the selected ones; in place of the count. */
  readonly selection: ReactNode;
}

/**
 * Always there and always as high, so that what it says moves no row. It stays in sight, for whoever has scrolled down
 * must also see that something new has come.
 */
export function ListToolbar({ count, isWhole, added, onShowNew, selection }: ListToolbarProps): ReactElement {
  const { euiTheme } = useEuiTheme();
  const top =
    'var(--kbn-application--sticky-headers-offset, var(--kbnAppHeadersOffset, var(--euiFixedHeadersOffset, 0px)))';
  return (
    <div
      css={{
        ...{ position: 'sticky', top, zIndex: 2, height: 44, display: 'flex', alignItems: 'center' },
        backgroundColor: euiTheme.colors.emptyShade,
      }}
    >
      <EuiFlexGroup gutterSize="s" alignItems="center" responsive={false}>
        <EuiFlexItem grow={false}>
          {selection ?? (
            <Subdued size="xs">
              <span data-test-subj="incidentsCount">
                {isWhole
                  ? i18n.translate('incidents.toolbar.count', {
                      defaultMessage: 'Incidents: {count}',
                      values: { count },
                    })
                  : i18n.translate('incidents.toolbar.page', {
                      defaultMessage: 'Incidents: {count} on this page',
                      values: { count },
                    })}
              </span>
            </Subdued>
          )}
        </EuiFlexItem>
        <EuiFlexItem aria-live="polite" css={{ alignItems: 'center' }}>
          {added > 0 && (
            <EuiButton
              size="s"
              iconType={icon('sortUp')}
              onClick={onShowNew}
              data-test-subj="incidentsShowNew"
              css={{ maxWidth: 320 }}
            >
              {added === 1
                ? i18n.translate('incidents.toolbar.newOne', { defaultMessage: '1 new incident – show' })
                : i18n.translate('incidents.toolbar.newMany', {
                    defaultMessage: '{added} new incidents – show',
                    values: { added },
                  })}
            </EuiButton>
          )}
        </EuiFlexItem>
      </EuiFlexGroup>
    </div>
  );
}

interface SelectionActionsProps {
  readonly count: number;
  readonly running: boolean;
  readonly onAcknowledge: () => void;
  readonly onResolve: () => void;
  readonly onMerge: () => void;
  readonly onClear: () => void;
}

export function SelectionActions({
  count,
  running,
  onAcknowledge,
  onResolve,
  onMerge,
  onClear,
}: SelectionActionsProps): ReactElement {
  return (
    <EuiFlexGroup gutterSize="xs" alignItems="center" responsive={false}>
      <EuiFlexItem grow={false}>
        <EuiText size="xs">
          <strong>
            {i18n.translate('incidents.toolbar.selected', { defaultMessage: '{count} selected', values: { count } })}
          </strong>
        </EuiText>
      </EuiFlexItem>
      <EuiFlexItem grow={false}>
        <EuiButtonEmpty
          size="s"
          iconType={icon('check')}
          isLoading={running}
          onClick={onAcknowledge}
          data-test-subj="incidentsBulk-acknowledge"
        >
          {i18n.translate('incidents.toolbar.acknowledge', { defaultMessage: 'Acknowledge' })}
        </EuiButtonEmpty>
      </EuiFlexItem>
      <EuiFlexItem grow={false}>
        <EuiButtonEmpty
          size="s"
          iconType={icon('flag')}
          isDisabled={running}
          onClick={onResolve}
          data-test-subj="incidentsBulk-resolve"
        >
          {i18n.translate('incidents.toolbar.resolve', { defaultMessage: 'Resolve' })}
        </EuiButtonEmpty>
      </EuiFlexItem>
      {count > 1 && (
        <EuiFlexItem grow={false}>
          <EuiButtonEmpty
            size="s"
            iconType={icon('push')}
            isDisabled={running}
            onClick={onMerge}
            data-test-subj="incidentsBulk-merge"
          >
            {i18n.translate('incidents.toolbar.merge', { defaultMessage: 'Merge' })}
          </EuiButtonEmpty>
        </EuiFlexItem>
      )}
      <EuiFlexItem grow={false}>
        <EuiButtonEmpty size="s" color="text" onClick={onClear} data-test-subj="incidentsBulk-clear">
          {i18n.translate('incidents.toolbar.clear', { defaultMessage: 'Clear' })}
        </EuiButtonEmpty>
      </EuiFlexItem>
    </EuiFlexGroup>
  );
}
