import { EuiCallOut, EuiSpacer } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useMemo, type ReactElement } from 'react';
import { createFiguresApi } from '../api/figures';
import { queryKeys } from '../api/query-keys';
import { ErrorFace, LoadingFace, LoadingTable } from '../components/face';
import { Breakdown } from '../components/overview/breakdown';
import { FigureTiles } from '../components/overview/figure-tiles';
import { RangeBar } from '../components/overview/range-bar';
import { ServiceLevel } from '../components/overview/service-level';
import { readRange, toInstants } from '../components/overview/time-range';
import { Webhooks } from '../components/overview/webhooks';
import { PageBoundary } from '../components/page-boundary';
import { PageFrame } from '../components/page-frame';
import { ownZone } from '../components/time/zone';
import { useServices } from '../hooks/services';
import { useUrlParams } from '../hooks/url-params';

const Charts = lazy(async () => ({
  default: (await import(/* webpackChunkName: "charts" */ '../components/overview/charts')).Charts,
}));

/** How it goes: what comes, how soon somebody has it, how much of it is noise, and whether people are reached in time. */
export function OverviewPage(): ReactElement {
  return (
    <PageFrame title={i18n.translate('incidents.overviewPage.title', { defaultMessage: 'Overview' })}>
      <Overview />
    </PageFrame>
  );
}

function Overview(): ReactElement {
  const { api } = useServices();
  const { params } = useUrlParams();
  const calls = useMemo(() => createFiguresApi(api.caller), [api]);
  const range = readRange(params);
  const team_id = params.get('team_id') ?? undefined;
  const time_zone = ownZone();
  const isRange = toInstants(range, new Date()) !== null;
  const { data, error, refetch } = useQuery({
    queryKey: [...queryKeys.figures, range, team_id, time_zone],
    queryFn: ({ signal }) => {
      const instants = toInstants(range, new Date());
      return calls.summary({ ...instants, time_zone, team_id }, signal);
    },
    enabled: isRange,
    keepPreviousData: true,
  });
  return (
    <>
      <RangeBar onRefresh={() => void refetch()} />
      <EuiSpacer size="m" />
      {!isRange ? (
        <EuiCallOut
          size="s"
          color="warning"
          title={i18n.translate('incidents.overviewPage.noRange', {
            defaultMessage: 'The time must end after it begins, and be no longer than 400 days.',
          })}
          data-test-subj="incidentsOverviewNoRange"
        />
      ) : data ? (
        <>
          {error !== null && <Stale />}
          <FigureTiles total={data.total} />
          <EuiSpacer size="m" />
          <ServiceLevel />
          <EuiSpacer size="m" />
          <PageBoundary place="charts">
            <Suspense fallback={<LoadingTable rows={4} />}>
              <Charts figures={data} />
            </Suspense>
          </PageBoundary>
          <EuiSpacer size="l" />
          <Breakdown figures={data} />
          <EuiSpacer size="l" />
          <Webhooks figures={data} />
        </>
      ) : error ? (
        <ErrorFace error={error} onRetry={() => void refetch()} />
      ) : (
        <LoadingFace />
      )}
    </>
  );
}

function Stale(): ReactElement {
  return (
    <>
      <EuiCallOut
        size="s"
        color="warning"
        title={i18n.translate('incidents.overviewPage.stale', {
          defaultMessage: 'The backend does not answer. What you see is as it was before.',
        })}
      />
      <EuiSpacer size="m" />
    </>
  );
}
