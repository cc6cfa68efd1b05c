import { jest } from '@jest/globals';
import type { IncidentDetail, TimelineEntryAnswer } from 'incident-core';
import { Api } from './api.ts';
import { ADMIN_TOKEN, startBackend, type RunningBackend } from './backend.ts';
import { testDatabase, type TestDatabase } from './database.ts';
import { Elastic } from './elastic.ts';
import { addressOf, Mail } from './mail.ts';
import { ManualClock, OPENED } from './manual-clock.ts';

// A house is a database, a mail server and a backend: on a busy machine that takes its time.
jest.setTimeout(60_000);

export interface StepPlan {
  readonly tells: readonly string[];
  readonly delay: number;
  readonly timeout: number;
}

/** A step that tells these people (or webhooks, as `webhook:<id>`) at once; its time is up after five minutes. */
export function step(...tells: readonly string[]): Step {
  return new Step(tells, 0, 300);
}

class Step implements StepPlan {
  constructor(
    readonly tells: readonly string[],
    readonly delay: number,
    readonly timeout: number,
  ) {}

  after(delay: number): Step {
    return new Step(this.tells, delay, this.timeout);
  }
  waits(timeout: number): Step {
    return new Step(this.tells, this.delay, timeout);
  }
}

export interface HousePlan {
  readonly policy?: readonly StepPlan[] | null;
  readonly repeat?: number;
  /** People who have no verified way to be reached. */
  readonly unreachable?: readonly string[];
  readonly team?: Readonly<Record<string, unknown>>;
  /** Who is told when nobody could be reached. */
  readonly fallback?: string;
  /** False: no routing rule, so that everything is unrouted. */
  readonly routed?: boolean;
  /** Whether the source belongs to the team. */
  readonly sourceOfTeam?: boolean;
}

const PEOPLE = ['ada', 'grace', 'linus'] as const;

/** A whole backend with people and a policy; the outside (Elastic, mail, time) in the hands of the test. */
export class House {
  readonly people = new Map<string, { readonly id: string; readonly token: string }>();
  readonly backends: RunningBackend[] = [];
  teamId = '';
  catchAllTeamId = '';
  policyId: string | null = null;
  sourceId = '';
  sourceToken = '';

  private constructor(
    readonly database: TestDatabase,
    readonly mailbox: Mail,
    readonly clock: ManualClock,
    readonly api: Api,
    readonly backend: RunningBackend,
  ) {
    this.backends.push(backend);
  }

  /** On a database of its own unless it is given one. */
  static async start(plan: HousePlan = {}, given: Promise<TestDatabase> = testDatabase()): Promise<House> {
    const clock = new ManualClock();
    const [database, mailbox] = await Promise.all([given, Mail.start()]);
    const backend = await startBackend({ databaseUrl: database.url, smtpPort: mailbox.server.smtpPort, clock });
    const house = new House(database, mailbox, clock, new Api(backend.base, ADMIN_TOKEN), backend);
    await house.furnish(plan);
    return house;
  }

  get elastic(): Elastic {
    this.#elastic ??= new Elastic(this.api.as(this.sourceToken), this.clock);
    return this.#elastic;
  }
  #elastic: Elastic | null = null;

  /** Another backend on the same database and clock. With role `all` its workers run by themselves. */
  async another(role: 'api' | 'all' = 'api'): Promise<RunningBackend> {
    const { url: databaseUrl } = this.database;
    const { smtpPort } = this.mailbox.server;
    const backend = await startBackend({ databaseUrl, smtpPort, clock: this.clock, role });
    this.backends.push(backend);
    return backend;
  }

  /** The way in of one of the backends. */
  sourceApi(backend: RunningBackend): Api {
    return new Api(backend.base, this.sourceToken);
  }

  /** Moves the clock from one due time to the next, and lets all workers come to rest at each. */
  async passes(seconds: number): Promise<void> {
    const end = new Date(this.clock.now().getTime() + seconds * 1000);
    await this.settles();
    for (;;) {
      const due = await this.nextDue();
      if (due === null || due > end) break;
      this.clock.set(due);
      await this.settles();
    }
    this.clock.set(end);
    await this.settles();
  }

  /** Lets all workers come to rest without moving the clock. */
  async settles(): Promise<void> {
    for (const { workers } of this.backends) await workers.runUntilQuiet();
  }

  /** As `settles`, with the workers of all backends at work at the same time. */
  async settlesTogether(): Promise<void> {
    await Promise.all(this.backends.map(({ workers }) => workers.runUntilQuiet()));
    await this.settles();
  }

  async acknowledge(incidentId: string, person: string): Promise<IncidentDetail> {
    return this.as(person).ok('POST', `/v1/incidents/${incidentId}/acknowledge`);
  }
  async startWork(incidentId: string, person: string): Promise<IncidentDetail> {
    return this.as(person).ok('POST', `/v1/incidents/${incidentId}/start`);
  }
  async resolve(incidentId: string, person: string): Promise<IncidentDetail> {
    return this.as(person).ok('POST', `/v1/incidents/${incidentId}/resolve`);
  }
  async incident(id: string): Promise<IncidentDetail> {
    return this.api.ok('GET', `/v1/incidents/${id}`);
  }
  async incidents(): Promise<readonly IncidentDetail[]> {
    return (await this.api.ok<{ items: readonly IncidentDetail[] }>('GET', '/v1/incidents?limit=200')).items;
  }
  async timeline(id: string): Promise<readonly TimelineEntryAnswer[]> {
    return (await this.api.ok<{ items: readonly TimelineEntryAnswer[] }>('GET', `/v1/incidents/${id}/timeline`)).items;
  }
  async kinds(id: string): Promise<readonly string[]> {
    return (await this.timeline(id)).map(({ kind }) => kind);
  }
  /** The timeline's entries of one kind. */
  async entries(id: string, kind: string): Promise<readonly TimelineEntryAnswer[]> {
    return (await this.timeline(id)).filter((entry) => entry.kind === kind);
  }
  /** When, in minutes since the house was opened, the timeline has entries of one kind. */
  async minutesOf(id: string, kind: string): Promise<readonly number[]> {
    return (await this.entries(id, kind)).map(({ at }) => (Date.parse(at) - OPENED.getTime()) / 60_000);
  }

  /** What the database holds where no API shows it. */
  async rows<Row>(sql: string, bindings: readonly (string | Date)[] = []): Promise<readonly Row[]> {
    return (await this.database.database.raw<{ rows: readonly Row[] }>(sql, [...bindings])).rows;
  }
  /** How many rows: `deliveries`, or `deliveries where status = 'sent'`. */
  async count(rows: string): Promise<number> {
    const [row] = await this.rows<{ count: number }>(`select count(*)::int as count from ${rows}`);
    return row?.count ?? 0;
  }
  /** A figure of the first backend, summed over its labels. */
  async metric(name: string): Promise<number> {
    const text = String((await this.api.call('GET', '/metrics')).body);
    const lines = text.split('\n').filter((line) => line.startsWith(`${name} `) || line.startsWith(`${name}{`));
    return lines.reduce((sum, line) => sum + Number(line.slice(line.lastIndexOf(' '))), 0);
  }

  as(person: string): Api {
    return this.api.as(this.person(person).token);
  }
  person(name: string): { readonly id: string; readonly token: string } {
    const person = this.people.get(name);
    if (!person) throw new Error(`nobody here is called ${name}`);
    return person;
  }

  async stop(): Promise<void> {
    for (const backend of this.backends) await backend.stop();
    await this.mailbox.server.stop();
    await this.database.drop();
  }

  /** Writes a policy as the default for all. */
  async setPolicy(steps: readonly StepPlan[], repeat = 0): Promise<void> {
    const body = {
      name: 'Everyone',
      team_id: null,
      matchers: {},
      is_default: true,
      repeat,
      steps: steps.map(({ tells, delay, timeout }) => ({
        delay_seconds: delay,
        timeout_seconds: timeout,
        targets: tells.map((name) => this.target(name)),
      })),
    };
    if (this.policyId === null) {
      this.policyId = (await this.api.ok<{ id: string }>('POST', '/v1/escalation-policies', body)).id;
    } else {
      await this.api.ok('PUT', `/v1/escalation-policies/${this.policyId}`, body);
    }
  }

  /** Makes an outgoing webhook; as a target it is called `webhook:<id>`. */
  async addWebhook(url: string): Promise<{ readonly id: string; readonly secret: string }> {
    const given = { name: 'pager', url };
    const { id, secrets } = await this.api.ok<{ id: string; secrets: string[] }>('POST', '/v1/webhooks', given);
    return { id, secret: secrets[0] ?? '' };
  }

  private target(name: string): { type: string; id: string } {
    return name.startsWith('webhook:')
      ? { type: 'webhook', id: name.slice('webhook:'.length) }
      : { type: 'user', id: this.person(name).id };
  }

  private async furnish(plan: HousePlan): Promise<void> {
    const { items } = await this.api.ok<{ items: { id: string; is_catch_all: boolean }[] }>('GET', '/v1/teams');
    this.catchAllTeamId = items.find((team) => team.is_catch_all)?.id ?? '';
    const team = await this.api.ok<{ id: string }>('POST', '/v1/teams', { name: 'Payments', ...plan.team });
    this.teamId = team.id;
    for (const name of PEOPLE) await this.addPerson(name, !plan.unreachable?.includes(name));
    if (plan.routed !== false) await this.api.ok('POST', '/v1/routing-rules', { matchers: {}, team_id: team.id });
    if (plan.policy !== null) await this.setPolicy(plan.policy ?? [step('ada')], plan.repeat);
    if (plan.fallback !== undefined) {
      const target = this.target(plan.fallback);
      await this.api.ok('PATCH', `/v1/teams/${this.catchAllTeamId}`, { fallback_target: target });
    }
    const source = await this.api.ok<{ id: string }>('POST', '/v1/sources', {
      name: 'kibana',
      ...(plan.sourceOfTeam ? { team_id: team.id } : {}),
    });
    this.sourceId = source.id;
    this.sourceToken = (await this.api.ok<{ token: string }>('POST', `/v1/sources/${source.id}/tokens`, {})).token;
  }

  private async addPerson(name: string, reachable: boolean): Promise<void> {
    const { id } = await this.api.ok<{ id: string }>('POST', '/v1/users', {
      name,
      username: name,
      team_ids: [this.teamId],
    });
    const method = { channel: 'email', address: addressOf(name), verified: reachable };
    await this.api.ok('POST', `/v1/users/${id}/contact-methods`, method);
    const scopes = ['admin'];
    const { token } = await this.api.ok<{ token: string }>('POST', '/v1/tokens', { name, user_id: id, scopes });
    this.people.set(name, { id, token });
  }

  private async nextDue(): Promise<Date | null> {
    const { rows } = await this.database.database.raw<{ rows: readonly { readonly due: Date | null }[] }>(
      `select min(due) as due from (
         select due_at as due from escalations where status <> 'resolved' and parked_at is null
         union all select due_at from deliveries where status = 'pending' and parked_at is null
         union all select leased_until from deliveries where status = 'sending' and parked_at is null
         union all select resolve_due_at from incidents where status <> 'resolved') as waiting
       where due > ?`,
      [this.clock.now()],
    );
    return rows[0]?.due ?? null;
  }
}
