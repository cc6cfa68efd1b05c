import type { ThresholdScope } from 'incident-core';

/** What makes two layers the same one: names are compared without regard to case, and hold no line feed. */
export function scopeOf({ service, environment }: ThresholdScope): string {
  return `${service ?? ''}\n${environment ?? ''}`.toLowerCase();
}

/** What a layer is for, in words. */
export function describeScope({ service, environment }: ThresholdScope): string {
  const what = service ?? 'all services';
  return environment === null ? what : `${what} in ${environment}`;
}
