import { createHmac } from 'node:crypto';
import { FakeWebhook, type WebhookAnswer, type WebhookRequest } from './fake-webhook.ts';

export const TWILIO_SID = `AC${'0123456789abcdef'.repeat(2)}`;
export const TWILIO_TOKEN = 'auth-token-of-the-tests';
export const TWILIO_FROM = '+15005550006';

/** A message or call as Twilio keeps it. */
export interface TwilioRecord {
  readonly sid: string;
  readonly kind: 'sms' | 'voice';
  readonly to: string;
  /** The text, or the TwiML. */
  readonly content: string;
  readonly statusCallback: string | null;
  readonly createdAt: Date;
  /** All that was asked for. */
  readonly form: Readonly<Record<string, string>>;
}

/** Twilio's REST API, as far as we use it: forms in, JSON out, Basic authentication. */
export class FakeTwilio {
  readonly records: TwilioRecord[] = [];
  private readonly taken = new Set<TwilioRecord>();
  private refusal: { readonly status: number; readonly code: number; readonly retryAfter?: string } | null = null;
  private server!: FakeWebhook;

  private constructor(private readonly now: () => Date) {}

  static async start(now: () => Date): Promise<FakeTwilio> {
    const twilio = new FakeTwilio(now);
    await twilio.open();
    return twilio;
  }

  get apiUrl(): string {
    return `http://127.0.0.1:${this.server.port}`;
  }
  get port(): number {
    return this.server.port;
  }
  get requests(): readonly WebhookRequest[] {
    return this.server.requests;
  }
  whenAnswered(act: () => void): void {
    this.server.whenAnswered = act;
  }

  async open(port = 0): Promise<void> {
    this.server = await FakeWebhook.start(port, (request) => this.respond(request));
  }
  async stop(): Promise<void> {
    await this.server.stop();
  }
  refuses(status: number, code: number, retryAfter?: string): void {
    this.refusal = { status, code, ...(retryAfter === undefined ? {} : { retryAfter }) };
  }
  misbehaves(answer: WebhookAnswer): void {
    this.server.answers(answer);
  }
  /** Takes it, and then fails to say so. */
  misbehavesAfterTaking(answer: WebhookAnswer): void {
    this.afterTaking = answer;
  }
  private afterTaking: WebhookAnswer | null = null;
  accepts(): void {
    this.refusal = null;
    this.afterTaking = null;
    this.server.answers(null);
  }

  /** Takes the oldest record to that number that nobody has looked at, and checks that it says this. */
  expect(kind: TwilioRecord['kind'], to: string, ...texts: readonly string[]): TwilioRecord {
    const record = this.unseen().find((each) => each.kind === kind && each.to === to);
    if (!record) throw new Error(`no ${kind} to ${to}; unseen: ${JSON.stringify(this.unseen())}`);
    this.taken.add(record);
    for (const text of texts) {
      if (!record.content.includes(text)) throw new Error(`the ${kind} does not say "${text}": ${record.content}`);
    }
    return record;
  }
  /** Whether Twilio was asked to say beside a call that a machine takes it. */
  machinesAreHeard({ form, statusCallback }: TwilioRecord): boolean {
    return (
      form['MachineDetection'] === 'Enable' &&
      form['AsyncAmd'] === 'true' &&
      form['AsyncAmdStatusCallback'] === statusCallback
    );
  }
  expectNothingMore(): void {
    if (this.unseen().length > 0) throw new Error(`unexpected: ${JSON.stringify(this.unseen())}`);
  }
  unseen(): readonly TwilioRecord[] {
    return this.records.filter((record) => !this.taken.has(record));
  }

  private respond(request: WebhookRequest): WebhookAnswer {
    const credentials = Buffer.from(`${TWILIO_SID}:${TWILIO_TOKEN}`).toString('base64');
    if (request.headers.authorization !== `Basic ${credentials}`) return json(401, { code: 20003, status: 401 });
    const [path = '', query = ''] = request.path.split('?');
    const resource = path.replace(`/2010-04-01/Accounts/${TWILIO_SID}/`, '');
    if (request.method === 'GET' && resource === 'Messages.json') return this.list(new URLSearchParams(query));
    const kind = resource === 'Messages.json' ? 'sms' : resource === 'Calls.json' ? 'voice' : null;
    if (kind === null || request.method !== 'POST') return json(404, { code: 20404, status: 404 });
    if (this.refusal !== null) {
      const { status, code, retryAfter } = this.refusal;
      return json(status, { code, status, message: `refused for ${request.body}` }, retryAfter);
    }
    const answer = this.make(kind, Object.fromEntries(new URLSearchParams(request.body)));
    return this.afterTaking ?? answer;
  }

  private make(kind: TwilioRecord['kind'], form: Readonly<Record<string, string>>): WebhookAnswer {
    const { To: to = '', From: from = '', StatusCallback: statusCallback = null } = form;
    const content = (kind === 'sms' ? form['Body'] : form['Twiml']) ?? '';
    if (!/^\+\d{8,15}$/.test(to)) return json(400, { code: 21211, status: 400, message: `invalid ${to}` });
    if (from !== TWILIO_FROM) return json(400, { code: 21606, status: 400, message: `not yours: ${from}` });
    if (content === '' || content.length > (kind === 'sms' ? 1600 : 4000))
      return json(400, { code: 21617, status: 400 });
    const sid = `${kind === 'sms' ? 'SM' : 'CA'}${String(this.records.length + 1).padStart(32, '0')}`;
    this.records.push({ sid, kind, to, content, statusCallback, createdAt: this.now(), form });
    return json(201, { sid, to, from, body: content, status: 'queued', date_created: this.now().toUTCString() });
  }

  private list(query: URLSearchParams): WebhookAnswer {
    const messages = this.records
      .filter(({ kind, to }) => kind === 'sms' && (query.get('To') === null || query.get('To') === to))
      .reverse()
      .slice(0, Number(query.get('PageSize') ?? 50))
      .map(({ sid, to, content, createdAt }) => ({
        sid,
        to,
        from: TWILIO_FROM,
        body: content,
        status: 'queued',
        date_created: createdAt.toUTCString().replace('GMT', '+0000'),
      }));
    return json(200, { messages, page: 0 });
  }
}

function json(status: number, body: object, retryAfter?: string): WebhookAnswer {
  return {
    kind: 'status',
    status,
    headers: { 'content-type': 'application/json', ...(retryAfter === undefined ? {} : { 'retry-after': retryAfter }) },
    body: JSON.stringify(body),
  };
}

/** The signature as Twilio describes it, written from its description and not from our check. */
export function signedByTwilio(
  url: string,
  form: Readonly<Record<string, string>>,
  token = TWILIO_TOKEN,
): Record<string, string> {
  const text = Object.keys(form)
    .sort()
    .reduce((sum, name) => `${sum}${name}${form[name] ?? ''}`, url);
  return {
    'content-type': 'application/x-www-form-urlencoded',
    'x-twilio-signature': createHmac('sha1', token).update(text, 'utf8').digest('base64'),
  };
}
