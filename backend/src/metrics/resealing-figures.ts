import { Injectable } from '@nestjs/common';
import { Gauge } from 'prom-client';
import { Resealing } from '../platform/resealing.ts';
import { Metrics } from './metrics.ts';

/** How far a change of SECRETS_KEY has come; looked at when the figures are read. */
@Injectable()
export class ResealingFigures {
  constructor({ registry }: Metrics, resealing: Resealing) {
    const gauge = (name: string, help: string, which: 'going' | 'unreadable') =>
      new Gauge({
        name,
        help,
        labelNames: ['rows'],
        registers: [registry],
        collect() {
          for (const [rows, count] of resealing.found) this.set({ rows }, count[which]);
        },
      });
    gauge('incidents_secrets_under_previous_key', 'Rows with a secret that only SECRETS_KEY_PREVIOUS opens.', 'going');
    gauge('incidents_secrets_unreadable', 'Rows with a secret that no key that is given opens.', 'unreadable');
  }
}
