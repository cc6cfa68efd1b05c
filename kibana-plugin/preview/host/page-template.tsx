import { EuiPageTemplate, EuiSideNav } from '@elastic/eui';
import type { History } from 'history';
import { useEffect, useState, type ReactElement } from 'react';
import type { Observable } from 'rxjs';
import type { NavigationSection, ObservabilityPageTemplate } from '../../types/plugins-browser';

/** What the side navigation shows, and where it leads. */
interface Navigable {
  readonly history: History;
  readonly sections$: Observable<readonly NavigationSection[]>;
}

/** Observability's page, with the side navigation that plugins add their sections to. */
export function createPageTemplate(core: Navigable): ObservabilityPageTemplate {
  return function ObservabilityPage({ pageHeader, children }) {
    return (
      <EuiPageTemplate restrictWidth={false} panelled>
        <EuiPageTemplate.Sidebar sticky>
          <Navigation core={core} />
        </EuiPageTemplate.Sidebar>
        {pageHeader && <EuiPageTemplate.Header {...pageHeader} />}
        <EuiPageTemplate.Section>{children}</EuiPageTemplate.Section>
      </EuiPageTemplate>
    );
  };
}

function Navigation({ core }: { readonly core: Navigable }): ReactElement {
  const [sections, setSections] = useState<readonly NavigationSection[]>([]);
  useEffect(() => {
    const watching = core.sections$.subscribe(setSections);
    return () => watching.unsubscribe();
  }, [core]);
  return (
    <EuiSideNav
      aria-label="Observability"
      mobileTitle="Observability"
      items={[
        { id: 'overview', name: 'Overview', href: '/app/home' },
        ...sections.map(({ label, entries }) => ({
          id: label,
          name: label,
          items: entries.map((entry) => ({
            id: entry.path,
            name: entry.label,
            href: `/app/${entry.app}${entry.path}`,
            isSelected:
              core.history.location.pathname.replace(/\/$/, '') === `/app/${entry.app}${entry.path}`.replace(/\/$/, ''),
            onClick: (event: { preventDefault(): void }) => {
              event.preventDefault();
              core.history.push(`/app/${entry.app}${entry.path}`);
            },
          })),
        })),
      ]}
    />
  );
}
