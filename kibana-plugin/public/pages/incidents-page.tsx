import { EuiButton, EuiSpacer } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import type { IncidentAnswer } from 'incident-core';
import { lazy, Suspense, useMemo, useState, type ReactElement } from 'react';
import { EmptyFace, ErrorFace } from '../components/face';
import { icon } from '../components/icon';
import { FilterBar } from '../components/incidents/filter-bar';
import { IncidentList } from '../components/incidents/incident-list';
import { PageFrame } from '../components/page-frame';
import { useReader } from '../hooks/directory';
import { NO_FILTERS, toQuery, useFilters, writeFilters } from '../hooks/filters';
import { useLive } from '../hooks/live';
import { useServices } from '../hooks/services';

const OpenFlyout = lazy(async () => ({
  default: (await import(/* webpackChunkName: "open" */ '../components/incidents/open-flyout')).OpenFlyout,
}));

const PAGE = 50;

export function IncidentsPage(): ReactElement {
  useLive();
  const { may } = useServices();
  const [isOpening, setOpening] = useState(false);
  const title = i18n.translate('incidents.incidentsPage.title', { defaultMessage: 'Incidents' });
  const toolbar = (
    <EuiButton iconType={icon('plus')} onClick={() => setOpening(true)} data-test-subj="incidentsOpen">
      {i18n.translate('incidents.incidentsPage.open', { defaultMessage: 'Open an incident' })}
    </EuiButton>
  );
  return (
    <PageFrame title={title} {...(may.respond ? { toolbar } : {})}>
      <Incidents />
      {isOpening && (
        <Suspense fallback={null}>
          <OpenFlyout onClose={() => setOpening(false)} />
        </Suspense>
      )}
    </PageFrame>
  );
}

function Incidents(): ReactElement {
  const { filters, cursor, change, goTo } = useFilters();
  const [seen, setSeen] = useState<readonly IncidentAnswer[]>([]);
  const { me, error, retry } = useReader();
  const myId = me?.id ?? null;
  const query = useMemo(
    () => ({ ...toQuery(filters, myId), limit: PAGE, ...(cursor === undefined ? {} : { cursor }) }),
    [filters, cursor, filters.mine ? myId : null],
  );
  const isNarrowed = writeFilters(filters) !== '';
  return (
    <>
      <FilterBar filters={filters} onChange={change} seen={seen} />
      <EuiSpacer size="xs" />
      {filters.mine && error !== undefined ? (
        // Of somebody unknown a list of theirs would be empty, as if nothing waited for them.
        <ErrorFace error={error} onRetry={retry} />
      ) : (
        <IncidentList
          query={query}
          isReady={!filters.mine || me !== undefined}
          onSeen={setSeen}
          onGoTo={goTo}
          empty={isNarrowed ? <NothingFound onClear={() => change(NO_FILTERS)} /> : <NothingOpen />}
        />
      )}
    </>
  );
}

function NothingOpen(): ReactElement {
  return (
    <EmptyFace
      title={i18n.translate('incidents.incidentsPage.empty.title', { defaultMessage: 'No open incident' })}
      body={i18n.translate('incidents.incidentsPage.empty.body', {
        defaultMessage: 'Nothing waits for anybody. New incidents appear here by themselves.',
      })}
    />
  );
}

function NothingFound({ onClear }: { readonly onClear: () => void }): ReactElement {
  return (
    <EmptyFace
      iconName="search"
      title={i18n.translate('incidents.incidentsPage.nothing.title', { defaultMessage: 'No incident fits' })}
      body={i18n.translate('incidents.incidentsPage.nothing.body', {
        defaultMessage: 'Nothing is like that now. Fewer filters may show more.',
      })}
      action={{
        text: i18n.translate('incidents.incidentsPage.nothing.clear', { defaultMessage: 'Clear the filters' }),
        onClick: onClear,
      }}
    />
  );
}
