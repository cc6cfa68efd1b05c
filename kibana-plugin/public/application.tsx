import ReactDOM from 'react-dom';
import { Route, Router, Switch } from 'react-router-dom';
import type { AppMountParameters, CoreStart } from '../types/core-browser';
import type { PluginsStart } from '../types/plugins-browser';
import { Providers } from './components/providers';
import { IncidentPage } from './pages/incident-page';
import { IncidentsPage } from './pages/incidents-page';
import { sharedServices } from './services';

/** Puts the app into Kibana's page. React 17 and 18 both have `render`; 18 says that it is going, Kibana shares it still. */
export function mountApplication(core: CoreStart, plugins: PluginsStart, params: AppMountParameters): () => void {
  ReactDOM.render(
    <Providers services={sharedServices(core, plugins)}>
      <Router history={params.history}>
        <Switch>
          <Route exact path="/">
            <IncidentsPage />
          </Route>
          <Route path="/:id">
            <IncidentPage />
          </Route>
        </Switch>
      </Router>
    </Providers>,
    params.element,
  );
  return () => {
    core.chrome.docTitle.reset();
    ReactDOM.unmountComponentAtNode(params.element);
  };
}
