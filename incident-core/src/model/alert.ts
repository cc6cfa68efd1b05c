import type { Severity } from './severity.ts';

export const ALERT_STATUSES = ['active', 'recovered'] as const;
/** `active`: the condition holds; `recovered`: the source says that it is gone. */
export type AlertStatus = (typeof ALERT_STATUSES)[number];

/** Any value that JSON can hold. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
/** A JSON object, read only. */
export type JsonObject = { readonly [key: string]: Json };

/** Where a date in a payload was not usable, and the receipt time stands in. */
export interface ReplacedDate {
  readonly reason: 'missing' | 'unreadable' | 'in_the_future';
  /** What stood there, at most 100 characters; null when nothing did. */
  readonly found: string | null;
}

/** One normalised signal from a source: a condition is active, or has recovered. All texts are free of NUL and lone surrogates. */
export interface Alert {
  /** What makes two alerts the same problem; at most 512 characters. */
  readonly dedupKey: string;
  /** One activation of the alert in Kibana (`alert.uuid`); null when the payload names none. */
  readonly episode: string | null;
  readonly status: AlertStatus;
  /** When the source says this was so; orders what arrives late. */
  readonly date: Date;
  readonly replacedDate: ReplacedDate | null;
  /** The rule's name, or the best title that the payload offers. */
  readonly name: string;
  readonly severity: Severity;
  /** Which part of the payload the severity was taken from; shown to people. */
  readonly severityFrom: 'payload' | 'action_group' | 'tag' | 'default';
  readonly service: string | null;
  readonly environment: string | null;
  readonly tags: readonly string[];
  /** The source's own sentence on what is wrong. */
  readonly reason: string | null;
  readonly value: string | null;
  readonly threshold: string | null;
  readonly links: AlertLinks;
  readonly sourceId: string;
  readonly space: string | null;
  readonly rule: { readonly id: string | null; readonly name: string | null; readonly type: string | null };
  /** The alert's instance id within its rule (`alert.id`), whole. */
  readonly alertId: string | null;
  readonly actionGroup: string | null;
  readonly flapping: boolean;
  /** What else the payload said: its context and the fields that we do not know. */
  readonly metadata: JsonObject;
}

/** Absolute http(s) addresses only; null where the payload has none. */
export interface AlertLinks {
  readonly alert: string | null;
  readonly rule: string | null;
  readonly service: string | null;
}
