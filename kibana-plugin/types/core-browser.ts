import type { History } from 'history';
import type { ComponentType, ReactElement, ReactNode } from 'react';
import type { Observable } from 'rxjs';

// Kibana's browser core, as far as we use it. Sources: the core bundle of 8.12.2, and src/core/packages/* of main (9.x).
// What only one of them has is optional.

export interface CoreSetup<Plugins> {
  readonly application: { register(app: App): void };
  getStartServices(): Promise<readonly [CoreStart, Plugins, unknown]>;
}

export interface CoreStart {
  readonly application: ApplicationStart;
  readonly chrome: ChromeStart;
  readonly http: HttpStart;
  readonly i18n: { readonly Context: ComponentType<{ readonly children: ReactNode }> };
  readonly notifications: { readonly toasts: Toasts };
  readonly overlays: {
    openFlyout(mount: MountPoint, options?: FlyoutOptions): OverlayRef;
  };
  /** Since 8.19 and 9.1. */
  readonly rendering?: { addContext?(element: ReactNode): ReactElement };
  readonly theme: { readonly theme$: Observable<CoreTheme> };
}

export interface CoreTheme {
  readonly darkMode: boolean;
  /** Since 9.0: amsterdam or borealis. */
  readonly name?: string;
}

/** Puts something into an element of Kibana's page, and gives what takes it out again. */
export type MountPoint = (element: HTMLElement) => () => void;

export interface App {
  readonly id: string;
  readonly title: string;
  readonly order?: number;
  readonly euiIconType?: string;
  readonly category?: { readonly id: string; readonly label: string; readonly order?: number };
  readonly keywords?: readonly string[];
  readonly deepLinks?: readonly DeepLink[];
  mount(params: AppMountParameters): Promise<() => void>;
}

export interface DeepLink {
  readonly id: string;
  readonly title: string;
  readonly path: string;
  readonly keywords?: readonly string[];
}

export interface AppMountParameters {
  readonly element: HTMLElement;
  readonly history: History;
  readonly appBasePath: string;
}

export interface ApplicationStart {
  readonly capabilities: Readonly<Record<string, Readonly<Record<string, unknown>> | undefined>>;
  readonly currentAppId$: Observable<string | undefined>;
  navigateToApp(appId: string, options?: { readonly path?: string }): Promise<void>;
  navigateToUrl(url: string): Promise<void>;
  getUrlForApp(appId: string, options?: { readonly path?: string }): string;
}

export interface Breadcrumb {
  readonly text: string;
  readonly href?: string;
  readonly onClick?: (event: { preventDefault(): void }) => void;
}

export interface ChromeStart {
  readonly docTitle: { change(title: string | string[]): void; reset(): void };
  readonly navControls: {
    registerRight(control: { readonly order?: number; readonly mount: MountPoint }): void;
  };
  setBreadcrumbs(breadcrumbs: Breadcrumb[]): void;
}

export interface HttpFetchOptions {
  readonly method?: string;
  readonly body?: string;
  readonly query?: Readonly<Record<string, string | number | undefined>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
  /** The user did not ask for it, so it does not extend their session. Sent as the header `kbn-system-request`. */
  readonly asSystemRequest?: boolean;
}

export interface HttpStart {
  /** `get` gives the path with the space in it, `serverBasePath` the one without. */
  readonly basePath: {
    prepend(path: string): string;
    get(): string;
    readonly serverBasePath: string;
    /** `server.publicBaseUrl` of kibana.yml. */
    readonly publicBaseUrl?: string;
  };
  fetch<Answer>(path: string, options?: HttpFetchOptions): Promise<Answer>;
  /** The answer with its body. */
  fetch<Answer>(
    path: string,
    options: HttpFetchOptions & { readonly asResponse: true },
  ): Promise<{ readonly response?: Response; readonly body?: Answer }>;
  /** The answer itself, its body unread. */
  fetch(
    path: string,
    options: HttpFetchOptions & { readonly asResponse: true; readonly rawResponse: true },
  ): Promise<{ readonly response?: Response }>;
}

/** What `http.fetch` rejects with: of an answer that is no success, `body` is what our server part said. */
export interface HttpFetchError extends Error {
  readonly response?: { readonly status: number; readonly headers?: Pick<Headers, 'get'> };
  readonly body?: unknown;
}

interface Toast {
  readonly title: string;
  readonly text?: string;
}

export interface Toasts {
  addInfo(toast: Toast): unknown;
  addSuccess(toast: Toast): unknown;
  addWarning(toast: Toast): unknown;
  addDanger(toast: Toast): unknown;
}

export interface FlyoutOptions {
  readonly size?: 's' | 'm' | 'l' | number;
  readonly maxWidth?: number | string;
  readonly ownFocus?: boolean;
  readonly 'aria-label'?: string;
  readonly 'data-test-subj'?: string;
}

export interface OverlayRef {
  readonly onClose: Promise<void>;
  close(): Promise<void>;
}
