import { EuiPageTemplate } from '@elastic/eui';
import type { ReactElement, ReactNode } from 'react';
import { usePage, type Crumb } from '../hooks/page';
import { useServices } from '../hooks/services';

interface PageFrameProps {
  readonly title: string;
  /** In place of the title where more than plain text is wanted. */
  readonly heading?: ReactNode;
  /** The pages above this one; none for one that navigation leads to. */
  readonly above?: readonly Crumb[];
  readonly description?: ReactNode;
  readonly toolbar?: ReactNode;
  readonly children: ReactNode;
}

const nothingAbove: readonly Crumb[] = [];

/** What all pages share: Observability's side navigation where Kibana offers it, header, breadcrumbs, document title. */
export function PageFrame(props: PageFrameProps): ReactElement {
  const { title, heading, above = nothingAbove, description, toolbar, children } = props;
  const { plugins } = useServices();
  usePage(title, above);
  const header = {
    pageTitle: heading ?? title,
    ...(description === undefined ? {} : { description }),
    ...(toolbar === undefined ? {} : { rightSideItems: [toolbar] }),
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
