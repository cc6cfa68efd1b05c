import type { PluginInitializerContext } from '../types/core-server';
import type { Config } from './config';
import { IncidentsPlugin } from './plugin';

export { config } from './config';

/** What Kibana calls. */
export const plugin = (context: PluginInitializerContext<Config>) => new IncidentsPlugin(context);
