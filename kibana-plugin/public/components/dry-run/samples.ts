import { i18n } from '@kbn/i18n';

/** A body to try without having one. */
export interface Sample {
  readonly id: 'active' | 'critical' | 'recovered' | 'two' | 'unreadable';
  readonly name: string;
  readonly body: string;
}

/** As our own templates in Kibana would post them at that time. */
export function samplesAt(now: number): readonly Sample[] {
  return [
    {
      id: 'active',
      name: i18n.translate('incidents.dryRun.sample.active', { defaultMessage: 'An alert' }),
      body: written(bodyOf({ now })),
    },
    {
      id: 'critical',
      name: i18n.translate('incidents.dryRun.sample.critical', { defaultMessage: 'A critical one' }),
      body: written(bodyOf({ now, severity: 'critical', reason: 'Failed transactions are 62 % in the last 5 min.' })),
    },
    {
      id: 'recovered',
      name: i18n.translate('incidents.dryRun.sample.recovered', { defaultMessage: 'A recovery' }),
      body: written(bodyOf({ now, status: 'recovered' })),
    },
    {
      id: 'two',
      name: i18n.translate('incidents.dryRun.sample.two', { defaultMessage: 'Several at once' }),
      body: written(summaryOf(now)),
    },
    {
      id: 'unreadable',
      name: i18n.translate('incidents.dryRun.sample.unreadable', { defaultMessage: 'A broken template' }),
      body: written({ rule: { id: RULE.id, name: RULE.name }, status: '{{alert.status}}' }),
    },
  ];
}

interface Told {
  readonly now: number;
  readonly status?: 'active' | 'recovered';
  readonly severity?: string;
  readonly reason?: string;
}

const RULE = { id: 'sample-latency', name: 'Latency of checkout', type: 'apm.transaction_duration', tags: ['sample'] };
const PLACE = { name: 'checkout', environment: 'production' };

function bodyOf({ now, status = 'active', severity, reason = 'Latency is 2.1 s in the last 5 min.' }: Told): object {
  return {
    ...{ schema_version: '1', kind: 'alert', status },
    ...(severity === undefined ? {} : { severity }),
    kibana: { space_id: 'default' },
    rule: RULE,
    alert: { id: 'sample-checkout', uuid: uuidAt(now), action_group: 'threshold_met' },
    timestamp: new Date(now).toISOString(),
    reason,
    service: PLACE,
  };
}

function summaryOf(now: number): object {
  const entry = (service: string, at: number) => ({
    ...{ uuid: uuidAt(at), id: `sample-${service}`, status: 'active', reason: `Latency of ${service} is 2.1 s.` },
    ...{ service, environment: PLACE.environment },
  });
  return {
    ...{ schema_version: '1', kind: 'summary', kibana: { space_id: 'default' }, rule: RULE },
    timestamp: new Date(now).toISOString(),
    new: [entry('checkout', now), entry('search', now + 1)],
    recovered: [],
  };
}

/** Kibana names each episode; a sample's has only to be another one each time. */
function uuidAt(now: number): string {
  return `5a3b1e00-0000-4000-8000-${now.toString(16).padStart(12, '0').slice(-12)}`;
}

function written(body: object): string {
  return JSON.stringify(body, null, 2);
}
