import { EuiAccordion, EuiButton, EuiPanel, EuiSpacer } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import { useState, type ReactElement } from 'react';
import { EmptyFace, ErrorFace, LoadingTable } from '../components/face';
import { icon } from '../components/icon';
import { PageFrame } from '../components/page-frame';
import { ConnectLines } from '../components/sources/connect-lines';
import { SourceDialog } from '../components/sources/source-dialog';
import { SourcePanel } from '../components/sources/source-panel';
import { useTeams } from '../hooks/directory';
import { useServices } from '../hooks/services';
import { useSources } from '../hooks/sources';

/** What sends alerts, the tokens that it sends them with, and what to do in Kibana so that it does. */
export function SourcesPage(): ReactElement {
  const { may } = useServices();
  const [isMaking, setMaking] = useState(false);
  const make = () => setMaking(true);
  const title = i18n.translate('incidents.sourcesPage.title', { defaultMessage: 'Sources' });
  const toolbar = (
    <EuiButton fill iconType={icon('plus')} onClick={make} data-test-subj="incidentsSourceMake">
      {i18n.translate('incidents.sourcesPage.make', { defaultMessage: 'New source' })}
    </EuiButton>
  );
  return (
    <PageFrame title={title} {...(may.manage ? { toolbar } : {})}>
      <Sources onMake={make} />
      {isMaking && <SourceDialog onClose={() => setMaking(false)} />}
    </PageFrame>
  );
}

function Sources({ onMake }: { readonly onMake: () => void }): ReactElement {
  const { may } = useServices();
  const { data, error, refetch } = useSources();
  const { data: teams } = useTeams();
  if (!data) return error ? <ErrorFace error={error} onRetry={() => void refetch()} /> : <LoadingTable rows={3} />;
  if (data.length === 0) {
    const action = {
      text: i18n.translate('incidents.sourcesPage.empty.make', { defaultMessage: 'Make the first' }),
      onClick: onMake,
    };
    return (
      <EmptyFace
        iconName="inspect"
        title={i18n.translate('incidents.sourcesPage.empty.title', { defaultMessage: 'No source' })}
        body={i18n.translate('incidents.sourcesPage.empty.body', {
          defaultMessage: 'Alerts can come in when there is a source with a token.',
        })}
        {...(may.manage ? { action } : {})}
      />
    );
  }
  return (
    <>
      {data.map((source) => (
        <div key={source.id}>
          <SourcePanel source={source} team={teams?.find(({ id }) => id === source.team_id)?.name} />
          <EuiSpacer size="m" />
        </div>
      ))}
      <EuiPanel hasBorder hasShadow={false} paddingSize="m">
        <EuiAccordion
          id="incidents-connect"
          buttonContent={i18n.translate('incidents.sourcesPage.connect', {
            defaultMessage: 'What to paste into Kibana so that its alerts come here',
          })}
          paddingSize="m"
          data-test-subj="incidentsConnect"
        >
          <ConnectLines />
        </EuiAccordion>
      </EuiPanel>
    </>
  );
}
