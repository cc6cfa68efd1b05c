import type { IncidentStatus, Severity } from 'incident-core';
import type { BackendProblem, Problem } from './problems';
import type { Role } from './privileges';

// What our routes answer that the core's contract does not describe. What it describes the browser takes from there, as
// types only: nothing of zod reaches it.

export interface Page<Item> {
  readonly items: readonly Item[];
  readonly next_cursor: string | null;
}

/** `GET /internal/incidents/status`: who the caller is here, and how the backend is. */
export interface StatusAnswer {
  readonly backend: {
    readonly state: 'ok' | BackendProblem;
    readonly version: string | null;
    /** Where alerts are posted to; only for those who may make tokens for it. */
    readonly address: string | null;
  };
  readonly acting_as: { readonly name: string; readonly role: Role };
  readonly token_from: 'kibana.yml' | 'saved_object' | null;
}

interface OpenCount {
  readonly total: number;
  readonly by_severity: Readonly<Record<Severity, number>>;
  readonly by_status: Readonly<Record<Exclude<IncidentStatus, 'resolved'>, number>>;
}

/** `GET /internal/incidents/incidents/summary`: what the header shows. */
export interface SummaryAnswer {
  readonly open: OpenCount;
  /** Those that the user holds, and those of the user's teams that nobody holds. */
  readonly mine: OpenCount;
  /** When the newest of the open critical ones was triggered. */
  readonly newest_critical_at: string | null;
}

/** One line of `GET /internal/incidents/stream`. */
export interface StreamLine {
  /** `heartbeat` and `end` are ours; `incident`, `reset` and whatever else comes are the backend's. */
  readonly event: string;
  readonly id?: string;
  readonly data?: unknown;
}

export type BulkAction = 'acknowledge' | 'start' | 'resolve';

/** `POST /internal/incidents/incidents/bulk`: what became of each. */
export interface BulkAnswer {
  readonly results: readonly {
    readonly id: string;
    readonly outcome: 'done' | 'unchanged' | 'refused' | 'not_found' | 'forbidden';
    readonly problem: Problem | null;
  }[];
}
