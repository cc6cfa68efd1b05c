import { ELASTIC_KEY } from './fake-elasticsearch.ts';
import { FakeWebhook, type WebhookAnswer, type WebhookRequest } from './fake-webhook.ts';

/** Kibana's alerting API, as far as we ask it: one rule at a time. */
export class FakeKibanaRules {
  /** What differs from a rule that nothing holds back, by `<space>/<rule id>`; null for one that is gone. */
  readonly rules = new Map<string, Readonly<Record<string, unknown>> | null>();
  private server!: FakeWebhook;

  static async start(): Promise<FakeKibanaRules> {
    const kibana = new FakeKibanaRules();
    kibana.server = await FakeWebhook.start(0, (request) => kibana.respond(request));
    return kibana;
  }

  get url(): string {
    return `http://127.0.0.1:${this.server.port}`;
  }
  get requests(): readonly WebhookRequest[] {
    return this.server.requests;
  }
  answers(answer: WebhookAnswer | null): void {
    this.server.answers(answer);
  }
  async stop(): Promise<void> {
    await this.server.stop();
  }

  private respond({ method, path, headers }: WebhookRequest): WebhookAnswer {
    if (headers.authorization !== `ApiKey ${ELASTIC_KEY}`) return { kind: 'status', status: 401 };
    const [, space = 'default', id = ''] = /^(?:\/s\/([^/]+))?\/api\/alerting\/rule\/([^/]+)$/.exec(path) ?? [];
    if (method !== 'GET' || id === '') return { kind: 'status', status: 400 };
    const rule = this.rules.get(`${space}/${decodeURIComponent(id)}`);
    if (rule === null) return { kind: 'status', status: 404, body: '{}' };
    const body = { id, tags: [], actions: [], mute_all: false, muted_alert_ids: [], snooze_schedule: [], ...rule };
    return { kind: 'status', status: 200, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
  }
}
