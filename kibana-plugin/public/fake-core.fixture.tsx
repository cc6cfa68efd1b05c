import { render } from '@testing-library/react';
import { createMemoryHistory } from 'history';
import type { ReactElement } from 'react';
import { Router } from 'react-router-dom';
import { of } from 'rxjs';
import type { Capabilities } from '../common/privileges';
import type { CoreStart } from '../types/core-browser';
import { Providers } from './components/providers';
import { ActionsProvider } from './hooks/actions';
import { sharedServices } from './services';

type Answer = {
  readonly status?: number;
  readonly body: unknown;
  readonly etag?: string;
  /** It does not come before this. */
  readonly after?: Promise<unknown>;
};

interface Asking {
  readonly method?: string;
  readonly body?: string;
  readonly asResponse?: true;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Kibana's core around a component: answers of the server part by method and path, and what was asked and said. */
export class FakeCore {
  readonly asked: string[] = [];
  /** The last body of each call that had one. */
  readonly sent: Record<string, unknown> = {};
  /** The state that the last edit of each call spoke of. */
  readonly spokeOf: Record<string, string | undefined> = {};
  /** The keys of each change, in the order in which they came. */
  readonly keys: Record<string, (string | undefined)[]> = {};
  readonly toasts: string[] = [];
  readonly visited: string[] = [];
  readonly answers: Record<string, Answer> = {};
  readonly start: CoreStart;

  constructor(may: Capabilities = { read: true, respond: true, manage: true }) {
    const say = ({ title, text }: { readonly title: string; readonly text?: string }) =>
      this.toasts.push([title, text].filter(Boolean).join(': '));
    const go = (url: string) => Promise.resolve(void this.visited.push(url));
    this.start = {
      application: {
        capabilities: { incidents: may },
        currentAppId$: of('incidents'),
        navigateToApp: (app, { path } = {}) => go(`/app/${app}${path ?? ''}`),
        navigateToUrl: go,
        getUrlForApp: (app, { path } = {}) => `/app/${app}${path ?? ''}`,
      },
      chrome: {
        docTitle: { change: () => undefined, reset: () => undefined },
        navControls: { registerRight: () => undefined },
        setBreadcrumbs: () => undefined,
      },
      http: {
        basePath: { prepend: (path) => path, get: () => '', serverBasePath: '' },
        fetch: this.#fetch as CoreStart['http']['fetch'],
      },
      i18n: { Context: ({ children }) => <>{children}</> },
      notifications: { toasts: { addInfo: say, addSuccess: say, addWarning: say, addDanger: say } },
      overlays: {
        openFlyout: () => {
          throw new Error('not here');
        },
      },
      theme: { theme$: of({ darkMode: false }) },
    };
  }

  /** `at`: the place that the address names. */
  show(element: ReactElement, at = '/'): void {
    const services = sharedServices(this.start, {});
    render(
      <Providers services={services}>
        <Router history={createMemoryHistory({ initialEntries: [at] })}>
          <ActionsProvider>{element}</ActionsProvider>
        </Router>
      </Providers>,
    );
  }

  readonly #fetch = async (
    path: string,
    { method = 'GET', body: sent, asResponse, headers = {} }: Asking = {},
  ): Promise<unknown> => {
    const call = `${method} ${path.replace(/^\/internal\/incidents/, '')}`;
    this.asked.push(call);
    if (sent !== undefined) this.sent[call] = JSON.parse(sent);
    if (method !== 'GET') {
      this.spokeOf[call] = headers['if-match'];
      this.keys[call] = [...(this.keys[call] ?? []), headers['idempotency-key']];
    }
    const { status = 200, body, etag, after } = this.answers[call] ?? { status: 404, body: { message: 'Not Found' } };
    await after;
    if (status < 400)
      return asResponse ? { response: { status, headers: new Headers(etag ? { etag } : {}) }, body } : body;
    throw Object.assign(new Error(`status ${status}`), { response: { status }, body });
  };
}
