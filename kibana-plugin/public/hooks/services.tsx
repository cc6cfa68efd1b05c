import { createContext, useContext } from 'react';
import type { Capabilities } from '../../common/privileges';
import type { CoreStart } from '../../types/core-browser';
import type { PluginsStart } from '../../types/plugins-browser';
import type { Api } from '../api/api';
import type { LiveUpdates } from '../api/live-updates';

/** What every component may use, wherever in Kibana it stands. */
export interface Services {
  readonly core: CoreStart;
  readonly plugins: PluginsStart;
  readonly api: Api;
  /** The same for what the page asks by itself: it keeps no session of Kibana alive. */
  readonly quietApi: Api;
  readonly live: LiveUpdates;
  readonly may: Capabilities;
}

export const ServicesContext = createContext<Services | undefined>(undefined);

export function useServices(): Services {
  const services = useContext(ServicesContext);
  if (!services) throw new Error('Outside of the providers.');
  return services;
}
