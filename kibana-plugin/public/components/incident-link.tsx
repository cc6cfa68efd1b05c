import { EuiLink } from '@elastic/eui';
import type { MouseEvent, ReactElement } from 'react';
import { PLUGIN_ID } from '../../common/ids';
import { useServices } from '../hooks/services';
import { paths } from '../places';
import { AlertText } from './alert-text';

interface IncidentLinkProps {
  readonly id: string;
  readonly number: number;
  readonly title: string;
  readonly lines?: number;
}

/** A link that a browser may also open in another tab, and that otherwise leaves the page where it is. */
export function IncidentLink({ id, number, title, lines = 1 }: IncidentLinkProps): ReactElement {
  const link = useAppLink(paths.incident(id));
  return (
    <EuiLink {...link} css={{ display: 'block', maxWidth: '100%' }} data-test-subj="incidentsLink">
      <AlertText before={`#${number}`} text={title} lines={lines} />
    </EuiLink>
  );
}

/** What a link to a page of ours needs. */
export function useAppLink(path: string) {
  const { application } = useServices().core;
  return {
    href: application.getUrlForApp(PLUGIN_ID, { path }),
    onClick: (event: MouseEvent) => {
      if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
      event.preventDefault();
      void application.navigateToApp(PLUGIN_ID, { path });
    },
  };
}
