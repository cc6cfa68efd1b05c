/** Where the Kibana under test is, and how to enter it; null when none is named. */
export interface KibanaUnderTest {
  readonly url: string;
  readonly elasticsearchUrl: string;
  readonly username: string;
  readonly password: string;
  /** The port and token that the plugin's settings in this Kibana name. */
  readonly backendPort: number;
  readonly backendToken: string;
}

export function kibanaUnderTest(): KibanaUnderTest | null {
  const { env } = process;
  const url = env['KIBANA_URL'];
  if (url === undefined || url === '') return null;
  return {
    url: url.replace(/\/$/, ''),
    elasticsearchUrl: env['ELASTICSEARCH_URL'] ?? 'http://127.0.0.1:9200',
    username: env['KIBANA_USERNAME'] ?? 'elastic',
    password: env['KIBANA_PASSWORD'] ?? 'changeme',
    backendPort: Number(env['INCIDENTS_BACKEND_PORT'] ?? 8650),
    backendToken: env['INCIDENTS_BACKEND_TOKEN'] ?? '',
  };
}

/** Kibana's own HTTP API, and the index that the rule under test looks at. */
export class Kibana {
  constructor(readonly at: KibanaUnderTest) {}

  async call<Body>(
    method: string,
    path: string,
    body?: unknown,
    expected: readonly number[] = [200, 201, 204],
  ): Promise<Body> {
    const { username, password, url } = this.at;
    const response = await fetch(`${url}${path}`, {
      method,
      headers: {
        authorization: `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`,
        'kbn-xsrf': 'incidents',
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!expected.includes(response.status))
      throw new Error(`${method} ${path}: ${response.status} ${text.slice(0, 500)}`);
    return (text === '' ? null : JSON.parse(text)) as Body;
  }

  /** The webhook connector of a source: before 9.2 only Basic authentication keeps the token secret. */
  async makeConnector(intakeUrl: string, token: string): Promise<string> {
    const { id } = await this.call<{ id: string }>('POST', '/api/actions/connector', {
      name: 'incidents under test',
      connector_type_id: '.webhook',
      config: { method: 'post', url: intakeUrl, headers: { 'Content-Type': 'application/json' }, hasAuth: true },
      secrets: { user: 'incidents', password: token },
    });
    return id;
  }

  /** A rule that is active while the index holds documents of the last hour. */
  async makeRule(connectorId: string, name: string, index: string): Promise<string> {
    const action = (group: string, status: string) => ({
      id: connectorId,
      group,
      params: { body: template(status) },
      frequency: { summary: false, notify_when: 'onActionGroupChange', throttle: null },
    });
    const { id } = await this.call<{ id: string }>('POST', '/api/alerting/rule', {
      name,
      rule_type_id: '.index-threshold',
      consumer: 'alerts',
      schedule: { interval: '5s' },
      tags: ['incidents-test'],
      params: {
        index: [index],
        timeField: '@timestamp',
        aggType: 'count',
        groupBy: 'all',
        timeWindowSize: 1,
        timeWindowUnit: 'h',
        thresholdComparator: '>',
        threshold: [0],
      },
      actions: [action('threshold met', 'active'), action('recovered', 'recovered')],
    });
    return id;
  }

  /** The same Kibana, entered by somebody else. */
  as(username: string, password: string): Kibana {
    return new Kibana({ ...this.at, username, password });
  }

  async status(method: string, path: string): Promise<number> {
    const { username, password, url } = this.at;
    const authorization = `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
    return (await fetch(`${url}${path}`, { method, headers: { authorization, 'kbn-xsrf': 'incidents' } })).status;
  }

  async makeUser(username: string, password: string, roles: readonly string[]): Promise<void> {
    await this.elasticsearch('PUT', `/_security/user/${username}`, { password, roles });
  }

  async deleteUser(username: string): Promise<void> {
    await this.elasticsearch('DELETE', `/_security/user/${username}`, {});
  }

  async putDocument(index: string): Promise<void> {
    await this.elasticsearch('POST', `/${index}/_doc?refresh=true`, { '@timestamp': new Date().toISOString() });
  }

  async writeDocuments(index: string, documents: readonly object[]): Promise<void> {
    const lines = documents.flatMap((document) => [JSON.stringify({ create: {} }), JSON.stringify(document)]);
    await this.elasticsearch('POST', `/${index}/_bulk?refresh=true`, `${lines.join('\n')}\n`);
  }

  /** A key for Elasticsearch and Kibana with all that this user may. */
  async makeApiKey(name: string): Promise<string> {
    return (await this.elasticsearch<{ encoded: string }>('POST', '/_security/api_key', { name })).encoded;
  }

  async emptyIndex(index: string): Promise<void> {
    await this.elasticsearch('POST', `/${index}/_delete_by_query?refresh=true&ignore_unavailable=true`, {
      query: { match_all: {} },
    });
  }

  /** `body`: an object, or lines of them. */
  private async elasticsearch<Body>(method: string, path: string, body: object | string): Promise<Body> {
    const { elasticsearchUrl, username, password } = this.at;
    const response = await fetch(`${elasticsearchUrl}${path}`, {
      method,
      headers: {
        authorization: `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`,
        'content-type': typeof body === 'string' ? 'application/x-ndjson' : 'application/json',
      },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
    return (await response.json()) as Body;
  }
}

function template(status: string): string {
  return `{
  "schema_version": "1", "kind": "alert", "status": "${status}",
  "kibana": {"base_url": "{{kibanaBaseUrl}}", "space_id": "{{rule.spaceId}}"},
  "rule": {"id": "{{rule.id}}", "name": "{{rule.name}}", "type": "{{rule.type}}", "url": "{{rule.url}}", "tags": {{{rule.tags.asJSON}}}, "params": {{{rule.params}}}},
  "alert": {"id": "{{alert.id}}", "uuid": "{{alert.uuid}}", "action_group": "{{alert.actionGroup}}", "action_group_name": "{{alert.actionGroupName}}", "flapping": "{{alert.flapping}}"},
  "timestamp": "{{date}}",
  "reason": "{{context.reason}}{{^context.reason}}{{context.message}}{{/context.reason}}",
  "service": {"name": "{{context.serviceName}}", "environment": "{{context.environment}}"},
  "value": "{{context.value}}",
  "context": {{{context}}}
}`;
}
