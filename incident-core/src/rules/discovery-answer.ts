import { z } from 'zod';
import type { JsonObject } from '../model/alert.ts';
import { placeKey, type DiscoveredService } from '../model/discovered-service.ts';
import type { DiscoverySource } from '../model/discovery-source.ts';
import { toEnvironment } from '../model/rule-kind.ts';
import { countsTransactions, type DiscoveryScope } from './discovery-request.ts';
import { comparePlaces, compareText } from './pattern-order.ts';

/** A page of an answer, or why it is none. */
export type DiscoveryPage =
  | {
      readonly kind: 'page';
      readonly services: readonly FoundService[];
      /** Where the next page begins; null after the last. */
      readonly after: JsonObject | null;
      /** Why services may be missing from it; null when all shards answered in time. */
      readonly incomplete: 'timed_out' | 'shards_failed' | null;
    }
  | { readonly kind: 'unreadable'; readonly path: string; readonly expected: string };

/** A service as one bucket shows it: with one agent and one transaction type. */
export interface FoundService {
  readonly source: DiscoverySource;
  readonly name: string;
  readonly environment: string | null;
  readonly agent: string | null;
  readonly transactionType: string | null;
  readonly lastSeen: Date | null;
  readonly transactions: number | null;
  readonly labels: Readonly<Record<string, readonly string[]>>;
}

const keyPart = z.string().nullish();
const bucketSchema = z.looseObject({
  key: z.looseObject({ service: keyPart, environment: keyPart, agent: keyPart, transaction_type: keyPart }),
  last_seen: z.looseObject({ value: z.number().nullable() }).optional(),
  transactions: z.looseObject({ value: z.number().nullish(), doc_count: z.number().optional() }).optional(),
});
const termsSchema = z.looseObject({ buckets: z.array(z.looseObject({ key: z.unknown() })) });
const answerSchema = z.looseObject({
  timed_out: z.boolean().optional(),
  _shards: z.looseObject({ failed: z.number() }).optional(),
  // Where no index fits the pattern, there are no aggregations either.
  aggregations: z
    .looseObject({
      services: z.looseObject({
        buckets: z.array(bucketSchema),
        after_key: z.record(z.string(), z.unknown()).optional(),
      }),
    })
    .optional(),
});

/** Reads the answer to a `discoveryRequest`. Unknown fields are passed over; buckets without a service too. */
export function readDiscoveryPage(source: DiscoverySource, answer: unknown): DiscoveryPage {
  const parsed = answerSchema.safeParse(answer);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    return { kind: 'unreadable', path: `$.${issue?.path.join('.') ?? ''}`, expected: issue?.message ?? 'an answer' };
  }
  const { timed_out: timedOut, _shards: shards, aggregations } = parsed.data;
  const { buckets, after_key: after } = aggregations?.services ?? { buckets: [] };
  return {
    kind: 'page',
    services: buckets.flatMap((bucket) => readBucket(source, bucket)),
    after: buckets.length > 0 && after !== undefined ? (after as JsonObject) : null,
    incomplete: timedOut === true ? 'timed_out' : (shards?.failed ?? 0) > 0 ? 'shards_failed' : null,
  };
}

function readBucket(source: DiscoverySource, bucket: z.infer<typeof bucketSchema>): readonly FoundService[] {
  const { service, environment, agent, transaction_type: type } = bucket.key;
  if (!service) return [];
  const seen = bucket.last_seen?.value ?? null;
  const count = bucket.transactions?.value ?? bucket.transactions?.doc_count ?? null;
  return [
    {
      source,
      name: service,
      environment: environment ? toEnvironment(environment) : null,
      agent: agent || null,
      transactionType: type || null,
      lastSeen: seen === null ? null : new Date(seen),
      transactions: countsTransactions(source) ? count : null,
      labels: readLabels(bucket),
    },
  ];
}

function readLabels(bucket: JsonLike): FoundService['labels'] {
  const labels = Object.entries(bucket).flatMap(([name, terms]) => {
    const parsed = name.startsWith('label:') ? termsSchema.safeParse(terms) : null;
    const values = parsed?.success ? parsed.data.buckets.map(({ key }) => String(key)) : [];
    return values.length === 0 ? [] : [[name.slice('label:'.length), values] as const];
  });
  return Object.fromEntries(labels);
}

type JsonLike = Readonly<Record<string, unknown>>;

/**
 * What several sources and pages found, as one entry for each service in an environment, sorted. The throughput is that
 * of the source that counts best: metrics before traces, never both added up.
 */
export function mergeServices(
  found: readonly FoundService[],
  { from, until }: Pick<DiscoveryScope, 'from' | 'until'>,
): readonly DiscoveredService[] {
  const minutes = Math.max(1, (until.getTime() - from.getTime()) / 60_000);
  const byPlace = new Map<string, FoundService[]>();
  for (const service of found) {
    const key = placeKey(service);
    const there = byPlace.get(key);
    if (there) there.push(service);
    else byPlace.set(key, [service]);
  }
  return [...byPlace.values()].flatMap((all) => mergeOne(all, minutes)).sort(comparePlaces);
}

const COUNTING: readonly DiscoverySource[] = ['transaction_metrics', 'traces'];

function mergeOne(all: readonly FoundService[], minutes: number): readonly DiscoveredService[] {
  const [first] = all;
  if (!first) return [];
  const counting = COUNTING.map((source) => all.filter((one) => one.source === source && one.transactions !== null));
  const counted = counting.find((ones) => ones.length > 0);
  const seen = all.flatMap(({ lastSeen }) => lastSeen?.getTime() ?? []);
  const fields = listed(all.flatMap(({ labels }) => Object.keys(labels)));
  return [
    {
      name: first.name,
      environment: first.environment,
      agents: listed(all.map(({ agent }) => agent)),
      transactionTypes: listed(all.map(({ transactionType }) => transactionType)),
      lastSeen: seen.length === 0 ? null : new Date(seen.reduce((a, b) => Math.max(a, b))),
      throughputPerMinute: counted ? counted.reduce((sum, one) => sum + (one.transactions ?? 0), 0) / minutes : null,
      labels: Object.fromEntries(
        fields.map((field) => [field, listed(all.flatMap(({ labels }) => labels[field] ?? []))]),
      ),
      sources: [...new Set(all.map(({ source }) => source))].sort(compareText),
    },
  ];
}

function listed(texts: readonly (string | null)[]): readonly string[] {
  return [...new Set(texts.filter((text) => text !== null))].sort(compareText);
}
