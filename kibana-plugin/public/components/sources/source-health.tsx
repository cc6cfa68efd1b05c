import { EuiBadge, EuiToolTip } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import type { SourceAnswer } from 'incident-core';
import type { ReactElement } from 'react';
import { At } from '../age';
import { Subdued } from '../small';
import { isolate } from '../text';

type Health = SourceAnswer['health'];

const COLORS = {
  active: 'success',
  degraded: 'danger',
  missing: 'danger',
  unprotected: 'warning',
  unknown: 'hollow',
} as const satisfies Readonly<Record<Health['status'], string>>;

/** How a source stands: when it was last heard of, and whether what a webhook loses is found. */
export function SourceHealth({ health }: { readonly health: Health }): ReactElement {
  const { status, reason, last_push_at, last_pull_at, found_by_pull } = health;
  const badge = (
    <EuiBadge color={COLORS[status]} data-test-subj="incidentsSourceHealth">
      {statusText(status)}
    </EuiBadge>
  );
  return (
    <div css={{ display: 'flex', flexWrap: 'wrap', alignItems: 'center', columnGap: 12, rowGap: 4 }}>
      {reason === null ? badge : <EuiToolTip content={isolate(reason, 500)}>{badge}</EuiToolTip>}
      <Subdued size="xs">
        {i18n.translate('incidents.sources.lastPush', { defaultMessage: 'Last posted' })} <Time time={last_push_at} />
      </Subdued>
      {last_pull_at !== null && (
        <Subdued size="xs">
          {i18n.translate('incidents.sources.lastPull', { defaultMessage: 'Last pulled' })} <Time time={last_pull_at} />
        </Subdued>
      )}
      {found_by_pull > 0 && (
        <Subdued size="xs">
          {i18n.translate('incidents.sources.foundByPull', {
            defaultMessage: '{count} found by the pull alone',
            values: { count: found_by_pull },
          })}
        </Subdued>
      )}
    </div>
  );
}

function Time({ time }: { readonly time: string | null }): ReactElement {
  if (time !== null) return <At time={time} />;
  return <>{i18n.translate('incidents.sources.never', { defaultMessage: 'never' })}</>;
}

function statusText(status: Health['status']): string {
  switch (status) {
    case 'active':
      return i18n.translate('incidents.sources.active', { defaultMessage: 'Protected' });
    case 'degraded':
      return i18n.translate('incidents.sources.degraded', { defaultMessage: 'The pull fails' });
    case 'missing':
      return i18n.translate('incidents.sources.missing', { defaultMessage: 'Not pulled any more' });
    case 'unprotected':
      return i18n.translate('incidents.sources.unprotected', { defaultMessage: 'Unprotected' });
    case 'unknown':
      return i18n.translate('incidents.sources.unknown', { defaultMessage: 'Nothing yet' });
  }
}
