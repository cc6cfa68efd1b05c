import { EuiProvider } from '@elastic/eui';
import { createBrowserHistory } from 'history';
import { createElement } from 'react';
import { BehaviorSubject, of, type Observable } from 'rxjs';
import type { App, Breadcrumb, CoreSetup, CoreStart, MountPoint } from '../../types/core-browser';
import type { NavigationSection, PluginsSetup, PluginsStart } from '../../types/plugins-browser';
import { openFlyout } from './flyout';
import { createHttp } from './http';
import { createPageTemplate } from './page-template';
import { createToasts } from './toasts';

export interface Plugin {
  setup(core: CoreSetup<PluginsStart>, plugins: PluginsSetup): void;
  start(core: CoreStart, plugins: PluginsStart): void;
}

/** The part of Kibana's core that the plugin uses, by the same names. */
export class PreviewCore {
  readonly history = createBrowserHistory();
  readonly apps: App[] = [];
  readonly controls: MountPoint[] = [];
  readonly breadcrumbs$ = new BehaviorSubject<readonly Breadcrumb[]>([]);
  readonly toasts = createToasts();
  sections$: Observable<readonly NavigationSection[]> = of([]);
  readonly #preview: Preview;
  readonly #pageTemplate = createPageTemplate(this);
  #begun: () => void = () => undefined;
  readonly #began = new Promise<void>((resolve) => (this.#begun = resolve));

  constructor(preview: Preview) {
    this.#preview = preview;
  }

  setup(): CoreSetup<PluginsStart> {
    return {
      application: { register: (app) => void this.apps.push(app) },
      getStartServices: async () => {
        await this.#began;
        return [this.start(), this.pluginsStart(), undefined];
      },
    };
  }

  /** Kibana starts its plugins after all are set up. */
  begin(): void {
    this.#begun();
  }

  /** The same one each time: Kibana hands a plugin one core, at its start and later. */
  start(): CoreStart {
    this.#started ??= this.#createStart();
    return this.#started;
  }
  #started: CoreStart | undefined;

  #createStart(): CoreStart {
    const go = (url: string) => Promise.resolve(this.history.push(url));
    const urlOf = (app: string, path = '') => `/app/${app}${path.startsWith('/') || !path ? path : `/${path}`}`;
    return {
      application: {
        capabilities: this.#preview.capabilities,
        currentAppId$: of('incidents'),
        navigateToApp: (app, { path } = {}) => go(urlOf(app, path)),
        navigateToUrl: go,
        getUrlForApp: (app, { path } = {}) => urlOf(app, path),
      },
      chrome: {
        docTitle: {
          change: (title) => (document.title = [title, 'Preview'].flat().join(' - ')),
          reset: () => (document.title = 'Preview'),
        },
        navControls: { registerRight: ({ mount }) => void this.controls.push(mount) },
        setBreadcrumbs: (breadcrumbs) => this.breadcrumbs$.next(breadcrumbs),
      },
      http: createHttp(),
      i18n: { Context: ({ children }) => children as never },
      notifications: { toasts: this.toasts },
      overlays: { openFlyout: (mount, options) => openFlyout(mount, options ?? {}, this.#preview.dark) },
      ...this.#rendering(),
      theme: {
        theme$: of({ darkMode: this.#preview.dark, name: this.#preview.end === 'low' ? 'amsterdam' : 'borealis' }),
      },
    };
  }

  /** What Kibana has since 8.19 and 9.1: a context that is ready to be used. */
  #rendering(): Pick<CoreStart, 'rendering'> {
    const { end, dark } = this.#preview;
    if (end === 'low') return {};
    const context = { colorMode: dark ? 'dark' : 'light', globalStyles: false, utilityClasses: false } as const;
    return { rendering: { addContext: (element) => createElement(EuiProvider, context, element) } };
  }

  pluginsSetup(): PluginsSetup {
    return { observabilityShared: { navigation: { registerSections: (sections) => (this.sections$ = sections) } } };
  }

  pluginsStart(): PluginsStart {
    return { observabilityShared: { navigation: { PageTemplate: this.#pageTemplate } } };
  }
}
