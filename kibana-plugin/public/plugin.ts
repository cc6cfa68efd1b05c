import { i18n } from '@kbn/i18n';
import { from, map } from 'rxjs';
import { OBSERVABILITY_CATEGORY, PLUGIN_ID } from '../common/ids';
import type { CoreSetup, CoreStart } from '../types/core-browser';
import type { PluginsSetup, PluginsStart } from '../types/plugins-browser';
import { capabilitiesOf } from './hooks/capabilities';
import { isAt, placesFor } from './places';

/**
 * Loaded on every page of Kibana, so it only registers: pages, header control and flyout come when they are wanted.
 * Nothing here may throw, for an error in `setup` or `start` would take all of Kibana's pages down.
 */
export class IncidentsPlugin {
  setup(core: CoreSetup<PluginsStart>, plugins: PluginsSetup): void {
    quietly('app', () => registerApp(core));
    quietly('side navigation', () => registerSection(core, plugins));
  }

  start(core: CoreStart): void {
    quietly('header control', () => registerHeaderControl(core));
  }

  stop(): void {}
}

function registerApp(core: CoreSetup<PluginsStart>): void {
  core.application.register({
    id: PLUGIN_ID,
    title: i18n.translate('incidents.app.title', { defaultMessage: 'Incidents' }),
    order: 8100,
    euiIconType: 'bell',
    category: OBSERVABILITY_CATEGORY,
    keywords: ['incident', 'on-call', 'escalation', 'alert'],
    deepLinks: placesFor('deep-link').map(({ id, title, path }) => ({ id, title: title(), path })),
    mount: async (params) => {
      const [{ mountApplication }, [start, plugins]] = await Promise.all([
        import(/* webpackChunkName: "application" */ './application'),
        core.getStartServices(),
      ]);
      return mountApplication(start, plugins, params);
    },
  });
}

/** A section of Observability's own side navigation, for those who may read. */
function registerSection(core: CoreSetup<PluginsStart>, { observabilityShared }: PluginsSetup): void {
  observabilityShared?.navigation.registerSections(
    from(core.getStartServices()).pipe(
      map(([start]) => {
        const may = capabilitiesOf(start);
        return may.read
          ? [
              {
                label: i18n.translate('incidents.navigation.section', { defaultMessage: 'Incidents' }),
                sortKey: 150,
                entries: placesFor('side-navigation', may).map((place) => ({
                  label: place.title(),
                  app: PLUGIN_ID,
                  path: place.path,
                  matchPath: (pathname: string) => isAt(place, pathname),
                })),
              },
            ]
          : [];
      }),
    ),
  );
}

function registerHeaderControl(core: CoreStart): void {
  if (!capabilitiesOf(core).read) return;
  core.chrome.navControls.registerRight({
    order: 950,
    mount: (element) => {
      let unmount: (() => void) | undefined;
      let wanted = true;
      // After the page itself has what it needs.
      const later = setTimeout(() => {
        void import(/* webpackChunkName: "header" */ './header').then(
          ({ mountHeaderControl }) => {
            if (wanted) unmount = mountHeaderControl(core, element);
          },
          (error: unknown) => report('header control', error),
        );
      }, 1_000);
      return () => {
        wanted = false;
        clearTimeout(later);
        unmount?.();
      };
    },
  });
}

function quietly(what: string, run: () => void): void {
  try {
    run();
  } catch (error) {
    report(what, error);
  }
}

function report(what: string, error: unknown): void {
  console.error(`Incidents go without their ${what}.`, error);
}
