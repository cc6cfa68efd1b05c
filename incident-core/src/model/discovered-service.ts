import type { DiscoverySource } from './discovery-source.ts';

/** A service in an environment, as its traces and metrics show it. */
export interface DiscoveredService {
  readonly name: string;
  /** Null where the service reports none. */
  readonly environment: string | null;
  /** The agents that report it, as `java` or `nodejs`. */
  readonly agents: readonly string[];
  readonly transactionTypes: readonly string[];
  /** Null for one that is known from its rules only, and was not heard of. */
  readonly lastSeen: Date | null;
  /** Transactions per minute over the time that was looked at; null where nothing counts them. */
  readonly throughputPerMinute: number | null;
  /** What it carries of the fields that mappings may go by, such as `labels.team`. */
  readonly labels: Readonly<Record<string, readonly string[]>>;
  readonly sources: readonly DiscoverySource[];
}

/** A service in an environment, by its names alone. */
export type ServicePlace = Pick<DiscoveredService, 'name' | 'environment'>;

/** One text for a service in an environment, to compare and sort by. */
export function placeKey({ name, environment }: ServicePlace): string {
  return JSON.stringify([name, environment]);
}
