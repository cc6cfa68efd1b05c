import { EuiButton } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import { useState, type ReactElement } from 'react';
import type { MaintenanceWindowAnswer, SilenceAnswer } from 'incident-core';
import { icon } from '../components/icon';
import { PageFrame } from '../components/page-frame';
import { SilenceFlyout } from '../components/silences/silence-flyout';
import { SilenceList } from '../components/silences/silence-list';
import { readSilencePath } from '../components/silences/silence-path';
import { WindowFlyout } from '../components/silences/window-flyout';
import { WindowList } from '../components/silences/window-list';
import { UrlTabs } from '../components/url-tabs';
import { useServices } from '../hooks/services';
import { useUrlParams } from '../hooks/url-params';

const NEW = 'new';
/** What the address of a new silence says is said once. */
const CLOSED = { edit: null, team: null, service: null, environment: null, incident: null } as const;

type Edited =
  | { readonly kind: 'silence'; readonly silence?: SilenceAnswer }
  | { readonly kind: 'window'; readonly window?: MaintenanceWindowAnswer };

/** What holds incidents back: silences that people asked for, and maintenance that is planned. */
export function SilencesPage(): ReactElement {
  const { may } = useServices();
  const { params, change } = useUrlParams();
  const [edited, setEdited] = useState<Edited | undefined>(undefined);
  const isAsked = params.get('edit') === NEW && may.respond === true;
  const open = edited ?? (isAsked ? { kind: 'silence' as const } : undefined);
  const marked = params.get('show');
  const title = i18n.translate('incidents.silencesPage.title', { defaultMessage: 'Silences and maintenance' });
  const isWindows = params.get('tab') === 'windows';
  const close = () => {
    setEdited(undefined);
    change(CLOSED);
  };
  const toolbar = isWindows ? (
    <EuiButton
      fill
      iconType={icon('plus')}
      onClick={() => setEdited({ kind: 'window' })}
      data-test-subj="incidentsWindowMake"
    >
      {i18n.translate('incidents.silencesPage.plan', { defaultMessage: 'Plan maintenance' })}
    </EuiButton>
  ) : (
    <EuiButton
      fill
      iconType={icon('plus')}
      onClick={() => setEdited({ kind: 'silence' })}
      data-test-subj="incidentsSilenceMake"
    >
      {i18n.translate('incidents.silencesPage.silence', { defaultMessage: 'New silence' })}
    </EuiButton>
  );
  const mayMake = isWindows ? may.manage : may.respond;
  return (
    <PageFrame title={title} {...(mayMake ? { toolbar } : {})}>
      <UrlTabs
        label={title}
        tabs={[
          {
            id: 'silences',
            name: i18n.translate('incidents.silencesPage.silences', { defaultMessage: 'Silences' }),
            content: <SilenceList marked={marked} onEdit={(silence) => setEdited({ kind: 'silence', silence })} />,
          },
          {
            id: 'windows',
            name: i18n.translate('incidents.silencesPage.windows', { defaultMessage: 'Maintenance windows' }),
            content: <WindowList marked={marked} onEdit={(window) => setEdited({ kind: 'window', window })} />,
          },
        ]}
      />
      {open?.kind === 'silence' && (
        <SilenceFlyout
          {...(open.silence ? { silence: open.silence } : {})}
          prefilled={readSilencePath(params)}
          onClose={close}
        />
      )}
      {open?.kind === 'window' && <WindowFlyout {...(open.window ? { window: open.window } : {})} onClose={close} />}
    </PageFrame>
  );
}
