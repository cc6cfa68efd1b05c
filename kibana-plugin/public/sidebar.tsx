import { EuiFlyoutBody, EuiFlyoutHeader, EuiTitle } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import { useState, type ReactElement } from 'react';
import ReactDOM from 'react-dom';
import type { OverlayRef } from '../types/core-browser';
import { Providers } from './components/providers';
import { SidebarIncident } from './components/sidebar-incident';
import { SidebarList } from './components/sidebar-list';
import { useLive } from './hooks/live';
import type { Shared } from './services';

/** The incidents sidebar: a flyout over whatever page the user is on. */
export function openSidebar(services: Shared): OverlayRef {
  return services.core.overlays.openFlyout(
    (element) => {
      ReactDOM.render(
        <Providers services={services}>
          <Sidebar />
        </Providers>,
        element,
      );
      return () => ReactDOM.unmountComponentAtNode(element);
    },
    {
      size: 's',
      ownFocus: true,
      'aria-label': i18n.translate('incidents.sidebar.label', { defaultMessage: 'Open incidents' }),
      'data-test-subj': 'incidentsSidebar',
    },
  );
}

function Sidebar(): ReactElement {
  const [chosen, setChosen] = useState<string | undefined>(undefined);
  useLive();
  return (
    <>
      <EuiFlyoutHeader hasBorder>
        <EuiTitle size="s">
          <h2>{i18n.translate('incidents.sidebar.title', { defaultMessage: 'Open incidents' })}</h2>
        </EuiTitle>
      </EuiFlyoutHeader>
      <EuiFlyoutBody>
        {chosen === undefined ? (
          <SidebarList onChoose={setChosen} />
        ) : (
          <SidebarIncident id={chosen} onBack={() => setChosen(undefined)} />
        )}
      </EuiFlyoutBody>
    </>
  );
}
