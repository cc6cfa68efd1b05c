import { EuiFlexGroup, EuiFlexItem, EuiIcon, EuiLink, EuiText } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import type { IncidentDetail } from 'incident-core';
import type { MouseEvent, ReactElement } from 'react';
import { useServices } from '../../hooks/services';
import { icon, type IconName } from '../icon';
import { isolate } from '../text';
import { linksOf, spaceOf, type KibanaLink } from './kibana-links';
import { Subdued } from '../small';

/** The alert, the service and the rule, each where Kibana shows it. */
export function Related({ incident }: { readonly incident: IncidentDetail }): ReactElement | null {
  const { application, http } = useServices().core;
  const links = linksOf(incident, { origin: location.origin, serverBasePath: http.basePath.serverBasePath });
  if (links.length === 0) return null;
  const space = spaceOf({ pathname: http.basePath.get() });
  const go = (event: MouseEvent, { href, isHere }: KibanaLink) => {
    // Into another space, or another Kibana, the page is loaded anew.
    if (!isHere || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    void application.navigateToUrl(href);
  };
  return (
    <nav aria-label={i18n.translate('incidents.related.label', { defaultMessage: 'In Kibana' })}>
      {links.map((link) => (
        <EuiFlexGroup key={link.kind} gutterSize="s" alignItems="center" responsive={false}>
          <EuiFlexItem grow={false}>
            <EuiIcon type={icon(icons[link.kind])} color="subdued" />
          </EuiFlexItem>
          <EuiFlexItem grow={false}>
            <EuiText size="s">
              <EuiLink
                href={link.href}
                onClick={(event: MouseEvent) => go(event, link)}
                {...(link.isHere ? {} : { target: '_blank', external: false })}
                data-test-subj={`incidentsRelated-${link.kind}`}
              >
                {textOf(link.kind)}
              </EuiLink>
            </EuiText>
          </EuiFlexItem>
          {link.space !== space && (
            <EuiFlexItem grow={false}>
              <Subdued size="xs">
                {i18n.translate('incidents.related.space', {
                  defaultMessage: 'in the space {space}',
                  values: { space: isolate(link.space, 60) },
                })}
              </Subdued>
            </EuiFlexItem>
          )}
        </EuiFlexGroup>
      ))}
    </nav>
  );
}

const icons = { alert: 'bell', service: 'apmApp', rule: 'gear' } as const satisfies Readonly<
  Record<KibanaLink['kind'], IconName>
>;

function textOf(kind: KibanaLink['kind']): string {
  switch (kind) {
    case 'alert':
      return i18n.translate('incidents.related.alert', { defaultMessage: 'The alert' });
    case 'service':
      return i18n.translate('incidents.related.service', { defaultMessage: 'The service in APM' });
    case 'rule':
      return i18n.translate('incidents.related.rule', { defaultMessage: 'The rule' });
  }
}
