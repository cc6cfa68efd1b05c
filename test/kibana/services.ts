import type { Kibana } from './kibana.ts';

const ENVIRONMENTS = ['production', 'staging', 'development'] as const;
const SUMMARIES = 'metrics-apm.service_summary.1m-default';
const TRANSACTIONS = 'metrics-apm.transaction.1m-default';

/** What APM Server would have written of services, as far as discovery and the rules on failed transactions read it. */
export class MonitoredServices {
  constructor(private readonly kibana: Kibana) {}

  /** So many services in three environments: `desk-00`, `shop-01`, `desk-02` and so on. */
  async appear(count: number): Promise<readonly string[]> {
    const names = Array.from({ length: count }, (_, index) => {
      const group = index % 2 === 0 ? 'desk' : 'shop';
      return `${group}-${String(index).padStart(2, '0')}`;
    });
    const at = new Date().toISOString();
    const documents = names.flatMap((name) =>
      ENVIRONMENTS.map((environment) => ({
        '@timestamp': at,
        ...common(name, environment, 'metric'),
        metricset: { name: 'service_summary', interval: '1m' },
      })),
    );
    await this.kibana.writeDocuments(SUMMARIES, documents);
    return names;
  }

  /** What the rules on failed transactions read: metrics of the last minutes, of which so many in a hundred failed. */
  async serve(name: string, environment: string, failed: number): Promise<void> {
    const now = Date.now();
    const documents = Array.from({ length: 100 }, (_, index) => ({
      '@timestamp': new Date(now - index * 1_000).toISOString(),
      ...common(name, environment, 'metric'),
      metricset: { name: 'transaction', interval: '1m' },
      transaction: {
        name: 'POST /cart',
        type: 'request',
        result: index < failed ? 'HTTP 5xx' : 'HTTP 2xx',
        duration: { histogram: { values: [80_000], counts: [1] } },
      },
      event: { outcome: index < failed ? 'failure' : 'success' },
    }));
    await this.kibana.writeDocuments(TRANSACTIONS, documents);
  }

  async forgetTransactions(): Promise<void> {
    await this.kibana.emptyIndex(TRANSACTIONS);
  }

  async vanish(): Promise<void> {
    for (const index of [SUMMARIES, TRANSACTIONS]) await this.kibana.emptyIndex(index);
  }
}

function common(name: string, environment: string, event: string): Record<string, unknown> {
  return {
    processor: { event, name: event },
    agent: { name: 'nodejs', version: '4.2.0' },
    service: { name, environment, version: '1.0', language: { name: 'javascript' } },
    observer: { version: '8.12.2', version_major: 8 },
  };
}
