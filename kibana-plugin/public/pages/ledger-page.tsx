import { EuiSpacer, EuiText } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import { useQuery } from '@tanstack/react-query';
import { useMemo, type ReactElement } from 'react';
import { Route, Switch, useParams } from 'react-router-dom';
import { createLedgerApi } from '../api/ledger';
import { queryKeys } from '../api/query-keys';
import { ErrorFace, LoadingFace } from '../components/face';
import { Chain } from '../components/ledger/chain';
import { LedgerList } from '../components/ledger/ledger-list';
import { RawBody } from '../components/ledger/raw-body';
import { PageFrame } from '../components/page-frame';
import { useApiFor } from '../hooks/asking';
import { paths } from '../places';

/** What became of every alert: all of them, and one followed to its end. */
export function LedgerPage(): ReactElement {
  return (
    <Switch>
      <Route exact path={paths.ledger}>
        <PageFrame title={title()}>
          <LedgerList />
        </PageFrame>
      </Route>
      <Route path={`${paths.ledger}/:id`}>
        <FollowedPage />
      </Route>
    </Switch>
  );
}

function title(): string {
  return i18n.translate('incidents.ledgerPage.title', { defaultMessage: 'Ledger' });
}

function FollowedPage(): ReactElement {
  const { id } = useParams<{ id: string }>();
  const above = useMemo(() => [{ text: title(), path: paths.ledger }], []);
  return (
    <PageFrame
      title={i18n.translate('incidents.ledgerPage.followed', { defaultMessage: 'What became of it' })}
      above={above}
    >
      <Followed key={id} id={id} />
    </PageFrame>
  );
}

function Followed({ id }: { readonly id: string }): ReactElement {
  const apiFor = useApiFor();
  const { data, error, refetch } = useQuery({
    queryKey: [...queryKeys.ledger, 'event', id],
    queryFn: ({ queryKey, signal }) => createLedgerApi(apiFor(queryKey).caller).event(id, signal),
    // Until its end it moves.
    refetchInterval: 10_000,
  });
  if (!data) return error ? <ErrorFace error={error} onRetry={() => void refetch()} /> : <LoadingFace />;
  return (
    <>
      {data.entries.length === 0 && (
        <EuiText size="s" data-test-subj="incidentsChainOpen">
          {i18n.translate('incidents.ledgerPage.open', {
            defaultMessage:
              'Nothing became of it yet. The auditor finds such events within minutes and lets them take effect.',
          })}
        </EuiText>
      )}
      {data.entries.map((entry) => (
        <div key={entry.position}>
          <Chain event={data} entry={entry} />
          <EuiSpacer size="m" />
        </div>
      ))}
      <RawBody event={data} />
    </>
  );
}
