import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { DISCOVERY_SOURCES, type DiscoverySource } from '../model/discovery-source.ts';
import { mergeServices, readDiscoveryPage, type FoundService } from './discovery-answer.ts';
import { defaultScope, DISCOVERY_PAGE, discoveryRequest, isSourceNeeded } from './discovery-request.ts';
import { apiKeyRequest, discoveryPrivileges, privilegesRequest, pullPrivileges, readPrivileges } from './privileges.ts';

const NOW = new Date('2027-01-05T00:00:00Z');
const SCOPE = defaultScope(NOW);

describe('a request', () => {
  test('asks the cheapest source for services, environments, agents and labels', () => {
    expect(discoveryRequest('service_metrics', SCOPE, null)).toEqual({
      index: 'metrics-apm.service_summary.1m-*',
      query: { ignore_unavailable: true, allow_no_indices: true },
      body: {
        size: 0,
        track_total_hits: false,
        timeout: '20s',
        query: {
          bool: {
            filter: [
              { range: { '@timestamp': { gte: '2027-01-04T00:00:00.000Z', lt: '2027-01-05T00:00:00.000Z' } } },
              { term: { 'metricset.name': 'service_summary' } },
              { term: { 'metricset.interval': '1m' } },
            ],
          },
        },
        aggs: {
          services: {
            composite: {
              size: DISCOVERY_PAGE,
              sources: [
                { service: { terms: { field: 'service.name' } } },
                { environment: { terms: { field: 'service.environment', missing_bucket: true } } },
                { agent: { terms: { field: 'agent.name', missing_bucket: true } } },
              ],
            },
            aggs: {
              last_seen: { max: { field: '@timestamp' } },
              'label:labels.team': { terms: { field: 'labels.team', size: 5 } },
              'label:labels.owner': { terms: { field: 'labels.owner', size: 5 } },
              'label:service.namespace': { terms: { field: 'service.namespace', size: 5 } },
            },
          },
        },
      },
    });
  });

  test.each(['transaction_metrics', 'traces', 'otel'] as const)('to %s asks for transaction types too', (source) => {
    expect(JSON.stringify(discoveryRequest(source, SCOPE, null).body)).toContain('"transaction.type"');
  });

  test('for the next page begins where the one before ended', () => {
    const after = { service: 'cart', environment: null, agent: 'java' };
    expect(discoveryRequest('service_metrics', SCOPE, after).body).toMatchObject({
      aggs: { services: { composite: { after } } },
    });
  });

  test('goes to the indices that are configured', () => {
    const scope = { ...SCOPE, indices: { ...SCOPE.indices, traces: 'remote:traces-*' } };
    expect(discoveryRequest('traces', scope, null).index).toBe('remote:traces-*');
  });

  test('to traces is left out where metrics were found', () => {
    const needed = (...found: DiscoverySource[]) =>
      DISCOVERY_SOURCES.filter((source) => isSourceNeeded(source, new Set(found)));
    expect(needed('service_metrics', 'transaction_metrics')).toEqual([
      'service_metrics',
      'transaction_metrics',
      'otel',
    ]);
    expect(needed('service_metrics')).toEqual([...DISCOVERY_SOURCES]);
    expect(needed()).toEqual([...DISCOVERY_SOURCES]);
  });
});

/** A bucket as Elasticsearch answers. */
const bucket = (key: object, over: object = {}) => ({
  key: { environment: null, agent: 'java', ...key },
  doc_count: 7,
  last_seen: { value: Date.parse('2027-01-04T12:00:00Z'), value_as_string: '2027-01-04T12:00:00.000Z' },
  ...over,
});
const answer = (buckets: readonly object[], over: object = {}) => ({
  took: 3,
  timed_out: false,
  _shards: { total: 2, successful: 2, skipped: 0, failed: 0 },
  hits: { hits: [] },
  aggregations: { services: { after_key: { service: 'z' }, buckets } },
  ...over,
});

describe('an answer', () => {
  test('is read with all that a bucket says', () => {
    const key = { service: 'cart', environment: 'production', transaction_type: 'request' };
    const labels = {
      'label:labels.team': { buckets: [{ key: 'pay', doc_count: 7 }] },
      'label:labels.owner': { buckets: [] },
    };
    expect(
      readDiscoveryPage('transaction_metrics', answer([bucket(key, { ...labels, transactions: { value: 1440 } })])),
    ).toEqual({
      kind: 'page',
      after: { service: 'z' },
      incomplete: null,
      services: [
        {
          source: 'transaction_metrics',
          name: 'cart',
          environment: 'production',
          agent: 'java',
          transactionType: 'request',
          lastSeen: new Date('2027-01-04T12:00:00Z'),
          transactions: 1440,
          labels: { 'labels.team': ['pay'] },
        },
      ],
    });
  });

  test.each([[null], [''], ['ENVIRONMENT_NOT_DEFINED']])(
    'with the environment %j is of a service without one',
    (environment) => {
      const page = readDiscoveryPage('service_metrics', answer([bucket({ service: 'cart', environment })]));
      expect(page).toMatchObject({ services: [{ environment: null }] });
    },
  );

  test('counts no transactions where documents are none', () => {
    expect(readDiscoveryPage('otel', answer([bucket({ service: 'cart' })]))).toMatchObject({
      services: [{ transactions: null }],
    });
  });

  test('without buckets is the last page', () => {
    expect(readDiscoveryPage('otel', answer([]))).toEqual({
      kind: 'page',
      services: [],
      after: null,
      incomplete: null,
    });
    const { aggregations: _, ...bare } = answer([]);
    expect(readDiscoveryPage('otel', bare)).toMatchObject({ kind: 'page', services: [], after: null });
  });

  test.each([
    ['that ran out of time', { timed_out: true }, 'timed_out'],
    ['that lacks a shard', { _shards: { failed: 1 } }, 'shards_failed'],
  ])('%s says so', (_, over, incomplete) => {
    expect(readDiscoveryPage('otel', answer([], over))).toMatchObject({ incomplete });
  });

  test('that is none says where', () => {
    expect(readDiscoveryPage('otel', answer([{ key: { service: 7 } }]))).toMatchObject({
      kind: 'unreadable',
      path: '$.aggregations.services.buckets.0.key.service',
    });
  });

  test('never throws', () => {
    fc.assert(
      fc.property(fc.anything(), (given) => ['page', 'unreadable'].includes(readDiscoveryPage('traces', given).kind)),
    );
  });
});

describe('what several sources found', () => {
  const found = (over: Partial<FoundService>): FoundService => ({
    source: 'service_metrics',
    name: 'cart',
    environment: 'production',
    agent: 'java',
    transactionType: null,
    lastSeen: new Date('2027-01-04T12:00:00Z'),
    transactions: null,
    labels: {},
    ...over,
  });

  test('becomes one service for each name and environment', () => {
    const all = [
      found({ agent: 'nodejs', labels: { 'labels.team': ['pay'] } }),
      found({ source: 'transaction_metrics', transactionType: 'request', transactions: 1_440, lastSeen: NOW }),
      found({ source: 'transaction_metrics', transactionType: 'messaging', transactions: 720 }),
      found({ source: 'traces', transactionType: 'request', transactions: 99_999 }),
      found({ environment: null, agent: null, lastSeen: null, labels: { 'labels.team': ['b', 'a'] } }),
    ];
    expect(mergeServices(all, SCOPE)).toEqual([
      {
        name: 'cart',
        environment: null,
        agents: [],
        transactionTypes: [],
        lastSeen: null,
        throughputPerMinute: null,
        labels: { 'labels.team': ['a', 'b'] },
        sources: ['service_metrics'],
      },
      {
        name: 'cart',
        environment: 'production',
        agents: ['java', 'nodejs'],
        transactionTypes: ['messaging', 'request'],
        lastSeen: NOW,
        throughputPerMinute: 1.5,
        labels: { 'labels.team': ['pay'] },
        sources: ['service_metrics', 'traces', 'transaction_metrics'],
      },
    ]);
  });

  test('is the same in whatever order it was found', () => {
    const some = fc.array(
      fc
        .record({
          name: fc.constantFrom('a', 'b'),
          environment: fc.constantFrom('x', null),
          agent: fc.constantFrom('java', 'go', null),
          transactionType: fc.constantFrom('request', null),
          transactions: fc.option(fc.nat(9)),
          source: fc.constantFrom(...DISCOVERY_SOURCES),
          labels: fc.constantFrom({}, { l: ['1'] }, { l: ['2'], m: ['1'] }),
        })
        .map((over) => found(over)),
    );
    fc.assert(
      fc.property(some, (all) => expect(mergeServices([...all].reverse(), SCOPE)).toEqual(mergeServices(all, SCOPE))),
    );
  });
});

describe('privileges', () => {
  const names = ['metrics-apm.service_summary.1m-*', 'traces-apm*', 'apm-*', 'traces-*.otel-*'];
  const needed = discoveryPrivileges(SCOPE.indices);

  test('to discover are those to read what is asked for, and no other', () => {
    expect(needed.indices).toHaveLength(1);
    expect(needed.indices[0]?.names).toEqual(expect.arrayContaining(names));
    expect(needed.indices[0]?.privileges).toEqual(['read', 'view_index_metadata']);
    expect(privilegesRequest(needed)).toEqual({ index: needed.indices });
  });

  test('that are missing are named', () => {
    const index = { 'traces-apm*': { read: true, view_index_metadata: false }, 'apm-*': { read: false } };
    expect(readPrivileges({ username: 'u', has_all_requested: false, cluster: {}, index })).toEqual({
      kind: 'missing',
      missing: [
        { index: 'traces-apm*', privilege: 'view_index_metadata' },
        { index: 'apm-*', privilege: 'read' },
      ],
    });
    expect(readPrivileges({ has_all_requested: true })).toEqual({ kind: 'allowed' });
    expect(readPrivileges('no')).toEqual({ kind: 'unknown', reason: 'answer_not_understood' });
  });

  test('to pull make a key that may read alerts and nothing else', () => {
    expect(apiKeyRequest(pullPrivileges(['default', 'shop']), 'incidents', 90)).toEqual({
      name: 'incidents',
      expiration: '90d',
      role_descriptors: {
        incidents: {
          cluster: [],
          index: [{ names: ['.alerts-observability.*', '.alerts-stack.*'], privileges: ['read'] }],
          applications: [
            {
              application: 'kibana-.kibana',
              privileges: expect.arrayContaining(['feature_apm.read', 'feature_stackAlerts.read']),
              resources: ['space:default', 'space:shop'],
            },
          ],
        },
      },
      metadata: { application: 'incidents-for-kibana', purpose: 'pull' },
    });
    expect(apiKeyRequest(pullPrivileges(['default', 'shop']), 'incidents')).not.toHaveProperty('expiration');
  });
});
