import { z } from 'zod';
import { DISCOVERY_SOURCES } from '../model/discovery-source.ts';
import type { DiscoveredService } from '../model/discovered-service.ts';
import { timeSchema } from './fields.ts';

/** A service in an environment, as discovery shows it. */
export const discoveredServiceSchema = z
  .strictObject({
    name: z.string(),
    /** Null where it reports none. */
    environment: z.string().nullable(),
    agents: z.array(z.string()),
    transaction_types: z.array(z.string()),
    /** Null for one that only its rules know of. */
    last_seen_at: timeSchema.nullable(),
    throughput_per_minute: z.number().nullable(),
    labels: z.record(z.string(), z.array(z.string())),
    sources: z.array(z.enum(DISCOVERY_SOURCES)),
  })
  .meta({ id: 'DiscoveredService' });
export type DiscoveredServiceAnswer = z.infer<typeof discoveredServiceSchema>;

/** How asking a source went: it had services, had none, said that some may be missing, or failed. */
export const DISCOVERY_OUTCOMES = ['found', 'empty', 'not_needed', 'incomplete', 'failed'] as const;

/** All services that were found, and how it went with each source. */
export const discoveryAnswerSchema = z
  .strictObject({
    items: z.array(discoveredServiceSchema),
    from: timeSchema,
    until: timeSchema,
    sources: z.array(
      z.strictObject({
        source: z.enum(DISCOVERY_SOURCES),
        /** The index patterns that were asked. */
        index: z.string(),
        outcome: z.enum(DISCOVERY_OUTCOMES),
        /** What went wrong, for people; null where nothing did. */
        detail: z.string().nullable(),
      }),
    ),
    /** What the caller may not read; empty where all is allowed. */
    missing_privileges: z.array(z.strictObject({ index: z.string(), privilege: z.string() })),
  })
  .meta({ id: 'Discovery' });
export type DiscoveryAnswer = z.infer<typeof discoveryAnswerSchema>;

/** As answers show it. */
export function fromDiscoveredService(service: DiscoveredService): DiscoveredServiceAnswer {
  return {
    name: service.name,
    environment: service.environment,
    agents: [...service.agents],
    transaction_types: [...service.transactionTypes],
    last_seen_at: service.lastSeen?.toISOString() ?? null,
    throughput_per_minute: service.throughputPerMinute,
    labels: Object.fromEntries(Object.entries(service.labels).map(([name, values]) => [name, [...values]])),
    sources: [...service.sources],
  };
}

/** From an answer. */
export function toDiscoveredService(answer: DiscoveredServiceAnswer): DiscoveredService {
  return {
    name: answer.name,
    environment: answer.environment,
    agents: answer.agents,
    transactionTypes: answer.transaction_types,
    lastSeen: answer.last_seen_at === null ? null : new Date(answer.last_seen_at),
    throughputPerMinute: answer.throughput_per_minute,
    labels: answer.labels,
    sources: answer.sources,
  };
}
