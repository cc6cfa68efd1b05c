import { EuiHeaderSectionItemButton, EuiIcon } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import { useRef, type ReactElement } from 'react';
import ReactDOM from 'react-dom';
import type { CoreStart, OverlayRef } from '../types/core-browser';
import { icon } from './components/icon';
import { Providers } from './components/providers';
import { useSummary } from './hooks/incidents';
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
  const { data } = useSummary();
  const flyout = useRef<OverlayRef | undefined>(undefined);
  const count = data?.open.total ?? 0;
  const isCritical = (data?.open.by_severity.critical ?? 0) > 0;
  const toggle = async () => {
    if (flyout.current) return flyout.current.close();
    const { openSidebar } = await import(/* webpackChunkName: "sidebar" */ './sidebar');
    const opened = openSidebar(services);
    flyout.current = opened;
    await opened.onClose;
    flyout.current = undefined;
  };
  const label = i18n.translate('incidents.header.label', {
    defaultMessage: 'Incidents, open: {count}',
    values: { count },
  });
  return (
    <EuiHeaderSectionItemButton
      aria-label={label}
      title={label}
      notification={count > 0 ? (count > 99 ? '99+' : count) : undefined}
      notificationColor={isCritical ? 'accent' : 'subdued'}
      onClick={() => void toggle()}
      data-test-subj="incidentsHeaderControl"
    >
      <EuiIcon type={icon('bell')} />
    </EuiHeaderSectionItemButton>
  );
}
