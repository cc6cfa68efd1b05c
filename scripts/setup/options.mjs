import path from 'node:path';
import { parseArgs } from 'node:util';
import { RULE_GROUPINGS } from 'incident-core';

const VERBS = /** @type {const} */ (['discover', 'plan', 'apply', 'destroy', 'test']);
/** @typedef {typeof VERBS[number]} Verb */

const USAGE = `Usage: npm run setup -- ${VERBS.join('|')} [options]

  discover   which services Elasticsearch knows, with their teams
  plan       what would change in Kibana; changes nothing. Exit code 2 when something would
  apply      does it; safe to run again, and twice at once
  destroy    deletes our rules of the space, and no others
  test       a test alert from Kibana's connector to an incident

  --config DIR              thresholds.json and team-mapping.json of that folder; else those of the backend
  --elasticsearch-url URL   ELASTICSEARCH_URL
  --kibana-url URL          KIBANA_URL
  --api-key KEY             an API key of Elasticsearch for both; better ELASTICSEARCH_API_KEY, KIBANA_API_KEY
  --backend-url URL         INCIDENTS_BACKEND_URL
  --token TOKEN             an API token of the backend; better INCIDENTS_BACKEND_TOKEN
  --webhook-url URL         the backend as Kibana reaches it, where that is another address
  --space ID                of Kibana (default)
  --source NAME             whose tokens Kibana posts with (kibana ID)
  --look-back TIME          how far back services are looked for, as 24h or 7d (24h)
  --grouping ${RULE_GROUPINGS.join('|')}   one rule a service, or one for those of a team alike (auto)
  --instances N             how many Kibanas run rules (1)
  --take-over               also write again what was changed by hand
  --forget-silent           services that are not heard of lose their rules
  --json                    for programs: one JSON document on standard output
  --yes                     do not ask`;

/** What was asked for cannot be done as it was asked. */
class UsageError extends Error {}

/** @typedef {ReturnType<typeof readOptions>} Options */

/** @param {readonly string[]} args @param {Readonly<Record<string, string | undefined>>} env @throws {UsageError} */
export function readOptions(args, env) {
  const { positionals, values } = parse(args);
  if (values.help) throw new UsageError(USAGE);
  const [verb, ...others] = positionals;
  const known = VERBS.find((name) => name === verb);
  if (!known || others.length > 0) {
    throw new UsageError(
      `found ${positionals.join(' ') || 'nothing'}; expected one of ${VERBS.join(', ')}\n\n${USAGE}`,
    );
  }
  const space = values.space ?? 'default';
  if (!/^[a-z0-9_-]{1,200}$/.test(space))
    throw new UsageError(`--space: found ${space}; expected the id of a Kibana space`);
  const grouping = RULE_GROUPINGS.find((name) => name === values.grouping);
  if (!grouping)
    throw new UsageError(`--grouping: found ${values.grouping}; expected one of ${RULE_GROUPINGS.join(', ')}`);
  const instances = Number(values.instances);
  if (!Number.isInteger(instances) || instances < 1) {
    throw new UsageError(`--instances: found ${values.instances}; expected a whole number from 1`);
  }
  const key = (/** @type {string} */ name) => env[name] || values['api-key'] || '';
  const backendUrl = values['backend-url'] || env['INCIDENTS_BACKEND_URL'] || '';
  return {
    verb: known,
    // npm runs scripts in the clone's root, but people name folders from where they stand.
    config: values.config === undefined ? null : path.resolve(env['INIT_CWD'] ?? '.', values.config),
    elasticsearch: {
      url: values['elasticsearch-url'] || env['ELASTICSEARCH_URL'] || '',
      apiKey: key('ELASTICSEARCH_API_KEY'),
    },
    kibana: { url: values['kibana-url'] || env['KIBANA_URL'] || '', apiKey: key('KIBANA_API_KEY') },
    backend: { url: backendUrl, token: values.token || env['INCIDENTS_BACKEND_TOKEN'] || '' },
    webhookUrl: values['webhook-url'] || backendUrl,
    space,
    source: values.source ?? `kibana ${space}`,
    lookBackMs: readSpan(values['look-back']),
    grouping,
    instances,
    takeOver: values['take-over'],
    forgetSilent: values['forget-silent'],
    json: values.json,
    yes: values.yes,
  };
}

const NEEDED = /** @type {const} */ ({
  elasticsearch: ['--elasticsearch-url or ELASTICSEARCH_URL', '--api-key or ELASTICSEARCH_API_KEY'],
  kibana: ['--kibana-url or KIBANA_URL', '--api-key or KIBANA_API_KEY'],
  backend: ['--backend-url or INCIDENTS_BACKEND_URL', '--token or INCIDENTS_BACKEND_TOKEN'],
});

/** Refuses what lacks an address or a key, naming all that is missing. @param {Options} options @param {readonly (keyof typeof NEEDED)[]} servers @throws {UsageError} */
export function expectServers(options, servers) {
  const missing = servers.flatMap((server) => {
    const [url, key] = NEEDED[server];
    const given = options[server];
    const secret = 'token' in given ? given.token : given.apiKey;
    return [...(given.url ? [] : [url]), ...(secret ? [] : [key])];
  });
  if (missing.length > 0) throw new UsageError(`${options.verb} needs ${missing.join(', ')}`);
  for (const server of servers) {
    const { url } = options[server];
    if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol)) {
      throw new UsageError(`${NEEDED[server][0]}: found ${url}; expected an http or https address`);
    }
  }
}

/** @param {readonly string[]} args */
function parse(args) {
  const text = /** @type {const} */ ({ type: 'string' });
  const flag = /** @type {const} */ ({ type: 'boolean', default: false });
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        config: text,
        'elasticsearch-url': text,
        'kibana-url': text,
        'api-key': text,
        'backend-url': text,
        token: text,
        'webhook-url': text,
        space: text,
        source: text,
        'look-back': { type: 'string', default: '24h' },
        grouping: { type: 'string', default: 'auto' },
        instances: { type: 'string', default: '1' },
        'take-over': flag,
        'forget-silent': flag,
        json: flag,
        yes: flag,
        help: flag,
      },
    });
  } catch (error) {
    throw new UsageError(`${error instanceof Error ? error.message : error}\n\n${USAGE}`, { cause: error });
  }
}

/** @param {string} text @returns {number} milliseconds */
function readSpan(text) {
  const [, count = '', unit = ''] = /^(\d{1,4})([mhd])$/.exec(text) ?? [];
  const ms = Number(count) * ({ m: 60_000, h: 3_600_000, d: 86_400_000 }[unit] ?? 0);
  if (!(ms > 0 && ms <= 30 * 86_400_000))
    throw new UsageError(`--look-back: found ${text}; expected a time up to 30d, as 24h or 7d`);
  return ms;
}
