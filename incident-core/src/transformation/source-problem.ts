import type { Alert, JsonObject } from '../model/alert.ts';
import { cutText, toWellFormed } from '../support/well-formed-text.ts';
import { toSourceDedupKey } from './dedup-key.ts';
import type { Unreadable } from './unreadable.ts';

interface TroubledSource {
  readonly sourceId: string;
  readonly sourceName: string;
  readonly receivedAt: Date;
}

/**
 * What goes wrong with a source itself: it sends what we cannot read or more than it may, uses a token that is known but
 * dead, its alerts cannot be pulled, or it has not said in time that it is alive. `over`: it is well again.
 */
export type SourceProblem =
  | (TroubledSource & { readonly kind: 'unreadable'; readonly problem: Unreadable })
  | (TroubledSource & { readonly kind: 'dead_token' })
  | (TroubledSource & { readonly kind: 'too_fast' })
  | (TroubledSource & { readonly kind: 'pull_failing'; readonly fault: string; readonly over: boolean })
  | (TroubledSource & {
      readonly kind: 'silent';
      /** Null for one of which none has ever come. */
      readonly lastBeatAt: Date | null;
      readonly intervalSeconds: number;
      readonly over: boolean;
    });

/**
 * The alert that opens or refreshes the incident about a source. Of what is pushed only a person sees that it is mended;
 * a pull that comes through again, or a sign of life, is its own recovery.
 */
export function sourceProblemAlert(source: SourceProblem): Alert {
  return {
    dedupKey: toSourceDedupKey(source.sourceId, source.kind),
    episode: null,
    status: 'over' in source && source.over ? 'recovered' : 'active',
    date: source.receivedAt,
    replacedDate: null,
    ...textsOf(source),
    severity: 'error',
    severityFrom: 'default',
    service: null,
    environment: null,
    tags: [],
    value: null,
    threshold: null,
    links: { alert: null, rule: null, service: null },
    sourceId: source.sourceId,
    space: null,
    rule: { id: null, name: null, type: null },
    alertId: null,
    actionGroup: null,
    flapping: false,
  };
}

function textsOf(source: SourceProblem): { name: string; reason: string; metadata: JsonObject } {
  const name = cutText(toWellFormed(source.sourceName).replace(/\s+/g, ' ').trim(), 200);
  if (source.kind === 'dead_token') {
    return {
      name: `${name} uses a token that is revoked or expired`,
      reason: 'Its payloads are refused until it gets a live token: no alert of this source can open an incident.',
      metadata: { problem: 'dead_token' },
    };
  }
  if (source.kind === 'too_fast') {
    return {
      name: `${name} sends more than it may`,
      reason: 'What is above the limit is refused (429), and Kibana does not try for long: alerts may be missing.',
      metadata: { problem: 'too_fast' },
    };
  }
  if (source.kind === 'pull_failing') {
    return {
      name: `${name} cannot be pulled`,
      reason: cutText(toWellFormed(source.fault), 1_000),
      metadata: { problem: 'pull_failing' },
    };
  }
  if (source.kind === 'silent') {
    const since = source.lastBeatAt === null ? 'has ever come' : `has come since ${source.lastBeatAt.toISOString()}`;
    return {
      name: `${name} is silent`,
      reason: `No heartbeat ${since}; one is expected every ${source.intervalSeconds} seconds.`,
      metadata: { problem: 'silent', last_beat_at: source.lastBeatAt?.toISOString() ?? null },
    };
  }
  const { reason, path, found, expected, rawText } = source.problem;
  return {
    name: `${name} sends alerts that we cannot read`,
    reason: `At ${path} we found ${found}; expected ${expected}.`,
    metadata: { problem: reason, path, found, expected, raw_text: rawText },
  };
}
