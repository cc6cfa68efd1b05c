/** What is known of a span. */
export type SpanAttributes = Readonly<Record<string, string | number | boolean | readonly string[]>>;

/** What is told of when it began and ended. */
export interface SpanPlan {
  readonly name: string;
  readonly kind?: 'server' | 'client';
  readonly attributes: SpanAttributes;
  /**
   * What it belongs to: the caller's own trace (a `traceparent` of W3C Trace Context), or that of an incident, whose trace
   * has the incident's id. Neither: a trace of its own.
   */
  readonly parent?: { readonly traceparent: string } | { readonly incidentId: string };
  /** Spans that it was done for, by their `traceparent`. */
  readonly links?: readonly string[];
}

/** Adds what is known only at the end: attributes, and the incidents to whose traces it leads. */
export type Noting = (attributes: SpanAttributes, incidentIds?: readonly string[]) => void;
