import { EuiFlexGroup, EuiFlexItem, EuiLink, EuiPanel, EuiSpacer, EuiText } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import type { ReactElement } from 'react';
import { useIncidents } from '../hooks/incidents';
import { Age } from './age';
import { SeverityMark, StatusBadge } from './badges';
import { EmptyFace, ErrorFace, LoadingFace } from './face';

const OPEN = { status: 'triggered,acknowledged,in_progress' } as const;

export function SidebarList({ onChoose }: { readonly onChoose: (id: string) => void }): ReactElement {
  const { data, error, refetch } = useIncidents(OPEN);
  if (!data && error) return <ErrorFace error={error} onRetry={() => void refetch()} />;
  if (!data) return <LoadingFace />;
  const incidents = data.pages.flatMap(({ items }) => items);
  if (incidents.length === 0) {
    return (
      <EmptyFace
        title={i18n.translate('incidents.sidebar.empty.title', { defaultMessage: 'No open incident' })}
        body={i18n.translate('incidents.sidebar.empty.body', { defaultMessage: 'Nothing waits for anybody.' })}
      />
    );
  }
  return (
    <ul aria-label={i18n.translate('incidents.sidebar.list', { defaultMessage: 'Open incidents, the newest first' })}>
      {incidents.map(({ id, number, title, severity, status, service, triggered_at }) => (
        <li key={id} data-test-subj="incidentsSidebarRow">
          <EuiPanel hasShadow={false} hasBorder paddingSize="s">
            <EuiFlexGroup gutterSize="s" alignItems="center" responsive={false}>
              <EuiFlexItem>
                <SeverityMark severity={severity} />
              </EuiFlexItem>
              <EuiFlexItem grow={false}>
                <StatusBadge status={status} />
              </EuiFlexItem>
            </EuiFlexGroup>
            <EuiSpacer size="xs" />
            <EuiText size="s" css={{ overflowWrap: 'anywhere' }}>
              <bdi>
                <EuiLink onClick={() => onChoose(id)}>{`#${number} ${title}`}</EuiLink>
              </bdi>
            </EuiText>
            <EuiText size="xs" color="subdued">
              {service && (
                <>
                  <bdi>{service}</bdi>
                  {' · '}
                </>
              )}
              <Age since={triggered_at} />
            </EuiText>
          </EuiPanel>
          <EuiSpacer size="s" />
        </li>
      ))}
    </ul>
  );
}
