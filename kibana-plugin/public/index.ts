import { IncidentsPlugin } from './plugin';

/** What Kibana calls. */
export const plugin = () => new IncidentsPlugin();
