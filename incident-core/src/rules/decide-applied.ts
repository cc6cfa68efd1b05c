/** What is done to one rule or connector of a plan; `read` changes nothing. */
export type PlannedVerb = 'read' | 'create' | 'update' | 'delete';

/** What Kibana said to one request of a plan. */
export interface KibanaAnswer {
  /** The HTTP status; null when there was no answer at all. */
  readonly status: number | null;
  /** Seconds, from `Retry-After`. */
  readonly retryAfterSeconds: number | null;
  /** How often this has been asked, this time included. */
  readonly attempts: number;
  /** Of what has the id already: whether it carries our tag; null where that is not known. */
  readonly isOurs: boolean | null;
}

/** Why a rule could not be written. Those that would hold for every other rule too stop the whole plan. */
export const APPLY_FAILURES = [
  'refused',
  'id_taken',
  'changed_meanwhile',
  'too_busy',
  'unavailable',
  'unauthorized',
  'forbidden',
] as const;
export type ApplyFailure = (typeof APPLY_FAILURES)[number];

/**
 * What follows from an answer. `look`: ask for what has the id, and decide again with `isOurs`. `instead`: the same rule
 * by another verb, for somebody was faster. `failed`: the other rules go on; `stopped`: none of them would fare better.
 */
export type ApplyDecision =
  | { readonly kind: 'done'; readonly how: 'read' | 'created' | 'updated' | 'deleted' | 'was_gone' }
  | { readonly kind: 'look' }
  | { readonly kind: 'instead'; readonly verb: 'create' | 'update' }
  | { readonly kind: 'again'; readonly afterSeconds: number }
  | { readonly kind: 'failed' | 'stopped'; readonly reason: ApplyFailure };

/** How often a request is made at most. Each may safely be made again: ids are ours, and bodies are whole. */
export const APPLY_ATTEMPTS = 6;
const FIRST_PAUSE_SECONDS = 1;
const LONGEST_PAUSE_SECONDS = 60;

/**
 * Decides what an answer of Kibana's alerting or connector API means for a plan (its statuses: POST with an id answers
 * 409 when that is taken, PUT 409 when somebody wrote at the same time, DELETE 204 or 404).
 */
export function decideApplied(verb: PlannedVerb, answer: KibanaAnswer): ApplyDecision {
  const decision = decide(verb, answer);
  const goesOn = decision.kind === 'look' || decision.kind === 'instead';
  // Two who undo each other's work would go on for ever.
  return goesOn && answer.attempts >= APPLY_ATTEMPTS ? { kind: 'failed', reason: 'changed_meanwhile' } : decision;
}

function decide(verb: PlannedVerb, { status, isOurs, ...answer }: KibanaAnswer): ApplyDecision {
  if (status === null || status >= 500) return again(answer, 'unavailable');
  if (status === 429 || status === 408) return again(answer, 'too_busy');
  if (status === 401) return { kind: 'stopped', reason: 'unauthorized' };
  if (status === 403) return { kind: 'stopped', reason: 'forbidden' };
  if (status === 404 && verb === 'delete') return { kind: 'done', how: 'was_gone' };
  if (status === 404 && verb === 'update') return { kind: 'instead', verb: 'create' };
  if (status === 409 && verb === 'create') return decideTaken(isOurs);
  if (status === 409) return again(answer, 'changed_meanwhile');
  if (status < 200 || status >= 300) return { kind: 'failed', reason: 'refused' };
  return { kind: 'done', how: DONE[verb] };
}

const DONE = { read: 'read', create: 'created', update: 'updated', delete: 'deleted' } as const;

/** An earlier run of the same plan may have made it; what is not ours is never touched. */
function decideTaken(isOurs: boolean | null): ApplyDecision {
  if (isOurs === null) return { kind: 'look' };
  return isOurs ? { kind: 'instead', verb: 'update' } : { kind: 'failed', reason: 'id_taken' };
}

function again(
  { attempts, retryAfterSeconds }: Pick<KibanaAnswer, 'attempts' | 'retryAfterSeconds'>,
  reason: ApplyFailure,
): ApplyDecision {
  if (attempts >= APPLY_ATTEMPTS) return { kind: reason === 'changed_meanwhile' ? 'failed' : 'stopped', reason };
  const pause = retryAfterSeconds ?? FIRST_PAUSE_SECONDS * 2 ** (attempts - 1);
  return { kind: 'again', afterSeconds: Math.min(Math.max(pause, 0), LONGEST_PAUSE_SECONDS) };
}
