import type { GivenSimulation } from 'incident-core';

/** An incident that there is not. */
export type Imagined = NonNullable<GivenSimulation['incident']>;

/** What Kibana would post, and as which source. */
export type Payload = Pick<GivenSimulation, 'payload' | 'source_id'>;
