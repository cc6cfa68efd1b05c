import type { Incident } from '../model/incident.ts';
import { worseSeverity, type Severity } from '../model/severity.ts';

/** Why one incident cannot be merged into another. */
export const MERGE_REFUSALS = ['itself', 'resolved', 'merged_elsewhere', 'into_resolved'] as const;
export type MergeRefusal = (typeof MERGE_REFUSALS)[number];

/** What a merge depends on of the incident that goes. */
export interface Mergeable extends Pick<
  Incident,
  'id' | 'status' | 'severity' | 'alertCount' | 'lastSeenAt' | 'resolveDueAt'
> {
  /** The incident that it was merged into before. */
  readonly mergedInto: string | null;
  /** An alert of it is active, or it has none: then nothing says that its problem is over. */
  readonly stillBad: boolean;
  /** Alerts of it are active, and Kibana looks at none of them: nobody will say when they are over. */
  readonly untracked: boolean;
}

/** What becomes of two incidents. */
export type MergeDecision =
  /** `set`: what the one that stays has from then on. `rises`: its severity is worse than before. */
  | {
      readonly kind: 'merge';
      readonly rises: boolean;
      readonly set: {
        readonly severity: Severity;
        readonly alertCount: number;
        readonly lastSeenAt: Date;
        readonly resolveDueAt: Date | null;
      };
    }
  /** It was merged into this one before. */
  | { readonly kind: 'nothing'; readonly reason: 'already_there' }
  | { readonly kind: 'refuse'; readonly reason: MergeRefusal };

/**
 * Decides what a merge of `from` into `into` does. Both must be open: what is over takes no alerts, and its episodes are
 * final. The one that stays is as bad as the worse of the two, and while something is still active it does not resolve
 * by itself: unless Kibana looks at none of it any more. Then it does when both would have, and never where either would
 * not.
 */
export function decideMerge(
  from: Mergeable,
  into: Pick<Incident, 'id' | 'status' | 'severity' | 'alertCount' | 'lastSeenAt' | 'resolveDueAt'>,
): MergeDecision {
  if (from.id === into.id) return { kind: 'refuse', reason: 'itself' };
  if (from.mergedInto === into.id) return { kind: 'nothing', reason: 'already_there' };
  if (from.status === 'resolved') {
    return { kind: 'refuse', reason: from.mergedInto === null ? 'resolved' : 'merged_elsewhere' };
  }
  if (into.status === 'resolved') return { kind: 'refuse', reason: 'into_resolved' };
  const severity = from.stillBad ? worseSeverity(from.severity, into.severity) : into.severity;
  return {
    kind: 'merge',
    rises: severity !== into.severity,
    set: {
      severity,
      alertCount: into.alertCount + from.alertCount,
      lastSeenAt: from.lastSeenAt > into.lastSeenAt ? from.lastSeenAt : into.lastSeenAt,
      resolveDueAt: endOf(from, into),
    },
  };
}

function endOf(from: Mergeable, into: Pick<Incident, 'resolveDueAt'>): Date | null {
  if (!from.stillBad) return into.resolveDueAt;
  if (!from.untracked || from.resolveDueAt === null || into.resolveDueAt === null) return null;
  return from.resolveDueAt > into.resolveDueAt ? from.resolveDueAt : into.resolveDueAt;
}
