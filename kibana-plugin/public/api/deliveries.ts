import type { DeliveryAnswer } from 'incident-core';
import type { Page } from '../../common/api';
import type { Caller, Query } from './caller';

/** The calls of the delivery log. */
export function createDeliveriesApi({ get }: Caller) {
  return {
    deliveries: (query: Query, signal?: AbortSignal) => get<Page<DeliveryAnswer>>('/deliveries', signal, query),
  } as const;
}
