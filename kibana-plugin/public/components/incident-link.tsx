import { EuiLink } from '@elastic/eui';
import type { MouseEvent, ReactElement } from 'react';
import { PLUGIN_ID } from '../../common/ids';
import { useServices } from '../hooks/services';
import { paths } from '../places';

interface IncidentLinkProps {
  readonly id: string;
  readonly children: string;
}

/** A link that a browser may also open in another tab, and that otherwise leaves the page where it is. */
export function IncidentLink({ id, children }: IncidentLinkProps): ReactElement {
  const { application } = useServices().core;
  const path = paths.incident(id);
  const go = (event: MouseEvent) => {
    if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    void application.navigateToApp(PLUGIN_ID, { path });
  };
  return (
    // What an alert is called is not ours: any text, of any length, in any direction.
    <bdi>
      <EuiLink href={application.getUrlForApp(PLUGIN_ID, { path })} onClick={go} data-test-subj="incidentsLink">
        {children}
      </EuiLink>
    </bdi>
  );
}
