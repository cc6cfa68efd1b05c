import { EuiButton } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import { useState, type ReactElement } from 'react';
import { ApiTokens } from '../components/access/api-tokens';
import { Departures } from '../components/access/departures';
import { ImportFlyout } from '../components/access/import-flyout';
import { PeopleTable } from '../components/access/people-table';
import { icon } from '../components/icon';
import { PageFrame } from '../components/page-frame';
import { UrlTabs } from '../components/url-tabs';

/** Who is here and may do what, who has left, and the tokens that programs and people call with. */
export function AccessPage(): ReactElement {
  const [isImporting, setImporting] = useState(false);
  const title = i18n.translate('incidents.accessPage.title', { defaultMessage: 'Access' });
  const toolbar = (
    <EuiButton iconType={icon('users')} onClick={() => setImporting(true)} data-test-subj="incidentsImport">
      {i18n.translate('incidents.accessPage.import', { defaultMessage: 'Import people' })}
    </EuiButton>
  );
  return (
    <PageFrame title={title} toolbar={toolbar}>
      <UrlTabs
        label={title}
        tabs={[
          {
            id: 'people',
            name: i18n.translate('incidents.accessPage.people', { defaultMessage: 'People and roles' }),
            content: <PeopleTable />,
          },
          {
            id: 'left',
            name: i18n.translate('incidents.accessPage.left', { defaultMessage: 'Left' }),
            content: <Departures />,
          },
          {
            id: 'tokens',
            name: i18n.translate('incidents.accessPage.tokens', { defaultMessage: 'API tokens' }),
            content: <ApiTokens />,
          },
        ]}
      />
      {isImporting && <ImportFlyout onClose={() => setImporting(false)} />}
    </PageFrame>
  );
}
