import { EuiHeaderSectionItemButton, EuiIcon, EuiScreenReaderLive, useEuiTheme } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import type { IncidentSummary } from 'incident-core';
import { useRef, type ReactElement } from 'react';
import ReactDOM from 'react-dom';
import type { CoreStart, OverlayRef } from '../types/core-browser';
import { icon } from './components/icon';
import { Providers } from './components/providers';
import { useSummary } from './hooks/incidents';
import { useSeenCritical } from './hooks/seen-critical';
import { sharedServices, type Shared } from './services';

/** The count of open incidents in Kibana's header, on every page. */
export function mountHeaderControl(core: CoreStart, element: HTMLElement): () => void {
  const services = sharedServices(core, {});
  ReactDOM.render(
    <Providers services={services}>
      <HeaderControl services={services} />
    </Providers>,
    element,
  );
  return () => ReactDOM.unmountComponentAtNode(element);
}

function HeaderControl({ services }: { readonly services: Shared }): ReactElement {
  const { euiTheme } = useEuiTheme();
  const { data, isError } = useSummary();
  const flyout = useRef<Promise<OverlayRef> | undefined>(undefined);
  const [isNew, see] = useSeenCritical(data?.newest_critical_at ?? null);
  const button = useRef<HTMLButtonElement | null>(null);
  // Mine first: the number is what waits for me, as long as anything does.
  const count = data?.mine.total || (data?.open.total ?? 0);
  const toggle = async () => {
    see();
    if (flyout.current) return (await flyout.current).close();
    // Before anything is loaded, so that a second click finds it.
    flyout.current = import(/* webpackChunkName: "sidebar" */ './sidebar').then(({ openSidebar }) =>
      openSidebar(services),
    );
    try {
      await (
        await flyout.current
      ).onClose;
    } finally {
      flyout.current = undefined;
    }
    if (document.activeElement === document.body) button.current?.focus();
  };
  const shown = count > 99 ? '99+' : String(count);
  const label = labelOf(data, isError, shown);
  return (
    <>
      <EuiHeaderSectionItemButton
        ref={(element: HTMLButtonElement | null) => {
          button.current = element;
        }}
        aria-label={label}
        title={label}
        notification={count > 0 ? shown : undefined}
        notificationColor={isNew ? 'accent' : 'subdued'}
        onClick={() => void toggle().catch(() => undefined)}
        css={
          isNew
            ? {
                '[class*="euiNotificationBadge"]': {
                  backgroundColor: euiTheme.colors.danger,
                  color: euiTheme.colors.emptyShade,
                },
              }
            : undefined
        }
        data-test-subj="incidentsHeaderControl"
      >
        <EuiIcon type={icon('bell')} />
      </EuiHeaderSectionItemButton>
      <EuiScreenReaderLive>
        {isNew && i18n.translate('incidents.header.newCritical', { defaultMessage: 'A new critical incident' })}
      </EuiScreenReaderLive>
    </>
  );
}

function labelOf(summary: IncidentSummary | undefined, isAway: boolean, shown: string): string {
  if (!summary) {
    return isAway
      ? i18n.translate('incidents.header.away', { defaultMessage: 'Incidents: the backend does not answer' })
      : i18n.translate('incidents.header.title', { defaultMessage: 'Incidents' });
  }
  const values = { mine: summary.mine.total, open: summary.open.total, shown };
  // Whoever speaks to the page names what they see.
  const label =
    shown === '99+'
      ? i18n.translate('incidents.header.labelMany', {
          defaultMessage: 'Incidents {shown}: {mine} yours, {open} open',
          values,
        })
      : i18n.translate('incidents.header.label', { defaultMessage: 'Incidents: {mine} yours, {open} open', values });
  if (!isAway) return label;
  return i18n.translate('incidents.header.stale', {
    defaultMessage: '{label}. The backend does not answer: this is as it was before.',
    values: { label },
  });
}
