import { EuiButton, EuiSpacer, EuiTitle } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import type { IncidentAnswer, UserAnswer } from 'incident-core';
import { useEffect, useMemo, useRef, type KeyboardEvent, type ReactElement } from 'react';
import { useMe } from '../../hooks/directory';
import { useIncidentList } from '../../hooks/incident-list';
import { EmptyFace, ErrorFace, LoadingTable } from '../face';
import { icon } from '../icon';
import { StaleNotice } from '../stale-notice';
import { SidebarRow } from './sidebar-row';
import { Subdued } from '../small';

const OPEN = { status: 'triggered,acknowledged,in_progress', limit: 100 } as const;

interface SidebarListProps {
  readonly onChoose: (id: string) => void;
  /** The one that was just looked at: whoever comes back stands where they left. */
  readonly from: string | undefined;
}

/** What is open: first what waits for the reader, then the rest. */
export function SidebarList({ onChoose, from }: SidebarListProps): ReactElement {
  const { data, error, added, showNew, retry } = useIncidentList(OPEN);
  const me = useMe();
  const list = useRef<HTMLDivElement>(null);
  // Before it is known whose they are, a row would jump away from under a finger.
  const isThere = data !== undefined && me !== undefined;
  useEffect(() => {
    if (from === undefined || !isThere) return;
    list.current?.querySelector<HTMLElement>(`[data-incident="${CSS.escape(from)}"]`)?.focus();
  }, [from, isThere]);
  const [mine, others] = useMemo(() => split(data?.items ?? [], me ?? null), [data, me]);

  if (!data && error) return <ErrorFace error={error} onRetry={retry} />;
  if (!isThere) return <LoadingTable rows={4} />;
  return (
    <div ref={list} onKeyDown={walkRows}>
      {error !== null && (
        <>
          <StaleNotice onRetry={retry} />
          <EuiSpacer size="m" />
        </>
      )}
      <div aria-live="polite">
        {added.length > 0 && (
          <>
            <EuiButton
              size="s"
              fullWidth
              iconType={icon('sortUp')}
              onClick={showNew}
              data-test-subj="incidentsSidebarNew"
            >
              {i18n.translate('incidents.sidebar.new', {
                defaultMessage: 'New incidents: {count} – show',
                values: { count: added.length },
              })}
            </EuiButton>
            <EuiSpacer size="m" />
          </>
        )}
      </div>
      {data.items.length === 0 && (
        <EmptyFace
          title={i18n.translate('incidents.sidebar.empty.title', { defaultMessage: 'No open incident' })}
          body={i18n.translate('incidents.sidebar.empty.body', { defaultMessage: 'Nothing waits for anybody.' })}
        />
      )}
      {mine.length > 0 && (
        <Group
          title={i18n.translate('incidents.sidebar.mine', {
            defaultMessage: 'Yours ({count})',
            values: { count: mine.length },
          })}
          incidents={mine}
          onChoose={onChoose}
        />
      )}
      {others.length > 0 && (
        <Group
          title={
            mine.length > 0
              ? i18n.translate('incidents.sidebar.others', {
                  defaultMessage: 'Others ({count})',
                  values: { count: others.length },
                })
              : i18n.translate('incidents.sidebar.all', {
                  defaultMessage: 'Open ({count})',
                  values: { count: others.length },
                })
          }
          incidents={others}
          onChoose={onChoose}
        />
      )}
      {data.next_cursor !== null && (
        <Subdued size="xs">
          {i18n.translate('incidents.sidebar.more', { defaultMessage: 'There are more: see all incidents.' })}
        </Subdued>
      )}
    </div>
  );
}

/** Mine are those that I hold, and those of my teams that nobody holds: as the header counts them. */
function split(incidents: readonly IncidentAnswer[], me: UserAnswer | null) {
  const isMine = ({ assignee_id, team_id }: IncidentAnswer) =>
    me ? (assignee_id === null ? me.team_ids.includes(team_id) : assignee_id === me.id) : false;
  return [incidents.filter(isMine), incidents.filter((incident) => !isMine(incident))] as const;
}

interface GroupProps {
  readonly title: string;
  readonly incidents: readonly IncidentAnswer[];
  readonly onChoose: (id: string) => void;
}

function Group({ title, incidents, onChoose }: GroupProps): ReactElement {
  return (
    <section aria-label={title}>
      <EuiTitle size="xxs">
        <h3>{title}</h3>
      </EuiTitle>
      <EuiSpacer size="s" />
      <ul>
        {incidents.map((incident) => (
          <li key={incident.id} data-test-subj="incidentsSidebarRow">
            <SidebarRow incident={incident} onChoose={onChoose} />
          </li>
        ))}
      </ul>
      <EuiSpacer size="m" />
    </section>
  );
}

/** Up and down from row to row; Tab goes through them as well. */
function walkRows(event: KeyboardEvent<HTMLElement>): void {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step === undefined) return;
  const rows = [...event.currentTarget.querySelectorAll<HTMLElement>('[data-incident]')];
  const now = rows.findIndex((row) => row === document.activeElement);
  const next = rows[now < 0 ? (step > 0 ? 0 : rows.length - 1) : now + step];
  if (!next) return;
  event.preventDefault();
  next.focus();
}
