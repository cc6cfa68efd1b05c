import { EuiHealth, EuiPanel, EuiProgress, EuiSpacer, EuiText, EuiTitle } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import { useQuery } from '@tanstack/react-query';
import type { ServiceLevelAnswer } from 'incident-core';
import type { ReactElement } from 'react';
import { createFiguresApi } from '../../api/figures';
import { queryKeys } from '../../api/query-keys';
import { useApiFor } from '../../hooks/asking';
import { At, duration } from '../age';
import { ErrorFace, LoadingTable } from '../face';
import { IncidentLink } from '../incident-link';
import { Subdued } from '../small';
import { SmallHeading } from './small-heading';
import { NOTHING, percent } from './words';
import { decimal, whole } from '../numbers';

/** Whether alerts reach people as soon as it is promised, and how much may yet go wrong. */
export function ServiceLevel(): ReactElement {
  const apiFor = useApiFor();
  const { data, error, refetch } = useQuery({
    queryKey: [...queryKeys.figures, 'service-level'],
    queryFn: ({ queryKey, signal }) => createFiguresApi(apiFor(queryKey).caller).serviceLevel(signal),
    refetchInterval: 60_000,
  });
  if (!data) return error ? <ErrorFace error={error} onRetry={() => void refetch()} /> : <LoadingTable rows={2} />;
  return (
    <EuiPanel hasBorder hasShadow={false} paddingSize="m" data-test-subj="incidentsServiceLevel">
      <EuiTitle size="xs">
        <h2>{i18n.translate('incidents.level.title', { defaultMessage: 'The promise of paging' })}</h2>
      </EuiTitle>
      <Subdued size="xs">{promiseOf(data)}</Subdued>
      <EuiSpacer size="s" />
      <div
        css={{
          display: 'grid',
          gap: '12px 24px',
          gridTemplateColumns: 'repeat(auto-fit, minmax(min(220px, 100%), 1fr))',
        }}
      >
        <Kept level={data} />
        <Budget level={data} />
        <Burn level={data} />
      </div>
      <Worst level={data} />
    </EuiPanel>
  );
}

function promiseOf({ target, within_seconds, days }: ServiceLevelAnswer): string {
  return i18n.translate('incidents.level.promise', {
    defaultMessage:
      '{target} of the alerts that call for somebody have a first message sent within {within}, over {days} days.',
    values: {
      target: percent(target, target * 100 === Math.round(target * 100) ? 0 : 2),
      within: duration(within_seconds),
      days,
    },
  });
}

interface LevelProps {
  readonly level: ServiceLevelAnswer;
}

function Kept({ level }: LevelProps): ReactElement {
  const { share, good, total, pending, excused } = level;
  return (
    <div>
      <EuiTitle size="l">
        <p css={{ fontVariantNumeric: 'tabular-nums' }} data-test-subj="incidentsLevelShare">
          {percent(share, 2)}
        </p>
      </EuiTitle>
      <Subdued size="xs">
        {total === 0
          ? i18n.translate('incidents.level.none', { defaultMessage: 'No alert has called for anybody yet.' })
          : i18n.translate('incidents.level.kept', {
              defaultMessage:
                '{good} of {total} in time; {excused} were held or over before, {pending} are on their way',
              values: { good: whole(good), total: whole(total), excused: whole(excused), pending: whole(pending) },
            })}
      </Subdued>
    </div>
  );
}

function Budget({ level }: LevelProps): ReactElement {
  const { budget, bad, budget_left_share: left } = level;
  const shown = Math.min(1, Math.max(0, left ?? 1));
  const color = shown > 0.5 ? 'success' : shown > 0.2 ? 'warning' : 'danger';
  const label = i18n.translate('incidents.level.budget', { defaultMessage: 'Error budget left' });
  return (
    <div>
      <EuiProgress
        value={Math.round(shown * 100)}
        max={100}
        size="m"
        color={color}
        label={label}
        aria-label={label}
        valueText={left === null ? NOTHING : percent(Math.max(0, left))}
      />
      <EuiSpacer size="xs" />
      <Subdued size="xs">
        {left !== null && left < 0
          ? i18n.translate('incidents.level.broken', {
              defaultMessage: 'The promise is broken: {bad} went wrong, {budget} may.',
              values: { bad: whole(bad), budget: decimal(budget, 1) },
            })
          : i18n.translate('incidents.level.spent', {
              defaultMessage: '{bad} went wrong, {budget} may.',
              values: { bad: whole(bad), budget: decimal(budget, 1) },
            })}
      </Subdued>
    </div>
  );
}

/** Above these somebody should know at once, or soon. */
const BURNS = { danger: 14.4, warning: 1 };

function Burn({ level }: LevelProps): ReactElement {
  return (
    <div>
      <SmallHeading
        level="h3"
        text={i18n.translate('incidents.level.burn', { defaultMessage: 'How fast the budget is spent' })}
      />
      <div css={{ display: 'flex', flexWrap: 'wrap', columnGap: 16 }}>
        {level.burn.map(({ hours, burn_rate }) => (
          <EuiHealth
            key={hours}
            textSize="xs"
            color={
              (burn_rate ?? 0) > BURNS.danger ? 'danger' : (burn_rate ?? 0) > BURNS.warning ? 'warning' : 'success'
            }
          >
            {i18n.translate('incidents.level.burnOf', {
              defaultMessage: 'last {last}: {rate}×',
              values: { last: duration(hours * 3_600), rate: burn_rate === null ? NOTHING : decimal(burn_rate, 1) },
            })}
          </EuiHealth>
        ))}
      </div>
    </div>
  );
}

const MOST = 3;

function Worst({ level: { worst } }: LevelProps): ReactElement | null {
  if (worst.length === 0) return null;
  return (
    <>
      <EuiSpacer size="s" />
      <SmallHeading
        level="h3"
        text={i18n.translate('incidents.level.worst', { defaultMessage: 'The last that went wrong' })}
      />
      {worst.slice(0, MOST).map(({ incident, at, sent_at, nobody_notified }) => (
        <div
          key={`${incident.id} ${at}`}
          css={{ display: 'flex', flexWrap: 'wrap', columnGap: 12, alignItems: 'baseline', minWidth: 0 }}
          data-test-subj="incidentsLevelWorst"
        >
          <EuiText size="xs" css={{ minWidth: 0, maxWidth: '100%' }}>
            <IncidentLink {...incident} />
          </EuiText>
          <Subdued size="xs">
            <At time={at} />{' '}
            {nobody_notified
              ? i18n.translate('incidents.level.nobody', { defaultMessage: 'the first step reached nobody' })
              : sent_at === null
                ? i18n.translate('incidents.level.unsent', { defaultMessage: 'nobody has been told yet' })
                : i18n.translate('incidents.level.late', {
                    defaultMessage: 'told after {after}',
                    values: { after: duration(Math.round((Date.parse(sent_at) - Date.parse(at)) / 1000)) },
                  })}
          </Subdued>
        </div>
      ))}
    </>
  );
}
