import { EuiPageTemplate } from '@elastic/eui';
import type { ReactElement, ReactNode } from 'react';
import { usePage, type Crumb } from '../hooks/page';
import { useServices } from '../hooks/services';

interface PageFrameProps {
  readonly title: string;
  /** The pages above this one; none for one that navigation leads to. */
  readonly above?: readonly Crumb[];
  readonly description?: ReactNode;
  /** The most important one first. */
  readonly actions?: readonly ReactNode[];
  readonly children: ReactNode;
}

const nothingAbove: readonly Crumb[] = [];

/** What all pages share: Observability's side navigation where Kibana offers it, header, breadcrumbs, document title. */
export function PageFrame({
  title,
  above = nothingAbove,
  description,
  actions,
  children,
}: PageFrameProps): ReactElement {
  const { plugins } = useServices();
  usePage(title, above);
  const header = {
    pageTitle: title,
    ...(description === undefined ? {} : { description }),
    ...(actions === undefined ? {} : { rightSideItems: [...actions] }),
  };
  const Observability = plugins.observabilityShared?.navigation.PageTemplate;
  if (Observability) return <Observability pageHeader={header}>{children}</Observability>;
  return (
    <EuiPageTemplate panelled restrictWidth={false} offset={0} minHeight={0}>
      <EuiPageTemplate.Header {...header} />
      <EuiPageTemplate.Section>{children}</EuiPageTemplate.Section>
    </EuiPageTemplate>
  );
}
