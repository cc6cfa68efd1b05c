import { afterEach, expect, test } from '@jest/globals';
import {
  simulationAnswerSchema,
  type EscalationAnswer,
  type NotificationAnswer,
  type SimulationAnswer,
} from 'incident-core';
import { House, step, type HousePlan } from '../harness/house.ts';

let house: House;
afterEach(() => house.stop());

/** In UTC: the house opens on 2027-01-05 at 03:00. Ada is on call until 03:10, then Linus. */
async function withHandoff(): Promise<string> {
  return house.addSchedule('Primary', [
    {
      name: 'days',
      turns: ['linus', 'ada'],
      rotation: { type: 'daily', starts_on: '2027-01-01', handoff_time: '03:10' },
    },
  ]);
}

/** From an hour on nobody is on call any more. */
async function withGap(): Promise<string> {
  return house.addSchedule('Ending', [
    {
      name: 'last',
      turns: ['ada'],
      rotation: { type: 'daily', starts_on: '2027-01-01', handoff_time: '03:00' },
      valid_until: new Date(house.clock.now().getTime() + 400_000).toISOString(),
    },
  ]);
}

type Steps = Parameters<House['setPolicy']>[0];

/** What it is about, the house, the policy and its repeats, and who is told at each turn. */
type Story = readonly [string, HousePlan, () => Promise<Steps>, number, readonly string[]];

const STORIES: readonly Story[] = [
  [
    'delays and timeouts',
    {},
    async () => [step('ada').after(30), step('grace', 'linus').after(90).waits(120)],
    0,
    ['ada', 'grace linus'],
  ],
  [
    'repeats',
    {},
    async () => [step('ada').waits(60), step('grace').after(15)],
    2,
    ['ada', 'grace', 'ada', 'grace', 'ada', 'grace'],
  ],
  [
    'steps that reach nobody',
    { unreachable: ['grace'] },
    async () => [step('grace').after(10), step('ada', 'grace'), step('grace').waits(60)],
    1,
    ['', 'ada', '', '', 'ada', ''],
  ],
  [
    'nobody at all',
    { unreachable: ['ada', 'grace'] },
    async () => [step('ada'), step('grace').waits(100)],
    1,
    ['', '', '', ''],
  ],
  [
    'a hand-off between two steps',
    {},
    async () => {
      const schedule = `schedule:${await withHandoff()}`;
      return [step(schedule), step('grace').waits(420), step(schedule)];
    },
    0,
    ['ada', 'grace', 'linus'],
  ],
  [
    'a schedule that ends between two rounds, and a team that has it',
    {},
    async () => [step(`schedule:${await withGap()}`).waits(200), step(`team:${house.teamId}`).waits(250)],
    1,
    ['ada', 'ada', '', ''],
  ],
];

test.each(STORIES)(
  'of %s is told what a simulation foretold: the same people at the same times, by the same channels',
  async (_, plan, steps, repeat, names) => {
    house = await House.start({ ...plan, policy: null });
    await house.setPolicy(await steps(), repeat);
    const before = await unchanged();
    const foretold = await simulate({
      incident: { severity: 'error', service: 'checkout', environment: 'production' },
    });
    expect(await unchanged()).toEqual(before);
    expect(
      foretold.passages.map(({ told: people }) =>
        people
          .map(({ recipient }) => recipient.name)
          .sort()
          .join(' '),
      ),
    ).toEqual(names);
    house.mailbox.expectNothingMore();

    const incident = await house.elastic.fires('disk full');
    const end = Date.parse(foretold.ends?.at ?? '') - house.clock.now().getTime();
    await house.passes(end / 1000);
    const first = await lastExhausted(incident);
    expect(first.passages.map(({ round, step: number, activated_at }) => ({ round, number, activated_at }))).toEqual(
      foretold.passages.map(({ round, step: number, due_at }) => ({ round, number, activated_at: due_at })),
    );
    expect(first).toMatchObject({ run: 1, ended_at: foretold.ends?.at, end_reason: 'exhausted' });
    expect(first.passages.map(({ unreachable }) => unreachable.map(({ reason }) => reason))).toEqual(
      foretold.passages.map(({ not_told }) => not_told.map(({ reason }) => reason)),
    );
    expect(await told(incident)).toEqual(toldBy(foretold));
    for (const { told: people } of foretold.passages) {
      for (const { recipient, notifications } of people) {
        for (const { channel } of notifications)
          if (channel === 'email') house.mailbox.expect(String(recipient.name), 'disk full');
      }
    }
    house.mailbox.expectNothingMore();
  },
);

test('after a simulation nothing is kept of it, and nobody is told, however long one waits', async () => {
  house = await House.start();
  const payload = { status: 'active', rule: { id: 'r', name: 'CPU' }, alert: { id: 'a', uuid: 'u' } };
  const foretold = await simulate({ payload, source_id: house.sourceId });
  expect(foretold).toMatchObject({ alert: { outcome: 'opened', incident_id: null }, team: { reason: 'routing_rule' } });
  await house.passes(3 * 3600);
  expect(await house.incidents()).toEqual([]);
  expect(await unchanged()).toEqual([0, 0, 0, 0, 0]);
  house.mailbox.expectNothingMore();
});

async function simulate(body: object): Promise<SimulationAnswer> {
  return simulationAnswerSchema.parse(await house.api.ok('POST', '/v1/escalation-policies/simulate', body));
}

async function unchanged(): Promise<readonly number[]> {
  const tables = ['incidents', 'escalations', 'notifications', 'raw_events', 'ledger_entries'];
  return Promise.all(tables.map((table) => house.count(table)));
}

async function lastExhausted(incident: string): Promise<EscalationAnswer> {
  const { items } = await house.api.ok<{ items: EscalationAnswer[] }>('GET', `/v1/incidents/${incident}/escalations`);
  const found = items.find(({ end_reason }) => end_reason === 'exhausted');
  if (!found) throw new Error('no run is exhausted');
  return found;
}

const line = (round: number, number: number, name: string | null, channel: string, at: string) =>
  `${round}.${number} ${name ?? '?'} ${channel} ${at}`;

function toldBy({ passages }: SimulationAnswer): readonly string[] {
  return passages
    .flatMap(({ round, step: number, told: people }) =>
      people.flatMap(({ recipient, notifications }) =>
        notifications.map(({ channel, at }) => line(round, number, recipient.name, channel, at)),
      ),
    )
    .sort();
}

async function told(incident: string): Promise<readonly string[]> {
  const { items } = await house.api.ok<{ items: NotificationAnswer[] }>(
    'GET',
    `/v1/incidents/${incident}/notifications?limit=200`,
  );
  return items
    .filter(({ event }) => event === 'escalation_step')
    .map(({ passage, recipient, channel, created_at }) =>
      line(passage?.round ?? 0, passage?.step ?? 0, recipient.name, channel, created_at),
    )
    .sort();
}
