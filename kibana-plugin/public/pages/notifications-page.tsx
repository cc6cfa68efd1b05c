import { i18n } from '@kbn/i18n';
import type { ReactElement } from 'react';
import { ContactMethods } from '../components/notifications/contact-methods';
import { DeliveryLog } from '../components/notifications/delivery-log';
import { Own } from '../components/notifications/own';
import { Preferences } from '../components/notifications/preferences';
import { Templates } from '../components/notifications/templates';
import { PageFrame } from '../components/page-frame';
import { UrlTabs } from '../components/url-tabs';

/** What people are told: where and how the reader is, in which words, and what became of it. */
export function NotificationsPage(): ReactElement {
  const title = i18n.translate('incidents.notificationsPage.title', { defaultMessage: 'Notifications' });
  return (
    <PageFrame title={title}>
      <UrlTabs
        label={title}
        tabs={[
          {
            id: 'methods',
            name: i18n.translate('incidents.notificationsPage.methods', { defaultMessage: 'My contact methods' }),
            content: <Own render={(me) => <ContactMethods me={me} />} />,
          },
          {
            id: 'preferences',
            name: i18n.translate('incidents.notificationsPage.preferences', { defaultMessage: 'My preferences' }),
            content: <Own render={(me) => <Preferences me={me} />} />,
          },
          {
            id: 'templates',
            name: i18n.translate('incidents.notificationsPage.templates', { defaultMessage: 'Templates' }),
            content: <Templates />,
          },
          {
            id: 'log',
            name: i18n.translate('incidents.notificationsPage.log', { defaultMessage: 'Delivery log' }),
            content: <DeliveryLog />,
          },
        ]}
      />
    </PageFrame>
  );
}
