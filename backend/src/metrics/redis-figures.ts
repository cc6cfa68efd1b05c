import { Injectable } from '@nestjs/common';
import { Counter, Gauge } from 'prom-client';
import { Redis } from '../platform/redis.ts';
import { Metrics } from './metrics.ts';

/** How Redis is, where there is one; looked at when the figures are read. */
@Injectable()
export class RedisFigures {
  constructor({ registry }: Metrics, redis: Redis) {
    if (redis.isThere === null) return;
    let counted = 0;
    new Gauge({
      name: 'incidents_redis_up',
      help: 'Whether Redis answers.',
      registers: [registry],
      collect() {
        this.set(redis.isThere ? 1 : 0);
      },
    });
    new Counter({
      name: 'incidents_redis_failures_total',
      help: 'Questions that Redis left unanswered.',
      registers: [registry],
      collect() {
        this.inc(redis.unanswered - counted);
        counted = redis.unanswered;
      },
    });
  }
}
