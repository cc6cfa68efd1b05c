import type { BackendProblem } from './problems';
import type { Role } from './privileges';

// What our routes answer that the core's contract does not describe. What it describes the browser takes from there, as
// types only: nothing of zod reaches it.

/** A text of the backend that is no JSON, in ours. */
export interface TextAnswer {
  readonly text: string;
}

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

/** One line of `GET /internal/incidents/stream`. */
export interface StreamLine {
  /** `heartbeat` and `end` are ours; `incident`, `reset` and whatever else comes are the backend's. */
  readonly event: string;
  readonly id?: string;
  readonly data?: unknown;
}
