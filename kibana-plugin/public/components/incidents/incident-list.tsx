import { EuiButtonEmpty, EuiConfirmModal, EuiFlexGroup, EuiFlexItem, EuiSpacer } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import type { IncidentAnswer } from 'incident-core';
import { lazy, Suspense, useCallback, useEffect, useMemo, useState, type ReactElement } from 'react';
import type { IncidentQuery } from '../../api/api';
import { useBulk } from '../../hooks/bulk';
import { useIncidentList } from '../../hooks/incident-list';
import { arrow } from '../arrow';
import { ErrorFace, LoadingTable } from '../face';
import { StaleNotice } from '../stale-notice';
import { IncidentTable } from './incident-table';
import { ListToolbar, SelectionActions } from './list-toolbar';

const MergeDialog = lazy(async () => ({
  default: (await import(/* webpackChunkName: "merge" */ './merge-dialog')).MergeDialog,
}));

interface IncidentListProps {
  readonly query: IncidentQuery;
  /** While it is not known yet whose "mine" are. */
  readonly isReady: boolean;
  readonly onSeen: (incidents: readonly IncidentAnswer[]) => void;
  readonly onGoTo: (cursor: string | undefined) => void;
  readonly empty: ReactElement;
}

/** One page of incidents, what can be done with them, and the way to the other pages. */
export function IncidentList({ query, isReady, onSeen, onGoTo, empty }: IncidentListProps): ReactElement {
  const { data, error, isPreviousData, added, showNew, retry } = useIncidentList(query, isReady);
  const [selectedIds, setSelectedIds] = useState<readonly string[]>([]);
  const items = data?.items;
  useEffect(() => {
    if (items) onSeen(items);
  }, [items, onSeen]);
  // Another list, another selection.
  useEffect(() => setSelectedIds([]), [query]);
  const selected = useMemo(
    () => (items ?? []).filter(({ id, status }) => status !== 'resolved' && selectedIds.includes(id)),
    [items, selectedIds],
  );
  const select = useCallback((chosen: readonly IncidentAnswer[]) => setSelectedIds(chosen.map(({ id }) => id)), []);

  if (!data) return error ? <ErrorFace error={error} onRetry={retry} /> : <LoadingTable />;
  return (
    <>
      {error !== null && <StaleNotice onRetry={retry} />}
      <ListToolbar
        count={data.items.length}
        isWhole={data.next_cursor === null && query.cursor === undefined}
        added={added.length}
        onShowNew={showNew}
        selection={
          selected.length > 0 ? <Selection selected={selected} onDone={() => setSelectedIds([])} /> : undefined
        }
      />
      {data.items.length === 0 ? (
        empty
      ) : (
        <IncidentTable incidents={data.items} loading={isPreviousData} selected={selected} onSelect={select} />
      )}
      <Pages isFirst={query.cursor === undefined} next={data.next_cursor} onGoTo={onGoTo} />
    </>
  );
}

interface SelectionProps {
  readonly selected: readonly IncidentAnswer[];
  readonly onDone: () => void;
}

function Selection({ selected, onDone }: SelectionProps): ReactElement {
  const { run, isRunning } = useBulk();
  const [isAsking, setAsking] = useState(false);
  const [isMerging, setMerging] = useState(false);
  const count = selected.length;
  const act = (action: 'acknowledge' | 'resolve') => run(action, selected, onDone);
  const title = i18n.translate('incidents.list.resolve.title', {
    defaultMessage: 'Resolve {count} incidents?',
    values: { count },
  });
  return (
    <>
      <SelectionActions
        count={count}
        running={isRunning}
        onAcknowledge={() => act('acknowledge')}
        onResolve={() => setAsking(true)}
        onMerge={() => setMerging(true)}
        onClear={onDone}
      />
      {isMerging && (
        <Suspense fallback={null}>
          <MergeDialog selected={selected} onClose={() => setMerging(false)} onDone={onDone} />
        </Suspense>
      )}
      {isAsking && (
        <EuiConfirmModal
          role="alertdialog"
          aria-modal
          title={title}
          aria-label={title}
          onCancel={() => setAsking(false)}
          onConfirm={() => {
            setAsking(false);
            act('resolve');
          }}
          cancelButtonText={i18n.translate('incidents.list.resolve.no', { defaultMessage: 'Leave them open' })}
          confirmButtonText={i18n.translate('incidents.list.resolve.yes', { defaultMessage: 'Resolve' })}
          defaultFocusedButton="cancel"
          data-test-subj="incidentsBulkConfirm"
        >
          <p>
            {i18n.translate('incidents.list.resolve.body', {
              defaultMessage:
                'Alerts of theirs that are still active open nothing again until they have recovered and come back.',
            })}
          </p>
        </EuiConfirmModal>
      )}
    </>
  );
}

interface PagesProps {
  readonly isFirst: boolean;
  readonly next: string | null;
  readonly onGoTo: (cursor: string | undefined) => void;
}

/** Forward by where this page ends, at any size; back by the browser's own way, or at once to the newest. */
function Pages({ isFirst, next, onGoTo }: PagesProps): ReactElement | null {
  if (isFirst && next === null) return null;
  const go = (cursor: string | undefined) => {
    onGoTo(cursor);
    window.scrollTo({ top: 0 });
  };
  return (
    <>
      <EuiSpacer size="m" />
      <EuiFlexGroup justifyContent="spaceBetween" responsive={false}>
        <EuiFlexItem grow={false}>
          {!isFirst && (
            <EuiButtonEmpty iconType={arrow('left')} onClick={() => go(undefined)} data-test-subj="incidentsNewest">
              {i18n.translate('incidents.list.newest', { defaultMessage: 'Newest' })}
            </EuiButtonEmpty>
          )}
        </EuiFlexItem>
        <EuiFlexItem grow={false}>
          {next !== null && (
            <EuiButtonEmpty
              iconType={arrow('right')}
              iconSide="right"
              onClick={() => go(next)}
              data-test-subj="incidentsOlder"
            >
              {i18n.translate('incidents.list.older', { defaultMessage: 'Older' })}
            </EuiButtonEmpty>
          )}
        </EuiFlexItem>
      </EuiFlexGroup>
    </>
  );
}
