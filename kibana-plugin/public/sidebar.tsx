import { EuiButtonEmpty, EuiFlexGroup, EuiFlexItem, EuiFlyoutBody, EuiFlyoutHeader, EuiTitle } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import { useState, type ReactElement } from 'react';
import ReactDOM from 'react-dom';
import type { OverlayRef } from '../types/core-browser';
import { useAppLink } from './components/incident-link';
import { PageBoundary } from './components/page-boundary';
import { Providers } from './components/providers';
import { SidebarIncident } from './components/sidebar/sidebar-incident';
import { SidebarList } from './components/sidebar/sidebar-list';
import { ActionsProvider } from './hooks/actions';
import { useLive } from './hooks/live';
import { paths } from './places';
import type { Shared } from './services';

/** The incidents sidebar: a flyout over whatever page the user is on. */
export function openSidebar(services: Shared): OverlayRef {
  const opened: OverlayRef = services.core.overlays.openFlyout(
    (element) => {
      ReactDOM.render(
        <Providers services={services}>
          <PageBoundary place="">
            <ActionsProvider>
              <Sidebar onLeave={() => void opened.close()} />
            </ActionsProvider>
          </PageBoundary>
        </Providers>,
        element,
      );
      return () => ReactDOM.unmountComponentAtNode(element);
    },
    {
      size: 460,
      maxWidth: '96vw',
      ownFocus: true,
      'aria-label': i18n.translate('incidents.sidebar.label', { defaultMessage: 'Open incidents' }),
      'data-test-subj': 'incidentsSidebar',
    },
  );
  return opened;
}

function Sidebar({ onLeave }: { readonly onLeave: () => void }): ReactElement {
  const [chosen, setChosen] = useState<string | undefined>(undefined);
  const [left, setLeft] = useState<string | undefined>(undefined);
  useLive();
  const back = () => {
    setLeft(chosen);
    setChosen(undefined);
  };
  return (
    <>
      <EuiFlyoutHeader hasBorder>
        <Head onLeave={onLeave} />
      </EuiFlyoutHeader>
      <EuiFlyoutBody>
        {chosen === undefined ? (
          <SidebarList onChoose={setChosen} from={left} />
        ) : (
          <SidebarIncident id={chosen} onBack={back} onLeave={onLeave} />
        )}
      </EuiFlyoutBody>
    </>
  );
}

function Head({ onLeave }: { readonly onLeave: () => void }): ReactElement {
  const all = useAppLink(paths.incidents);
  return (
    // Beside Kibana's own button that closes the flyout.
    <EuiFlexGroup alignItems="center" gutterSize="s" responsive={false} css={{ paddingInlineEnd: 32 }}>
      <EuiFlexItem>
        <EuiTitle size="s">
          <h2>{i18n.translate('incidents.sidebar.title', { defaultMessage: 'Open incidents' })}</h2>
        </EuiTitle>
      </EuiFlexItem>
      <EuiFlexItem grow={false}>
        <EuiButtonEmpty
          size="s"
          href={all.href}
          onClick={(event: Parameters<typeof all.onClick>[0]) => {
            all.onClick(event);
            if (event.defaultPrevented) onLeave();
          }}
          data-test-subj="incidentsSidebarAll"
        >
          {i18n.translate('incidents.sidebar.seeAll', { defaultMessage: 'All incidents' })}
        </EuiButtonEmpty>
      </EuiFlexItem>
    </EuiFlexGroup>
  );
}
