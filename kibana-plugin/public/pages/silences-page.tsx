import { EuiButton } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import { useState, type ReactElement } from 'react';
import type { MaintenanceWindowAnswer, SilenceAnswer } from 'incident-core';
import { WhenOpened } from '../components/edit/when-opened';
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

/** Without an id, a new one. */
interface Edited {
  readonly kind: 'silence' | 'window';
  readonly id?: string;
}

/** What holds incidents back: silences that people asked for, and maintenance that is planned. */
export function SilencesPage(): ReactElement {
  const { may } = useServices();
  const { params, change } = useUrlParams();
  const [edited, setEdited] = useState<Edited | undefined>(undefined);
  const isAsked = params.get('edit') === NEW && may.respond === true;
  const open: Edited | undefined = edited ?? (isAsked ? { kind: 'silence' } : undefined);
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
            content: <SilenceList marked={marked} onEdit={({ id }) => setEdited({ kind: 'silence', id })} />,
          },
          {
            id: 'windows',
            name: i18n.translate('incidents.silencesPage.windows', { defaultMessage: 'Maintenance windows' }),
            content: <WindowList marked={marked} onEdit={({ id }) => setEdited({ kind: 'window', id })} />,
          },
        ]}
      />
      {open?.kind === 'silence' &&
        (open.id === undefined ? (
          <SilenceFlyout prefilled={readSilencePath(params)} onClose={close} />
        ) : (
          <WhenOpened<SilenceAnswer> path={`/silences/${open.id}`} onClose={close}>
            {(opened) => <SilenceFlyout opened={opened} onClose={close} />}
          </WhenOpened>
        ))}
      {open?.kind === 'window' &&
        (open.id === undefined ? (
          <WindowFlyout onClose={close} />
        ) : (
          <WhenOpened<MaintenanceWindowAnswer> path={`/maintenance-windows/${open.id}`} onClose={close}>
            {(opened) => <WindowFlyout opened={opened} onClose={close} />}
          </WhenOpened>
        ))}
    </PageFrame>
  );
}
