/**
 * `node kibana-plugin/preview/serve.mjs --end low|high --backend URL --token TOKEN [--port N] [--user NAME]
 * [--services N] [--built]`: the built
 * plugin in a small host, for a machine without Kibana. It offers the part of Kibana's contract that the plugin uses;
 * it is not Kibana. Prints its address when it is there. The token may also come as INCIDENTS_TOKEN. With `--built` it
 * serves what was built before.
 */
import path from 'node:path';
import { parseArgs } from 'node:util';
import { Alerting } from './server/alerting.mjs';
import { buildHost, folderOf, kibanas } from './server/build.mjs';
import { createElasticsearch } from './server/elasticsearch.mjs';
import { startHost } from './server/host.mjs';
import { loadServerPart } from './server/server-part.mjs';

const { values } = parseArgs({
  options: {
    end: { type: 'string', default: 'high' },
    backend: { type: 'string', default: 'http://127.0.0.1:8650' },
    token: { type: 'string' },
    port: { type: 'string', default: process.env['PREVIEW_PORT'] ?? '8651' },
    user: { type: 'string', default: 'ada' },
    role: { type: 'string', default: 'manager' },
    timeout: { type: 'string', default: '10s' },
    /** So many services are found in Elasticsearch. */
    services: { type: 'string', default: '7' },
    built: { type: 'boolean', default: false },
  },
});

const { end } = values;
if (end !== 'low' && end !== 'high') throw new Error(`--end is low or high, not '${end}'.`);
const port = Number(values.port);
if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new Error(`'${values.port}' is no port.`);

const folder = values.built ? folderOf(end) : await buildHost(end);
const version = kibanas[end];
const elasticsearch = createElasticsearch(Number(values.services));
const part = loadServerPart(
  path.join(folder, 'plugins/incidents'),
  {
    backend: {
      url: values.backend,
      token: values.token ?? process.env['INCIDENTS_TOKEN'],
      requestTimeout: values.timeout,
    },
  },
  { version, elasticsearch },
);
const alerting = new Alerting(version);
const host = await startHost({ folder, end, port, user: values.user, role: values.role, part, alerting });
process.stdout.write(`${host.url}\n`);
for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM'])) {
  process.on(signal, () => {
    part.stop();
    host.stop();
  });
}
