import { i18n } from '@kbn/i18n';
import { OBSERVABILITY_CATEGORY, PLUGIN_ID } from '../common/ids';
import { API_PRIVILEGES, PRIVILEGES, type Privilege } from '../common/privileges';
import type { KibanaFeature } from '../types/plugins-server';

/**
 * Three levels out of Kibana's two: `read` reads, `all` manages, and where the licence has sub-features (Gold), whoever
 * has either may be given or denied the right to respond and to manage.
 */
export function featureOf(): KibanaFeature {
  return {
    id: PLUGIN_ID,
    name: i18n.translate('incidents.feature.name', { defaultMessage: 'Incidents' }),
    order: 8_100,
    category: OBSERVABILITY_CATEGORY,
    app: [PLUGIN_ID, 'kibana'],
    catalogue: [PLUGIN_ID],
    privileges: {
      all: { app: [PLUGIN_ID, 'kibana'], catalogue: [PLUGIN_ID], ...grants('read') },
      read: { app: [PLUGIN_ID, 'kibana'], catalogue: [PLUGIN_ID], ...grants('read') },
    },
    subFeatures: [
      {
        name: i18n.translate('incidents.feature.work', { defaultMessage: 'Work on incidents' }),
        privilegeGroups: [
          {
            groupType: 'mutually_exclusive',
            privileges: [
              {
                id: 'manage',
                name: i18n.translate('incidents.feature.manage', {
                  defaultMessage: 'Respond, and manage sources and routing',
                }),
                includeIn: 'all',
                ...grants('manage'),
              },
              {
                id: 'respond',
                name: i18n.translate('incidents.feature.respond', { defaultMessage: 'Respond' }),
                includeIn: 'none',
                ...grants('respond'),
              },
            ],
          },
        ],
      },
    ],
  };
}

function grants(privilege: Privilege) {
  const granted = PRIVILEGES.slice(0, PRIVILEGES.indexOf(privilege) + 1);
  return {
    api: granted.map((each) => API_PRIVILEGES[each]),
    ui: granted,
    savedObject: { all: [], read: [] },
  };
}
