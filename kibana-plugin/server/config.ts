import { schema, type TypeOf } from '@kbn/config-schema';

const pattern = schema.string({ minLength: 1, maxLength: 2_000 });

/** Settings under `incidents.` in kibana.yml; the token better in Kibana's keystore. None of them reaches the browser. */
const settings = schema.object({
  backend: schema.object({
    url: schema.uri({ scheme: ['http', 'https'], defaultValue: 'http://127.0.0.1:8650' }),
    /** An API token of the backend with the scope `act_as`. */
    token: schema.maybe(schema.string({ minLength: 1, maxLength: 1_000 })),
    /** Files with the certificates (PEM) that the backend's own is checked against, instead of the usual ones. */
    certificateAuthorities: schema.maybe(schema.oneOf([schema.string(), schema.arrayOf(schema.string())])),
    /** From the call to the last byte of its answer, repetitions included. */
    requestTimeout: schema.duration({ defaultValue: '10s', min: '100ms', max: '5m' }),
  }),
  /** Where services are looked for, as Elasticsearch takes index patterns; by default where Kibana's APM looks. */
  discovery: schema.object({
    indices: schema.object({
      service_metrics: schema.maybe(pattern),
      transaction_metrics: schema.maybe(pattern),
      traces: schema.maybe(pattern),
      otel: schema.maybe(pattern),
    }),
  }),
  /** While Kibana's security is off nobody can be told apart: then they may manage only if this says so. */
  manageWithoutSecurity: schema.boolean({ defaultValue: false }),
});

export type Config = TypeOf<typeof settings>;

export const config = { schema: settings };
