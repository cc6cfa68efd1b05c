import { EuiPageTemplate, EuiSpacer, useIsWithinBreakpoints } from '@elastic/eui';
import type { ReactElement, ReactNode } from 'react';
import { usePage, type Crumb } from '../hooks/page';
import { useServices } from '../hooks/services';
import { useStale } from '../hooks/stale';
import { StaleNotice } from './stale-notice';

interface PageFrameProps {
  readonly title: string;
  /** In place of the title where more than plain text is wanted. */
  readonly heading?: ReactNode;
  /** The pages above this one; none for one that navigation leads to. */
  readonly above?: readonly Crumb[];
  readonly description?: ReactNode;
  readonly toolbar?: ReactNode;
  /** For a long title and a wide toolbar: where the window is narrow they stand below each other. */
  readonly isLong?: boolean;
  readonly children: ReactNode;
}

const nothingAbove: readonly Crumb[] = [];

/** What all pages share: Observability's side navigation where Kibana offers it, header, breadcrumbs, document title. */
export function PageFrame(props: PageFrameProps): ReactElement {
  const { title, heading, above = nothingAbove, description, toolbar, isLong = false, children } = props;
  const isNarrow = useIsWithinBreakpoints(['xs', 's', 'm']);
  const { plugins } = useServices();
  const { isStale, retry } = useStale();
  usePage(title, above);
  const header = {
    pageTitle: heading ?? title,
    ...(description === undefined ? {} : { description }),
    ...(toolbar === undefined ? {} : isLong && isNarrow ? { children: toolbar } : { rightSideItems: [toolbar] }),
  };
  const shown = (
    <>
      {isStale && (
        <>
          <StaleNotice onRetry={retry} />
          <EuiSpacer size="m" />
        </>
      )}
      {children}
    </>
  );
  const Observability = plugins.observabilityShared?.navigation.PageTemplate;
  if (Observability) return <Observability pageHeader={header}>{shown}</Observability>;
  return (
    <EuiPageTemplate panelled restrictWidth={false} offset={0} minHeight={0}>
      <EuiPageTemplate.Header {...header} />
      <EuiPageTemplate.Section>{shown}</EuiPageTemplate.Section>
    </EuiPageTemplate>
  );
}
