import { EuiPageTemplate, EuiSideNav } from '@elastic/eui';
import { useEffect, useState, type ReactElement } from 'react';
import type { NavigationSection, ObservabilityPageTemplate } from '../../types/plugins-browser';
import type { PreviewCore } from './core';

/** Observability's page, with the side navigation that plugins add their sections to. */
export function PageTemplate(core: PreviewCore): ObservabilityPageTemplate {
  return (ObservabilityPage.of.get(core) ?? ObservabilityPage.make(core)) as ObservabilityPageTemplate;
}

const ObservabilityPage = {
  of: new WeakMap<PreviewCore, ObservabilityPageTemplate>(),
  make(core: PreviewCore): ObservabilityPageTemplate {
    const template: ObservabilityPageTemplate = ({ pageHeader, children }) => (
      <EuiPageTemplate restrictWidth={false} panelled>
        <EuiPageTemplate.Sidebar sticky>
          <Navigation core={core} />
        </EuiPageTemplate.Sidebar>
        {pageHeader && <EuiPageTemplate.Header {...pageHeader} />}
        <EuiPageTemplate.Section>{children}</EuiPageTemplate.Section>
      </EuiPageTemplate>
    );
    ObservabilityPage.of.set(core, template);
    return template;
  },
};

function Navigation({ core }: { readonly core: PreviewCore }): ReactElement {
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
