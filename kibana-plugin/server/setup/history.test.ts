import { describe, expect, test } from '@jest/globals';
import { DEFAULT_DISCOVERY_INDICES } from 'incident-core';
import type { HistoryQuestion } from '../../common/setup';
import { historyRequest, readHistory } from './history';

const now = new Date('2027-01-05T03:20:00Z');
const at = (time: string) => Date.parse(`2027-01-05T${time}Z`);
const question = (given: Partial<HistoryQuestion> = {}): HistoryQuestion => ({
  ...{ service: 'cart', environment: 'production', kind: 'latency', threshold: 500, window: '5m' },
  ...{ aggregation: '95th', transaction_type: null },
  ...given,
});
const answer = (...buckets: readonly object[]) => ({ aggregations: { times: { buckets } } });
const typed = (key: number, ...types: readonly object[]) => ({ key, doc_count: 1, types: { buckets: types } });
const slow = (milliseconds: number) => ({ percentile: { values: [{ key: 95, value: milliseconds * 1_000 }] } });

test('a day of whole quarters of an hour, the last of which has ended', () => {
  const { points } = readHistory(question(), answer(), now);
  expect(points).toHaveLength(96);
  expect([points[0]?.at, points.at(-1)?.at]).toEqual(['2027-01-04T03:15:00.000Z', '2027-01-05T03:00:00.000Z']);
});

test('latency must be more than the threshold, and of several types the worst counts', () => {
  const quarters = answer(typed(at('01:00:00'), slow(500), slow(100)), typed(at('01:15:00'), slow(20), slow(501)));
  const { points, fired } = readHistory(question(), quarters, now);
  expect(points.filter(({ value }) => value !== null)).toEqual([
    { at: '2027-01-05T01:00:00.000Z', value: 500, fires: false },
    { at: '2027-01-05T01:15:00.000Z', value: 501, fires: true },
  ]);
  expect(fired).toBe(1);
});

test('of failed transactions as many as the threshold are too many', () => {
  const rate = typed(at('01:00:00'), { succeeded: { value: 90 }, all: { value: 100 } });
  const none = typed(at('01:15:00'), { succeeded: { value: 0 }, all: { value: 0 } });
  const given = question({ kind: 'failed_transaction_rate', threshold: 10 });
  const { points, fired } = readHistory(given, answer(rate, none), now);
  expect(fired).toBe(1);
  expect(points.filter(({ value }) => value !== null)).toHaveLength(1);
});

describe('errors', () => {
  const minute = (time: string, count: number) => ({ key: at(time), doc_count: count });
  const errors = question({ kind: 'error_count', threshold: 10 });

  test('are counted within the window, wherever it lies', () => {
    const { points, fired } = readHistory(errors, answer(minute('01:13:00', 6), minute('01:16:00', 4)), now);
    const values = points.filter(({ value }) => value !== 0).map((point) => [point.at.slice(11, 16), point.value]);
    expect(values).toEqual([
      ['01:00', 6],
      ['01:15', 10],
    ]);
    expect(fired).toBe(1);
  });

  test('that are further apart than the window do not add up', () => {
    expect(readHistory(errors, answer(minute('01:10:00', 6), minute('01:15:00', 4)), now).fired).toBe(0);
  });

  test('of a window that began before the day are counted too', () => {
    const long = { ...errors, window: '2h' };
    const body = JSON.stringify(historyRequest(long, DEFAULT_DISCOVERY_INDICES, now).body);
    expect(body).toContain('"gte":"2027-01-04T01:15:00.000Z"');
    const early = { key: Date.parse('2027-01-04T02:00:00Z'), doc_count: 12 };
    expect(readHistory(long, answer(early), now).points[0]).toMatchObject({ value: 12, fires: true });
  });

  test('none at all is not known to be none', () => {
    expect(readHistory(errors, {}, now).points.every(({ value }) => value === null)).toBe(true);
  });
});

test('asks the metrics as Kibana measures them, and of no environment for services without one', () => {
  const { index, body } = historyRequest(
    question({ environment: null, transaction_type: 'request' }),
    DEFAULT_DISCOVERY_INDICES,
    now,
  );
  expect(index).toBe('metrics-apm.service_transaction.1m-*');
  expect(body.query.bool).toMatchObject({
    filter: expect.arrayContaining([{ term: { 'transaction.type': 'request' } }, { term: { 'service.name': 'cart' } }]),
    must_not: [{ exists: { field: 'service.environment' } }],
  });
  expect(JSON.stringify(body.aggs)).toContain('"percents":[95]');
});

test('an answer that is none is refused with its place', () => {
  expect(() => readHistory(question(), { aggregations: { times: 7 } }, now)).toThrow(
    expect.objectContaining({
      problem: expect.objectContaining({ detail: expect.stringContaining('aggregations.times') }),
    }),
  );
});
