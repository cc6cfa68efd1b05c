import { i18n } from '@kbn/i18n';
import { minutesOf, type DiscoveryIndices } from 'incident-core';
import { z } from 'zod';
import { SETUP_PROBLEMS } from '../../common/problems';
import type { HistoryAnswer, HistoryQuestion } from '../../common/setup';
import { Refusal } from '../routes/route';

const MINUTE = 60_000;
const BUCKET_MINUTES = 15;
const DAY_MINUTES = 1_440;
/** Types of transactions that are told apart, as a rule for all types does. */
const MOST_TYPES = 10;

/** What to ask Elasticsearch for the last day of a service, from the same indices as services are found in. */
export function historyRequest(question: HistoryQuestion, indices: DiscoveryIndices, now: Date) {
  const { from, until } = spanOf(now);
  const isCount = question.kind === 'error_count';
  const begin = isCount ? from - windowMinutes(question) * MINUTE : from;
  const { service, environment, transaction_type: type } = question;
  const range = { gte: new Date(begin).toISOString(), lt: new Date(until).toISOString() };
  const place = environment === null ? [] : [{ term: { 'service.environment': environment } }];
  const filter = [
    { range: { '@timestamp': range } },
    { term: { 'service.name': service } },
    ...place,
    ...(isCount
      ? [{ term: { 'processor.event': 'error' } }]
      : [{ term: { 'metricset.name': 'service_transaction' } }, { term: { 'metricset.interval': '1m' } }]),
    ...(type === null || isCount ? [] : [{ term: { 'transaction.type': type } }]),
  ];
  const nowhere = environment === null ? { must_not: [{ exists: { field: 'service.environment' } }] } : {};
  const interval = isCount ? '1m' : `${BUCKET_MINUTES}m`;
  const types = { types: { terms: { field: 'transaction.type', size: MOST_TYPES }, aggs: measureOf(question) } };
  return {
    index: isCount ? indices.traces : indices.transaction_metrics,
    body: {
      size: 0,
      track_total_hits: false,
      timeout: '20s',
      query: { bool: { filter, ...nowhere } },
      aggs: {
        times: {
          date_histogram: { field: '@timestamp', fixed_interval: interval, min_doc_count: 1 },
          ...(isCount ? {} : { aggs: types }),
        },
      },
    },
  };
}

/** Reads the answer: the last day in quarters of an hour, and in which of them the threshold was passed. @throws Refusal */
export function readHistory(question: HistoryQuestion, answer: unknown, now: Date): HistoryAnswer {
  const parsed = answerSchema.safeParse(answer);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const detail = i18n.translate('incidents.problem.setup.noHistory', {
      defaultMessage: 'Of the last day, {path} is something else; {message}.',
      values: { path: issue?.path.join('.') ?? '', message: issue?.message ?? '' },
    });
    throw new Refusal({ ...SETUP_PROBLEMS.elasticsearch_failed, detail });
  }
  const buckets = parsed.data.aggregations?.times.buckets ?? [];
  const { from, until } = spanOf(now);
  const valueAt = question.kind === 'error_count' ? countsOf(question, buckets, from) : valuesOf(question, buckets);
  const points = Array.from({ length: (until - from) / (BUCKET_MINUTES * MINUTE) }, (_, place) => {
    const at = from + place * BUCKET_MINUTES * MINUTE;
    const value = valueAt(at);
    return { at: new Date(at).toISOString(), value, fires: value !== null && isBeyond(question, value) };
  });
  return { bucket_minutes: BUCKET_MINUTES, points, fired: points.filter(({ fires }) => fires).length };
}

const measured = z.number().nullish();
const typeSchema = z.looseObject({
  average: z.looseObject({ value: measured }).optional(),
  percentile: z.looseObject({ values: z.array(z.looseObject({ value: measured })) }).optional(),
  succeeded: z.looseObject({ value: measured }).optional(),
  all: z.looseObject({ value: measured }).optional(),
});
const bucketSchema = z.looseObject({
  key: z.number(),
  doc_count: z.number(),
  types: z.looseObject({ buckets: z.array(typeSchema) }).optional(),
});
type Bucket = z.infer<typeof bucketSchema>;
const answerSchema = z.looseObject({
  // Where no index fits the pattern, there are no aggregations either.
  aggregations: z.looseObject({ times: z.looseObject({ buckets: z.array(bucketSchema) }) }).optional(),
});

/** As Kibana's own rules measure it. Durations are in microseconds. */
function measureOf({ kind, aggregation }: HistoryQuestion): object {
  if (kind === 'failed_transaction_rate') {
    const field = 'event.success_count';
    return { succeeded: { sum: { field } }, all: { value_count: { field } } };
  }
  if (aggregation === 'avg') return { average: { avg: { field: 'transaction.duration.summary' } } };
  const percents = [Number.parseInt(aggregation, 10)];
  return { percentile: { percentiles: { field: 'transaction.duration.histogram', percents, keyed: false } } };
}

/** Of several types the worst: a rule for all types looks at each for itself. */
function valuesOf({ kind }: HistoryQuestion, buckets: readonly Bucket[]): (at: number) => number | null {
  const values = new Map(
    buckets.map(({ key, types }) => {
      const each = (types?.buckets ?? []).flatMap((type): readonly number[] => {
        if (kind === 'latency') {
          const micros = type.average?.value ?? type.percentile?.values[0]?.value ?? null;
          return micros === null ? [] : [micros / 1_000];
        }
        const all = type.all?.value ?? 0;
        return all === 0 ? [] : [((all - (type.succeeded?.value ?? 0)) / all) * 100];
      });
      return [key, each.length === 0 ? null : Math.max(...each)] as const;
    }),
  );
  return (at) => values.get(at) ?? null;
}

/** The most errors that any window which ended in the quarter held: so many a check each minute would have seen. */
function countsOf(question: HistoryQuestion, buckets: readonly Bucket[], from: number): (at: number) => number | null {
  const window = windowMinutes(question);
  const begin = from - window * MINUTE;
  const minutes = new Array<number>(window + DAY_MINUTES).fill(0);
  for (const { key, doc_count: count } of buckets) {
    const place = Math.floor((key - begin) / MINUTE);
    if (place >= 0 && place < minutes.length) minutes[place] = count;
  }
  const sums = [0];
  for (const count of minutes) sums.push((sums.at(-1) ?? 0) + count);
  return (at) => {
    if (buckets.length === 0) return null;
    const first = (at - begin) / MINUTE;
    const ends = Array.from({ length: BUCKET_MINUTES }, (_, minute) => first + minute + 1);
    return Math.max(...ends.map((end) => (sums[end] ?? 0) - (sums[end - window] ?? 0)));
  };
}

/** Latency must be more than the threshold; of the others as much is too many. */
function isBeyond({ kind, threshold }: HistoryQuestion, value: number): boolean {
  return kind === 'latency' ? value > threshold : value >= threshold;
}

function windowMinutes({ window }: HistoryQuestion): number {
  return Math.min(minutesOf(window), DAY_MINUTES);
}

/** A day of whole quarters, the last of which has ended. */
function spanOf(now: Date): { readonly from: number; readonly until: number } {
  const quarter = BUCKET_MINUTES * MINUTE;
  const until = Math.floor(now.getTime() / quarter) * quarter;
  return { from: until - DAY_MINUTES * MINUTE, until };
}
