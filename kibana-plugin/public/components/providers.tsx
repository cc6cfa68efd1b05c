import { EuiProvider } from '@elastic/eui';
import { QueryClientProvider } from '@tanstack/react-query';
import { useEffect, useState, type ReactElement, type ReactNode } from 'react';
import type { CoreStart, CoreTheme } from '../../types/core-browser';
import { ServicesContext } from '../hooks/services';
import type { Shared } from '../services';

interface ProvidersProps {
  readonly services: Shared;
  readonly children: ReactNode;
}

/** Around every React tree of ours: the page, the header control and the flyout each stand in one of their own. */
export function Providers({ services, children }: ProvidersProps): ReactElement {
  const inside = (
    <QueryClientProvider client={services.queries}>
      <ServicesContext.Provider value={services}>{children}</ServicesContext.Provider>
    </QueryClientProvider>
  );
  const { core } = services;
  // Kibana 8.19 and 9.1 or later bring their own context; before, it is put together here.
  return core.rendering?.addContext?.(inside) ?? <OwnContext core={core}>{inside}</OwnContext>;
}

function OwnContext({ core, children }: { readonly core: CoreStart; readonly children: ReactNode }): ReactElement {
  const theme = useTheme(core);
  const { Context } = core.i18n;
  return (
    <Context>
      {/* The page already has EUI's global styles. */}
      <EuiProvider colorMode={theme.darkMode ? 'dark' : 'light'} globalStyles={false} utilityClasses={false}>
        {children}
      </EuiProvider>
    </Context>
  );
}

function useTheme({ theme }: CoreStart): CoreTheme {
  const [current, setCurrent] = useState<CoreTheme>({ darkMode: false });
  useEffect(() => {
    const watching = theme.theme$.subscribe(setCurrent);
    return () => watching.unsubscribe();
  }, [theme]);
  return current;
}
