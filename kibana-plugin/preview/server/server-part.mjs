import { createRequire } from 'node:module';
import path from 'node:path';
import { PreviewRouter } from './router.mjs';

/** @typedef {import('../../types/plugins-server.ts').KibanaFeature} KibanaFeature */
/** @typedef {{ readonly api: ReadonlySet<string>, readonly ui: Readonly<Record<string, boolean>>, readonly app: boolean }} Granted */
/** @typedef {{ readonly router: PreviewRouter, grant(role: string): Granted, stop(): void }} ServerPart */

/**
 * Starts the built server part of the plugin, as Kibana would.
 * @param {string} plugin its folder @param {unknown} settings
 * @param {{ readonly version: string, readonly elasticsearch: object }} kibana the version that it is to be, and what a user searches with
 * @returns {ServerPart}
 */
export function loadServerPart(plugin, settings, { version, elasticsearch }) {
  const require = createRequire(import.meta.url);
  const built = require(path.join(plugin, 'server/index.js'));
  const config = built.config.schema.validate(settings);
  const say = (/** @type {string} */ message) => void process.stderr.write(`${message}\n`);
  const logger = { debug: () => undefined, info: say, warn: say, error: say };
  const instance = built.plugin({
    config: { get: () => config },
    logger: { get: () => logger },
    env: { packageInfo: { version } },
  });

  const router = new PreviewRouter({
    savedObjects: { client: {} },
    elasticsearch: { client: { asCurrentUser: elasticsearch } },
  });
  /** @type {KibanaFeature | undefined} */
  let feature;
  const grant = (/** @type {string} */ role) => grantOf(feature, role);
  const start = {
    capabilities: {
      /** @param {{ readonly role: string }} request */
      resolveCapabilities: async ({ role }) => ({ incidents: grant(role).ui }),
    },
    security: {
      authc: { getCurrentUser: (/** @type {{ readonly user: string }} */ { user }) => ({ username: user }) },
    },
  };
  instance.setup(
    {
      http: { createRouter: () => router.registrar },
      elasticsearch: {},
      savedObjects: { registerType: () => undefined },
      getStartServices: async () => [start, {}, undefined],
    },
    { features: { registerKibanaFeature: (/** @type {KibanaFeature} */ given) => (feature = given) } },
  );
  instance.start(start, {});
  return { router, grant, stop: () => instance.stop() };
}

/**
 * What a role of ours is given by the feature that the plugin registered: the way there is through Kibana's privileges.
 * @param {KibanaFeature | undefined} feature @param {string} role @returns {Granted}
 */
function grantOf(feature, role) {
  if (!feature || role === 'none') return { api: new Set(), ui: {}, app: false };
  const sub = feature.subFeatures.flatMap(({ privilegeGroups }) =>
    privilegeGroups.flatMap(({ privileges }) => privileges),
  );
  const all = [feature.privileges.all, ...sub.filter(({ includeIn }) => includeIn !== 'none')];
  const respond = [feature.privileges.read, ...sub.filter(({ id }) => id === 'respond')];
  const granted = role === 'manager' ? all : role === 'responder' ? respond : [feature.privileges.read];
  return {
    api: new Set(granted.flatMap(({ api }) => api)),
    ui: Object.fromEntries(granted.flatMap(({ ui }) => ui).map((name) => [name, true])),
    app: true,
  };
}
