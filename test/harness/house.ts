import type { IncidentDetail, TimelineEntryAnswer } from 'incident-core';
import { Api } from './api.ts';
import { ADMIN_TOKEN, startBackend, type RunningBackend } from './backend.ts';
import { testDatabase, type TestDatabase } from './database.ts';
import { Elastic } from './elastic.ts';
import { FakeSlack, SLACK_SECRET, SLACK_TOKEN } from './fake-slack.ts';
import { FakeTwilio, TWILIO_FROM, TWILIO_SID, TWILIO_TOKEN } from './fake-twilio.ts';
import { addressOf, Mail } from './mail.ts';
import { ManualClock, OPENED } from './manual-clock.ts';

export interface StepPlan {
  readonly tells: readonly string[];
  readonly delay: number;
  readonly timeout: number;
}

/** A step that tells these people (or others, as `webhook:<id>`, `schedule:<id>`, `team:<id>`) at once; its time is up after five minutes. */
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
  /** How many incidents a minute the source may open; as many as it wants unless the story says so. */
  readonly stormRate?: number;
  /** With Slack and Twilio outside, and an address at which they reach the backend; people are then responders. */
  readonly reachable?: boolean;
  /** Variables of the backends beside those that every house has. */
  readonly env?: Readonly<Record<string, string>>;
}

/** A layer of a schedule, with the names of those who take turns in it. */
export interface LayerPlan {
  readonly name: string;
  readonly turns: readonly string[];
  readonly rotation: Readonly<Record<string, unknown>>;
  readonly restrictions?: readonly object[];
  readonly valid_until?: string;
}

/** Where the outside finds the backend: its own address, which the proxy in front of it has. */
export const PUBLIC_URL = 'https://incidents.example.org';

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
    private readonly outside: Outside | null,
    private readonly env: Readonly<Record<string, string>>,
  ) {
    this.backends.push(backend);
  }

  /** On a database of its own unless it is given one. */
  static async start(plan: HousePlan = {}, given: Promise<TestDatabase> = testDatabase()): Promise<House> {
    const clock = new ManualClock();
    const [database, mailbox] = await Promise.all([given, Mail.start()]);
    const outside = plan.reachable ? await openOutside(() => clock.now()) : null;
    const { smtpPort } = mailbox.server;
    const env = { ...toEnv(outside), ...plan.env };
    const backend = await startBackend({ databaseUrl: database.url, smtpPort, clock, env });
    const house = new House(database, mailbox, clock, new Api(backend.base, ADMIN_TOKEN), backend, outside, env);
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
    const backend = await startBackend({ databaseUrl, smtpPort, clock: this.clock, role, env: this.env });
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

  /** A minute passes, and the auditors of all backends make their round; what they set right is then seen to. */
  async audits(): Promise<void> {
    await this.passes(60);
    for (const { workers } of this.backends) await workers.makeRound('audit');
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
  /** Any other verb on an incident, as a person. */
  async change(incidentId: string, verb: string, person: string, body: object = {}): Promise<IncidentDetail> {
    return this.as(person).ok('POST', `/v1/incidents/${incidentId}/${verb}`, body);
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

  get slack(): FakeSlack {
    if (!this.outside) throw new Error('this house has no Slack: start it with `reachable`');
    return this.outside.slack;
  }
  get twilio(): FakeTwilio {
    if (!this.outside) throw new Error('this house has no Twilio: start it with `reachable`');
    return this.outside.twilio;
  }
  /** What the backend's process needs to reach them. */
  get outsideEnv(): Readonly<Record<string, string>> {
    return toEnv(this.outside);
  }

  /** Gives a person a verified contact method; it goes last. */
  async addContact(name: string, channel: 'slack' | 'sms' | 'voice', address: string): Promise<void> {
    const method = { channel, address, verified: true };
    await this.api.ok('POST', `/v1/users/${this.person(name).id}/contact-methods`, method);
  }

  /** Takes a person's mail away, so that only what is added reaches them. */
  async removeMail(name: string): Promise<void> {
    const { contact_methods: methods } = await this.api.ok<{ contact_methods: { id: string; channel: string }[] }>(
      'GET',
      `/v1/users/${this.person(name).id}`,
    );
    for (const { id, channel } of methods) {
      if (channel === 'email') await this.api.ok('DELETE', `/v1/contact-methods/${id}`);
    }
  }

  async stop(): Promise<void> {
    for (const backend of this.backends) await backend.stop();
    await this.outside?.slack.stop();
    await this.outside?.twilio.stop();
    await this.mailbox.server.stop();
    await this.database.drop();
  }

  /** Writes a policy as the default for all, whether it is ready or not: many a story is about people out of reach. */
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
      this.policyId = (await this.api.ok<{ id: string }>('POST', '/v1/escalation-policies?force=true', body)).id;
    } else {
      await this.api.ok('PUT', `/v1/escalation-policies/${this.policyId}?force=true`, body);
    }
  }

  /** Makes an outgoing webhook; as a target it is called `webhook:<id>`. */
  async addWebhook(
    url: string,
    kind: 'standard' | 'teams' = 'standard',
  ): Promise<{ readonly id: string; readonly secret: string }> {
    const given = { name: 'pager', kind, url };
    const { id, secrets } = await this.api.ok<{ id: string; secrets: string[] }>('POST', '/v1/webhooks', given);
    return { id, secret: secrets[0] ?? '' };
  }

  /**
   * Makes a schedule of the team; in its layers stand the names of people. As a target it is called `schedule:<id>`. Of
   * its hand-offs nobody is told unless that is asked for. It is made whether it is ready or not.
   */
  async addSchedule(
    name: string,
    layers: readonly LayerPlan[],
    timeZone = 'UTC',
    handoffNotices = false,
  ): Promise<string> {
    const body = {
      name,
      team_id: this.teamId,
      time_zone: timeZone,
      handoff_notices: handoffNotices,
      layers: layers.map(({ turns, ...layer }) => ({
        ...layer,
        participant_ids: turns.map((person) => this.person(person).id),
      })),
    };
    return (await this.api.ok<{ id: string }>('POST', '/v1/schedules?force=true', body)).id;
  }
  /** Gives somebody a shift in a schedule. */
  async addOverride(scheduleId: string, person: string, from: Date, until: Date): Promise<void> {
    const given = { user_id: this.person(person).id, from: from.toISOString(), until: until.toISOString() };
    await this.api.ok('POST', `/v1/schedules/${scheduleId}/overrides`, given);
  }

  /** Makes a Slack channel known; as a target it is called `slack:<id>`. */
  async addSlackChannel(channelId: string): Promise<string> {
    const given = { name: 'alerts', channel_id: channelId };
    return (await this.api.ok<{ id: string }>('POST', '/v1/slack-channels', given)).id;
  }

  private target(name: string): { type: string; id: string } {
    const [type = '', id] = name.split(':');
    if (id === undefined) return { type: 'user', id: this.person(name).id };
    return { type: type === 'slack' ? 'slack_channel' : type, id };
  }

  private async furnish(plan: HousePlan): Promise<void> {
    const { items } = await this.api.ok<{ items: { id: string; is_catch_all: boolean }[] }>('GET', '/v1/teams');
    this.catchAllTeamId = items.find((team) => team.is_catch_all)?.id ?? '';
    // Stories of one night are not disturbed by an acknowledgement that runs out, unless they are about that.
    const settings = { acknowledgement_timeout_seconds: null, ...plan.team };
    const team = await this.api.ok<{ id: string }>('POST', '/v1/teams', { name: 'Payments', ...settings });
    this.teamId = team.id;
    for (const name of PEOPLE) await this.addPerson(name, !plan.unreachable?.includes(name));
    if (plan.reachable) for (const name of PEOPLE) await this.giveRole(name, 'responder');
    if (plan.routed !== false) await this.api.ok('POST', '/v1/routing-rules', { matchers: {}, team_id: team.id });
    if (plan.policy !== null) await this.setPolicy(plan.policy ?? [step('ada')], plan.repeat);
    if (plan.fallback !== undefined) {
      const target = this.target(plan.fallback);
      await this.api.ok('PATCH', `/v1/teams/${this.catchAllTeamId}`, { fallback_target: target });
    }
    const source = await this.api.ok<{ id: string }>('POST', '/v1/sources', {
      name: 'kibana',
      // Stories of many incidents are not about storms, unless they say so.
      storm_rate: plan.stormRate ?? null,
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

  /** For all teams, in the place of what they had. */
  async giveRole(name: string, role: 'viewer' | 'responder'): Promise<void> {
    await this.api.ok('PUT', `/v1/users/${this.person(name).id}/roles`, { roles: [{ role, team_id: null }] });
  }

  private async nextDue(): Promise<Date | null> {
    const { rows } = await this.database.database.raw<{ rows: readonly { readonly due: Date | null }[] }>(
      `select min(due) as due from (
         select due_at as due from escalations where status <> 'resolved' and parked_at is null
         union all select due_at from deliveries where status = 'pending' and parked_at is null
         union all select receipt_due_at from deliveries where status = 'sent'
         union all select leased_until from deliveries where status = 'sending' and parked_at is null
         union all select due_at from schedule_handoffs
         union all select due_at from source_pulls
         union all select due_at from source_heartbeats where silent_at is null
         union all select change_at from suppressions
         union all select remind_at from suppressions
         union all select expires_at - make_interval(days => case when warned_days is null then 14 else 1 end)
           from source_tokens where revoked_at is null
         union all select expires_at - make_interval(days => case when warned_days is null then 14 else 1 end)
           from api_tokens where revoked_at is null
         union all select ends_at from page_tests where ended_at is null
         union all select timer_due_at from incidents where status <> 'resolved') as waiting
       where due > ?`,
      [this.clock.now()],
    );
    return rows[0]?.due ?? null;
  }
}

/** What stands outside beside mail and Elastic. */
interface Outside {
  readonly slack: FakeSlack;
  readonly twilio: FakeTwilio;
}

async function openOutside(now: () => Date): Promise<Outside> {
  const [slack, twilio] = await Promise.all([FakeSlack.start(now), FakeTwilio.start(now)]);
  return { slack, twilio };
}

function toEnv(outside: Outside | null): Readonly<Record<string, string>> {
  if (!outside) return {};
  return {
    PUBLIC_URL,
    SLACK_API_URL: outside.slack.apiUrl,
    SLACK_BOT_TOKEN: SLACK_TOKEN,
    SLACK_SIGNING_SECRET: SLACK_SECRET,
    TWILIO_API_URL: outside.twilio.apiUrl,
    TWILIO_ACCOUNT_SID: TWILIO_SID,
    TWILIO_AUTH_TOKEN: TWILIO_TOKEN,
    TWILIO_FROM,
  };
}
