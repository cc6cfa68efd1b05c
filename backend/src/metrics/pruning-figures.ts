import { Injectable } from '@nestjs/common';
import { Counter, Gauge, type Counter as CounterOf } from 'prom-client';
import { Pruning } from '../platform/pruning.ts';
import { Metrics } from './metrics.ts';

/** What this process threw away because it was too old; looked at when the figures are read. */
@Injectable()
export class PruningFigures {
  constructor({ registry }: Metrics, pruning: Pruning) {
    const counter = (name: string, help: string, read: () => ReadonlyMap<string, number>) =>
      new Counter({
        name,
        help,
        labelNames: ['rows'],
        registers: [registry],
        collect() {
          setTo(this, read());
        },
      });
    counter('incidents_pruned_total', 'Rows that were thrown away, by what they were.', () => pruning.tally.pruned);
    counter(
      'incidents_pruning_failures_total',
      'Turns in which rows could not be thrown away, by what they are.',
      () => pruning.tally.failures,
    );
    const well = new Gauge({
      name: 'incidents_pruning_last_success_timestamp_seconds',
      help: 'When all that is too old was last thrown away; nothing where another backend does it.',
      registers: [registry],
      collect() {
        const { wellAt } = pruning.tally;
        if (wellAt !== null) this.set(wellAt.getTime() / 1000);
      },
    });
    well.remove();
  }
}

/** Counters are read anew each time: what is counted stands elsewhere. */
function setTo(counter: CounterOf<'rows'>, counts: ReadonlyMap<string, number>): void {
  counter.reset();
  for (const [rows, count] of counts) counter.inc({ rows }, count);
}
