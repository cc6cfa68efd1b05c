/** The plugin, its app, its feature and its settings in kibana.yml share one name. */
export const PLUGIN_ID = 'incidents';

/** Everything that the browser asks of our server part begins with this. */
export const INTERNAL_PATH = '/internal/incidents';

/** Kibana's Observability category. Written out, for its value lives in Kibana's own bundle. */
export const OBSERVABILITY_CATEGORY = {
  id: 'observability',
  label: 'Observability',
  euiIconType: 'logoObservability',
  order: 3000,
} as const;

/** Saved objects may not choose their own ids, except UUIDs. There is one connection per Kibana, so its id is fixed. */
export const CONNECTION_TYPE = 'incidents-connection';
export const CONNECTION_ID = '6f0c7e52-9d1b-4a53-8a4e-2c9f1b7d3e60';
