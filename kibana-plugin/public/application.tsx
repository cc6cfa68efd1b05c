import { lazy, Suspense, type ReactElement } from 'react';
import ReactDOM from 'react-dom';
import { Route, Router, Switch, useLocation } from 'react-router-dom';
import type { AppMountParameters, CoreStart } from '../types/core-browser';
import type { PluginsStart } from '../types/plugins-browser';
import { LoadingFace } from './components/face';
import { PageBoundary } from './components/page-boundary';
import { Providers } from './components/providers';
import { ActionsProvider } from './hooks/actions';
import { IncidentsPage } from './pages/incidents-page';
import { paths } from './places';
import { sharedServices } from './services';

const IncidentPage = lazy(async () => ({
  default: (await import(/* webpackChunkName: "incident" */ './pages/incident-page')).IncidentPage,
}));
const OnCallPage = lazy(async () => ({
  default: (await import(/* webpackChunkName: "on-call" */ './pages/on-call-page')).OnCallPage,
}));
const PoliciesPage = lazy(async () => ({
  default: (await import(/* webpackChunkName: "policies" */ './pages/policies-page')).PoliciesPage,
}));
const SilencesPage = lazy(async () => ({
  default: (await import(/* webpackChunkName: "silences" */ './pages/silences-page')).SilencesPage,
}));
const NotificationsPage = lazy(async () => ({
  default: (await import(/* webpackChunkName: "notifications" */ './pages/notifications-page')).NotificationsPage,
}));
const OverviewPage = lazy(async () => ({
  default: (await import(/* webpackChunkName: "overview" */ './pages/overview-page')).OverviewPage,
}));
const LedgerPage = lazy(async () => ({
  default: (await import(/* webpackChunkName: "ledger" */ './pages/ledger-page')).LedgerPage,
}));
const TeamsPage = lazy(async () => ({
  default: (await import(/* webpackChunkName: "teams" */ './pages/teams-page')).TeamsPage,
}));
const SourcesPage = lazy(async () => ({
  default: (await import(/* webpackChunkName: "sources" */ './pages/sources-page')).SourcesPage,
}));
const DryRunPage = lazy(async () => ({
  default: (await import(/* webpackChunkName: "dry-run" */ './pages/dry-run-page')).DryRunPage,
}));
const SetupPage = lazy(async () => ({
  default: (await import(/* webpackChunkName: "setup" */ './pages/setup-page')).SetupPage,
}));

const AccessPage = lazy(async () => ({
  default: (await import(/* webpackChunkName: "access" */ './pages/access-page')).AccessPage,
}));
const AuditPage = lazy(async () => ({
  default: (await import(/* webpackChunkName: "audit" */ './pages/audit-page')).AuditPage,
}));

/** Puts the app into Kibana's page. React 17 and 18 both have `render`; 18 says that it is going, Kibana shares it still. */
export function mountApplication(core: CoreStart, plugins: PluginsStart, params: AppMountParameters): () => void {
  ReactDOM.render(
    <Providers services={sharedServices(core, plugins)}>
      <Router history={params.history}>
        <Pages />
      </Router>
    </Providers>,
    params.element,
  );
  return () => {
    core.chrome.docTitle.reset();
    ReactDOM.unmountComponentAtNode(params.element);
  };
}

function Pages(): ReactElement {
  return (
    <PageBoundary place={useLocation().pathname}>
      <ActionsProvider>
        <Suspense fallback={<LoadingFace />}>
          <Switch>
            <Route exact path={paths.incidents}>
              <IncidentsPage />
            </Route>
            <Route path={paths.onCall}>
              <OnCallPage />
            </Route>
            <Route path={paths.policies}>
              <PoliciesPage />
            </Route>
            <Route path={paths.silences}>
              <SilencesPage />
            </Route>
            <Route path={paths.notifications}>
              <NotificationsPage />
            </Route>
            <Route path={paths.overview}>
              <OverviewPage />
            </Route>
            <Route path={paths.ledger}>
              <LedgerPage />
            </Route>
            <Route path={paths.teams}>
              <TeamsPage />
            </Route>
            <Route path={paths.sources}>
              <SourcesPage />
            </Route>
            <Route path={paths.dryRun}>
              <DryRunPage />
            </Route>
            <Route path={paths.setup}>
              <SetupPage />
            </Route>
            <Route path={paths.access}>
              <AccessPage />
            </Route>
            <Route path={paths.audit}>
              <AuditPage />
            </Route>
            <Route path="/:id">
              <IncidentPage />
            </Route>
          </Switch>
        </Suspense>
      </ActionsProvider>
    </PageBoundary>
  );
}
