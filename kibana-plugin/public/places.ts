import { i18n } from '@kbn/i18n';

/** Where in Kibana a page is offered. */
type Shown = 'deep-link' | 'side-navigation';

/** One page that can be gone to without an incident in hand. */
export interface Place {
  readonly id: string;
  readonly path: string;
  readonly shown: readonly Shown[];
  title(): string;
}

export const paths = {
  incidents: '/',
  incident: (id: string) => `/${encodeURIComponent(id)}`,
  teams: '/teams',
  sources: '/sources',
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
];

export function placesFor(shown: Shown): readonly Place[] {
  return places.filter((place) => place.shown.includes(shown));
}
