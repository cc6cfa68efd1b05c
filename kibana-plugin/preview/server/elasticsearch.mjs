/** Elasticsearch with the APM data of some services, as far as the rule setup asks. */

/** @typedef {{ readonly name: string, readonly environment: string | null, readonly agent: string, readonly perMinute: number, readonly labels: Readonly<Record<string, string>>, readonly slow: number }} Sample */
/** @typedef {{ readonly method: string, readonly path: string, readonly body?: unknown, readonly querystring?: Readonly<Record<string, unknown>> }} Call */
/** @typedef {Readonly<Record<string, string | null>>} Key */

const MINUTE = 60_000;

/** Such as the sample teams have; the last ones nobody has mapped. @type {readonly Sample[]} */
const samples = [
  service('checkout', 'production', 'java', 210, 1),
  service('cart', 'production', 'nodejs', 160, 0.6),
  service('payment-api', 'production', 'java', 95, 1.4),
  service('frontend', 'production', 'rum-js', 480, 1.1),
  service('search', 'production', 'go', 120, 0.4),
  service('search', 'staging', 'go', 3, 0.4),
  service('inventory', 'production', 'dotnet', 40, 0.7, { 'labels.team': 'platform' }),
];

const prefixes = ['payment', 'search', 'frontend', 'orders', 'ledger', 'mail', 'report', 'image', 'geo', 'audit'];

/** @param {number} count @returns the transport of Elastic's client, as far as it is used */
export function createElasticsearch(count) {
  const services = count <= samples.length ? samples.slice(0, count) : [...samples, ...many(count - samples.length)];
  const keys = createKeys();
  return {
    transport: {
      /** @param {Call} call */
      request: async (call) => {
        const { path, body } = call;
        if (path === '/_security/api_key') return keys(call);
        if (path === '/_security/user/_has_privileges') return { has_all_requested: true, index: {} };
        const [, index = ''] = /^\/([^/]+)\/_search$/.exec(path) ?? [];
        const { aggs } = /** @type {{ aggs: Record<string, any> }} */ (body);
        if (aggs['services']) return discovered(services, decodeURIComponent(index), aggs['services']);
        return history(services, /** @type {any} */ (body));
      },
    },
  };
}

/** API keys, with which nothing can be opened. @returns {(call: Call) => unknown} */
function createKeys() {
  /** @type {{ readonly id: string, readonly name: string, readonly creation: number, invalidated: boolean }[]} */
  const keys = [];
  return ({ method, body, querystring }) => {
    if (method === 'GET') return { api_keys: keys.filter(({ name }) => name === querystring?.['name']) };
    if (method === 'DELETE') {
      const { ids } = /** @type {{ readonly ids: readonly string[] }} */ (body);
      for (const key of keys) key.invalidated ||= ids.includes(key.id);
      return { invalidated_api_keys: ids };
    }
    const { name } = /** @type {{ readonly name: string }} */ (body);
    const id = `preview-${keys.length + 1}`;
    keys.push({ id, name, creation: Date.now(), invalidated: false });
    return { id, name, encoded: Buffer.from(`${id}:opens-nothing`).toString('base64') };
  };
}

/** @param {string} name @param {string} environment @param {string} agent @param {number} perMinute @param {number} slow @param {Readonly<Record<string, string>>} labels @returns {Sample} */
function service(name, environment, agent, perMinute, slow, labels = {}) {
  return { name, environment, agent, perMinute, slow, labels };
}

/** @param {number} count @returns {readonly Sample[]} */
function many(count) {
  const environments = ['production', 'staging'];
  return Array.from({ length: count }, (_, at) => {
    const name = `${prefixes[at % prefixes.length]}-${String(Math.floor(at / 2)).padStart(4, '0')}`;
    return service(name, environments[at % 2] ?? 'production', 'java', (at % 90) + 1, 0.5);
  });
}

const nothing = { timed_out: false, _shards: { total: 0, failed: 0 } };

/** @param {readonly Sample[]} services @param {string} index @param {any} aggregation */
function discovered(services, index, { composite, aggs }) {
  if (!/service_(summary|transaction)/.test(index)) return nothing;
  const names = composite.sources.map((/** @type {object} */ source) => Object.keys(source)[0]);
  /** @param {Sample} sample @returns {Key} */
  const keyOf = ({ name, environment, agent }) => {
    const all = { service: name, environment, agent, transaction_type: 'request' };
    return Object.fromEntries(names.map((/** @type {keyof typeof all} */ each) => [each, all[each]]));
  };
  const order = (/** @type {Key} */ key) => names.map((/** @type {string} */ name) => key[name] ?? '').join('\0');
  const sorted = services
    .map((sample) => ({ sample, key: keyOf(sample) }))
    .sort((one, other) => (order(one.key) < order(other.key) ? -1 : 1));
  const rest = composite.after ? sorted.filter(({ key }) => order(key) > order(composite.after)) : sorted;
  const page = rest.slice(0, composite.size);
  const buckets = page.map(({ sample, key }) => ({
    key,
    doc_count: 1_440,
    last_seen: { value: Date.now() - MINUTE },
    transactions: { value: sample.perMinute * 1_440 },
    ...labelsOf(sample, aggs),
  }));
  return {
    timed_out: false,
    _shards: { total: 1, failed: 0 },
    aggregations: { services: { buckets, ...(page.length > 0 && { after_key: page.at(-1)?.key }) } },
  };
}

/** @param {Sample} sample @param {Record<string, { terms?: { field: string } }>} aggs */
function labelsOf({ labels }, aggs) {
  const wanted = Object.entries(aggs).filter(([, { terms }]) => terms && labels[terms.field]);
  return Object.fromEntries(
    wanted.map(([name, { terms }]) => [name, { buckets: [{ key: labels[terms?.field ?? ''], doc_count: 1 }] }]),
  );
}

/** The last day of a service: quiet at night, busy at noon, with an hour in which it was unwell. @param {readonly Sample[]} services @param {any} body */
function history(services, { query, aggs }) {
  /** @type {readonly any[]} */
  const filters = query.bool.filter;
  const name = filters.find(({ term }) => term?.['service.name'])?.term['service.name'];
  const sample = services.find((each) => each.name === name);
  if (!sample) return nothing;
  const { gte, lt } = filters.find(({ range }) => range).range['@timestamp'];
  const isCount = aggs.times.date_histogram.fixed_interval === '1m';
  const step = isCount ? MINUTE : 15 * MINUTE;
  const from = Math.ceil(Date.parse(gte) / step) * step;
  const unwell = Date.parse(lt) - 5 * 60 * MINUTE;
  const buckets = [];
  for (let key = from; key < Date.parse(lt); key += step) {
    const hour = new Date(key).getUTCHours() + new Date(key).getUTCMinutes() / 60;
    const busy = 1 + 0.6 * Math.sin(((hour - 6) / 24) * 2 * Math.PI) + 0.15 * Math.sin(key / 1_700_000);
    const strain = key > unwell && key < unwell + 60 * MINUTE ? 4 : 1;
    const micros = 420_000 * sample.slow * busy * strain;
    const failed = 0.012 * busy * strain * sample.slow;
    buckets.push({
      key,
      doc_count: isCount ? Math.round(2 * busy * strain * sample.slow) : 15,
      types: {
        buckets: [
          {
            key: 'request',
            average: { value: micros },
            percentile: { values: [{ key: 95, value: micros * 1.6 }] },
            succeeded: { value: Math.round(10_000 * (1 - failed)) },
            all: { value: 10_000 },
          },
        ],
      },
    });
  }
  return { timed_out: false, _shards: { total: 1, failed: 0 }, aggregations: { times: { buckets } } };
}
