import { randomUUID } from 'node:crypto';
import type { IntakeAnswer } from 'incident-core';
import type { Answer, Api } from './api.ts';
import type { ManualClock } from './manual-clock.ts';

export interface Firing {
  readonly service?: string | undefined;
  readonly environment?: string | undefined;
  readonly severity?: string | undefined;
  readonly tags?: readonly string[] | undefined;
  /** The episode; a new one for each firing that names none. */
  readonly uuid?: string | undefined;
  readonly reason?: string | undefined;
  readonly at?: Date | undefined;
}

/** A Kibana whose rules fire and recover; one rule and alert for each name. */
export class Elastic {
  private readonly episodes = new Map<string, string>();

  constructor(
    private readonly api: Api,
    private readonly clock: ManualClock,
  ) {}

  /** Posts an active alert and answers the incident that it belongs to. */
  async fires(name: string, firing: Firing = {}): Promise<string> {
    const answer = await this.posts(this.active(name, firing));
    const id = answer.results[0]?.incident_id;
    if (!id) throw new Error(`no incident came of ${name}: ${JSON.stringify(answer)}`);
    return id;
  }

  /** Posts the recovery of the last episode, as Kibana 9 does. */
  async recovers(name: string, firing: Firing = {}): Promise<IntakeAnswer> {
    return this.posts(this.recovery(name, firing));
  }

  /** The body of an active alert. */
  active(name: string, firing: Firing = {}): Record<string, unknown> {
    const uuid = firing.uuid ?? randomUUID();
    this.episodes.set(name, uuid);
    return this.body(name, 'active', uuid, firing);
  }

  recovery(name: string, firing: Firing = {}): Record<string, unknown> {
    return this.body(name, 'recovered', firing.uuid ?? this.episodes.get(name) ?? randomUUID(), firing);
  }

  /** What Kibana 8.12 posts for a recovered APM alert: rule and alert, and no context at all. */
  bareRecovery(name: string, firing: Firing = {}): Record<string, unknown> {
    return {
      ...this.recovery(name, firing),
      reason: '',
      alert_url: '',
      view_in_app_url: '',
      service: { name: '', environment: '', transaction_type: '', transaction_name: '' },
      value: '',
      threshold: '',
      context: {},
    };
  }

  async posts(body: unknown, api: Api = this.api): Promise<IntakeAnswer> {
    const answer = await this.tries(body, api);
    if (answer.status !== 202)
      throw new Error(`the post was answered ${answer.status}: ${JSON.stringify(answer.body)}`);
    return answer.body as IntakeAnswer;
  }

  tries(body: unknown, api: Api = this.api): Promise<Answer> {
    return api.call('POST', '/v1/alerts/elastic', body);
  }

  private body(name: string, status: string, uuid: string, firing: Firing): Record<string, unknown> {
    const service = firing.service ?? 'checkout';
    const environment = firing.environment ?? 'production';
    const slug = name.replaceAll(/\W+/g, '-');
    return {
      schema_version: '1',
      kind: 'alert',
      status,
      kibana: { base_url: 'https://kibana.example.com', space_id: 'default' },
      rule: {
        id: `rule-${slug}`,
        name,
        type: 'apm.transaction_error_rate',
        url: `https://kibana.example.com/app/observability/alerts/rules/rule-${slug}`,
        tags: firing.tags ?? ['apm'],
        params: {},
      },
      alert: {
        id: `${service}_${environment}_${slug}`,
        uuid,
        action_group: status === 'active' ? 'threshold_met' : 'recovered',
        action_group_name: 'Threshold met',
        flapping: 'false',
        consecutive_matches: '',
      },
      timestamp: (firing.at ?? this.clock.now()).toISOString(),
      reason: firing.reason ?? `${name}: failed transactions is 42%`,
      alert_url: `https://kibana.example.com/app/observability/alerts/${uuid}`,
      view_in_app_url: `https://kibana.example.com/app/apm/services/${service}`,
      service: { name: service, environment, transaction_type: 'request', transaction_name: '' },
      value: '42',
      threshold: '30',
      interval: '5 mins',
      context: {},
      ...(firing.severity === undefined ? {} : { severity: firing.severity }),
    };
  }
}
