import { expect, test } from '@jest/globals';
import { DEFAULT_DISCOVERY_INDICES } from 'incident-core';
import { readApmIndices, toDiscoveryIndices } from './discovery-indices';

const nothing = { service_metrics: undefined, transaction_metrics: undefined, traces: undefined, otel: undefined };
const usual = {
  ...{ transaction: 'traces-apm*,apm-*,traces-*.otel-*', span: 'traces-apm*,apm-*', error: 'logs-apm*,apm-*' },
  metric: 'metrics-apm*,apm-*,metrics-*.otel-*',
};

test('the usual places where nobody says otherwise', () => {
  expect(toDiscoveryIndices(nothing, null)).toEqual(DEFAULT_DISCOVERY_INDICES);
});

test("Kibana's own settings, as shipped, leave the narrow patterns of metrics", () => {
  expect(toDiscoveryIndices(nothing, usual)).toEqual({
    ...DEFAULT_DISCOVERY_INDICES,
    traces: 'traces-apm*,apm-*,logs-apm*,metrics-apm*',
  });
});

test('metrics that lie elsewhere are looked for there', () => {
  const { service_metrics: metrics } = toDiscoveryIndices(nothing, { ...usual, metric: 'far:metrics-apm*' });
  expect(metrics).toBe('far:metrics-apm*');
  const both = toDiscoveryIndices(nothing, { ...usual, metric: 'metrics-apm*, far:metrics-apm*' });
  expect(both.transaction_metrics).toBe('metrics-apm.service_transaction.1m-*,far:metrics-apm*');
});

test('kibana.yml goes before all', () => {
  expect(toDiscoveryIndices({ ...nothing, traces: 'mine-*' }, usual).traces).toBe('mine-*');
});

test('the first plugin that tells is asked, and none at all is no failure', async () => {
  expect(await readApmIndices([undefined, {}], {})).toBeNull();
  expect(await readApmIndices([{}, { getApmIndices: async () => usual }], {})).toEqual(usual);
});
