import { i18n } from '@kbn/i18n';
import type { Capabilities, Privilege } from '../common/privileges';

/** Where in Kibana a page is offered. */
type Shown = 'deep-link' | 'side-navigation';

/** One page that can be gone to without an incident in hand. */
export interface Place {
  readonly id: string;
  readonly path: string;
  readonly shown: readonly Shown[];
  /** What it takes beside reading; nothing for most. */
  readonly needs?: Privilege;
  title(): string;
}

/** Whether the page at `pathname` is this place, or one below it: of what no other place has, the incidents. */
export function isAt({ path }: Place, pathname: string): boolean {
  const at = places.find((place) => place.path !== paths.incidents && isBelow(place.path, pathname));
  return (at?.path ?? paths.incidents) === path;
}

function isBelow(path: string, pathname: string): boolean {
  return pathname === path || pathname.startsWith(`${path}/`);
}

export const paths = {
  incidents: '/',
  incident: (id: string) => `/${encodeURIComponent(id)}`,
  onCall: '/on-call',
  policies: '/policies',
  silences: '/silences',
  notifications: '/notifications',
  overview: '/overview',
  ledger: '/ledger',
  ledgerEvent: (id: string) => `/ledger/${encodeURIComponent(id)}`,
  teams: '/teams',
  sources: '/sources',
  dryRun: '/dry-run',
  setup: '/setup',
  access: '/access',
  audit: '/audit',
} as const;

/** The pages of the app, in the order in which navigation shows them. A new page is first written down here. */
const places: readonly Place[] = [
  {
    id: 'incidents',
    path: paths.incidents,
    shown: ['deep-link', 'side-navigation'],
    title: () => i18n.translate('incidents.places.incidents', { defaultMessage: 'Incidents' }),
  },
  {
    id: 'overview',
    path: paths.overview,
    shown: ['deep-link', 'side-navigation'],
    title: () => i18n.translate('incidents.places.overview', { defaultMessage: 'Overview' }),
  },
  {
    id: 'on-call',
    path: paths.onCall,
    shown: ['deep-link', 'side-navigation'],
    title: () => i18n.translate('incidents.places.onCall', { defaultMessage: 'On-call' }),
  },
  {
    id: 'policies',
    path: paths.policies,
    shown: ['deep-link', 'side-navigation'],
    title: () => i18n.translate('incidents.places.policies', { defaultMessage: 'Escalation policies' }),
  },
  {
    id: 'silences',
    path: paths.silences,
    shown: ['deep-link', 'side-navigation'],
    title: () => i18n.translate('incidents.places.silences', { defaultMessage: 'Silences and maintenance' }),
  },
  {
    id: 'notifications',
    path: paths.notifications,
    shown: ['deep-link', 'side-navigation'],
    title: () => i18n.translate('incidents.places.notifications', { defaultMessage: 'Notifications' }),
  },
  {
    id: 'ledger',
    path: paths.ledger,
    shown: ['deep-link', 'side-navigation'],
    title: () => i18n.translate('incidents.places.ledger', { defaultMessage: 'Ledger' }),
  },
  {
    id: 'teams',
    path: paths.teams,
    shown: ['deep-link', 'side-navigation'],
    title: () => i18n.translate('incidents.places.teams', { defaultMessage: 'Teams and routing' }),
  },
  {
    id: 'sources',
    path: paths.sources,
    shown: ['deep-link', 'side-navigation'],
    title: () => i18n.translate('incidents.places.sources', { defaultMessage: 'Sources' }),
  },
  {
    id: 'dry-run',
    path: paths.dryRun,
    shown: ['deep-link', 'side-navigation'],
    title: () => i18n.translate('incidents.places.dryRun', { defaultMessage: 'Dry run' }),
  },
  {
    id: 'setup',
    path: paths.setup,
    needs: 'manage',
    shown: ['deep-link', 'side-navigation'],
    title: () => i18n.translate('incidents.places.setup', { defaultMessage: 'Rule setup' }),
  },
  {
    id: 'access',
    path: paths.access,
    needs: 'manage',
    shown: ['deep-link', 'side-navigation'],
    title: () => i18n.translate('incidents.places.access', { defaultMessage: 'Access' }),
  },
  {
    id: 'audit',
    path: paths.audit,
    needs: 'manage',
    shown: ['deep-link', 'side-navigation'],
    title: () => i18n.translate('incidents.places.audit', { defaultMessage: 'Audit' }),
  },
];

/** With `may`, only those that the user may use; the page itself looks again. */
export function placesFor(shown: Shown, may?: Capabilities): readonly Place[] {
  return places.filter(({ shown: where, needs }) => {
    return where.includes(shown) && (may === undefined || needs === undefined || may[needs] === true);
  });
}
