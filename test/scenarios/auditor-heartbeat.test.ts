import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { FakeWebhook } from '../harness/fake-webhook.ts';
import { House, step } from '../harness/house.ts';
import { hours, minutes } from '../harness/manual-clock.ts';

let watcher: FakeWebhook;
let house: House;
beforeEach(async () => {
  watcher = await FakeWebhook.start();
  house = await House.start({
    policy: [step('ada').waits(minutes(10)), step('grace').waits(hours(4))],
    team: { acknowledgement_timeout_seconds: minutes(30) },
    env: { HEARTBEAT_URL: `${watcher.url}?key=s3cret` },
  });
});
afterEach(async () => {
  await house.stop();
  await watcher.stop();
});

const beats = () => watcher.requests.length;
const selfCheck = () => house.api.ok('GET', '/v1/self-check');

/** All rows of everything but the auditor's own tables. */
async function everything(): Promise<unknown> {
  const tables = await house.rows<{ name: string }>(
    `select relname as name from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace
       and relname not like 'audit%' and relname not like 'migrations%' order by 1`,
  );
  const contents: unknown[] = [];
  for (const { name } of tables)
    contents.push([name, await house.rows(`select xmin::text, t.* from ${name} t order by 1, 2`)]);
  return contents;
}

/** Incidents in every state that they can be in, with schedules and hand-offs beside them. */
async function muchGoesOn(): Promise<void> {
  const rotation = { type: 'daily', starts_on: '2027-01-01', handoff_time: '07:00' };
  await house.addSchedule('Primary', [{ name: 'days', turns: ['ada', 'grace'], rotation }], 'UTC', true);
  await house.addSchedule('Always', [{ name: 'one', turns: ['linus'], rotation }], 'UTC', true);
  const names = ['a', 'b', 'c', 'd', 'e', 'f'];
  const [, b, c, d, e] = await Promise.all(names.map((name) => house.elastic.fires(`problem ${name}`)));
  await house.elastic.posts('{"broken": ');
  await house.settles();
  await house.acknowledge(b ?? '', 'grace');
  await house.startWork(c ?? '', 'grace');
  await house.change(d ?? '', 'snooze', 'grace', { minutes: 90 });
  await house.resolve(e ?? '', 'grace');
  await house.elastic.recovers('problem f');
}

/** No escalation of that incident can begin, for the reason that the code names. */
async function escalationsFail(incident: string, code: string): Promise<void> {
  await house.database.database.raw(`
    create function fail() returns trigger language plpgsql as $$ begin
      if new.incident_id = '${incident}' then raise exception 'not this one' using errcode = '${code}'; end if;
      return new;
    end $$;
    create trigger fails before insert on escalations for each row execute function fail()`);
}

test('a healthy house is told to be well each minute; nothing is found, and nothing else is written', async () => {
  await muchGoesOn();
  await house.settles();
  const before = await everything();
  await house.backend.workers.makeRound('audit');
  expect(await everything()).toEqual(before);
  // Through escalations, runs that start over, snoozes, hand-offs, acknowledgements that run out and reminders.
  for (let round = 0; round < 10; round += 1) {
    await house.passes(minutes(33));
    await house.audits();
  }
  expect(await house.metric('incidents_audit_findings_total')).toBe(0);
  expect(await house.count(`timeline_entries where kind = 'repaired'`)).toBe(0);
  expect(beats()).toBe(11);
  expect(watcher.requests[0]).toMatchObject({ method: 'POST', path: expect.stringContaining('?key=s3cret'), body: '' });
  const now = house.clock.now();
  const ran = new Date(now.getTime()).toISOString();
  expect(await selfCheck()).toMatchObject({ well: true, ran_at: ran, well_at: ran, found: {}, repaired: {}, open: [] });
  expect(await house.metric('incidents_audit_last_success_timestamp_seconds')).toBe(now.getTime() / 1000);
  expect(await house.metric('incidents_audit_findings')).toBe(0);
}, 240_000);

test('the heartbeat is silent while something is wrong that cannot be repaired, and comes back with it', async () => {
  const incident = await house.elastic.fires('disk full');
  await house.audits();
  expect(beats()).toBe(1);
  const wellAt = house.clock.now();
  await house.rows('update escalations set parked_at = ?, unparked_at = ?', [wellAt, wellAt]);
  for (let minute = 0; minute < 5; minute += 1) await house.audits();
  expect(beats()).toBe(1);
  expect(await selfCheck()).toMatchObject({
    well: false,
    well_at: wellAt.toISOString(),
    open: [{ kind: 'run_parked', incident_id: incident }],
  });
  expect(await house.metric('incidents_audit_last_success_timestamp_seconds')).toBe(wellAt.getTime() / 1000);
  expect(await house.metric('incidents_audit_last_run_timestamp_seconds')).toBe(house.clock.now().getTime() / 1000);
  await house.rows('update escalations set parked_at = null');
  await house.audits();
  expect(beats()).toBe(2);
  expect(await selfCheck()).toMatchObject({ well: true, open: [] });
});

test('what was found and repaired is well again: the heartbeat goes on', async () => {
  await house.elastic.fires('disk full');
  await house.rows('delete from escalations');
  await house.audits();
  expect(beats()).toBe(1);
  expect(await selfCheck()).toMatchObject({ well: true, found: { run_missing: 1 }, repaired: { run_missing: 1 } });
});

test('a patrol that fails by our own fault proves nothing: the others go on, the heartbeat is silent', async () => {
  const incident = await house.elastic.fires('disk full');
  await house.rows('delete from escalations');
  await house.rows('alter table schedule_handoffs rename to elsewhere');
  await house.rows('create view schedule_handoffs as select 1 as nothing');
  await house.backend.workers.makeRound('audit');
  expect(await house.kinds(incident)).toContain('repaired');
  expect(await house.metric('incidents_audit_failures_total')).toBe(1);
  expect(beats()).toBe(0);
  expect(await selfCheck()).toMatchObject({ well: false, ran_at: null });
  await house.rows('drop view schedule_handoffs');
  await house.rows('alter table elsewhere rename to schedule_handoffs');
  await house.audits();
  expect(beats()).toBe(1);
});

test('a repair that fails by our own fault changes nothing, stays wrong, and holds up no other', async () => {
  const [bad, good] = [await house.elastic.fires('the bad one'), await house.elastic.fires('the good one')];
  await house.rows('delete from escalations');
  await escalationsFail(bad, 'XX000');
  await house.audits();
  expect(await house.kinds(good)).toContain('repaired');
  expect(await house.kinds(bad)).not.toContain('repaired');
  expect(await selfCheck()).toMatchObject({ well: false, open: [{ kind: 'run_missing', incident_id: bad }] });
  await house.rows('drop trigger fails on escalations');
  await house.audits();
  expect(await house.kinds(bad)).toContain('repaired');
  expect(await selfCheck()).toMatchObject({ well: true });
});

test('what was repaired before the database went away is told of', async () => {
  const [first, second] = [await house.elastic.fires('the first'), await house.elastic.fires('the second')];
  await house.rows('delete from escalations');
  await escalationsFail(second, '57P01');
  await house.backend.workers.makeRound('audit');
  expect(await house.kinds(first)).toContain('repaired');
  expect(await house.metric('incidents_audit_repairs_total')).toBe(1);
  expect(await house.metric('incidents_audit_failures_total')).toBe(1);
  await house.rows('drop trigger fails on escalations');
  await house.audits();
  expect(await house.kinds(second)).toContain('repaired');
  expect(await house.metric('incidents_audit_repairs_total')).toBe(2);
});

test.each([
  ['refuses', () => watcher.answersOnce({ kind: 'status', status: 500 })],
  [
    'redirects',
    () => watcher.answersOnce({ kind: 'status', status: 302, headers: { location: 'http://127.0.0.1:1' } }),
  ],
  ['hangs up', () => watcher.answersOnce({ kind: 'reset' })],
  ['talks nonsense', () => watcher.answersOnce({ kind: 'garbage' })],
])('a watcher that %s is counted, and stops nothing', async (_, trouble) => {
  trouble();
  await house.audits();
  expect(await house.metric('incidents_audit_heartbeats_total')).toBe(1);
  expect(String((await house.api.call('GET', '/metrics')).body)).toContain(
    'incidents_audit_heartbeats_total{outcome="refused"} 1',
  );
  expect(await selfCheck()).toMatchObject({ well: true });
  await house.audits();
  expect(beats()).toBe(2);
});

test('of two backends one audits; both show what it saw', async () => {
  await house.another();
  const incident = await house.elastic.fires('disk full');
  await house.rows('delete from escalations');
  house.clock.forward(60);
  await Promise.all(house.backends.map(({ workers }) => workers.makeRound('audit')));
  expect(beats()).toBe(1);
  expect(await house.entries(incident, 'repaired')).toHaveLength(1);
  expect(await house.count('escalations')).toBe(1);
  for (const { workers } of house.backends) await workers.makeRound('audit');
  expect(beats()).toBe(1);
  const figures = await Promise.all(
    house.backends.map(async ({ base }) => String((await house.api.at(base).call('GET', '/metrics')).body)),
  );
  for (const text of figures) {
    expect(text).toContain(`incidents_audit_last_success_timestamp_seconds ${house.clock.now().getTime() / 1000}`);
  }
});

test('an auditor that has stopped is seen by its age', async () => {
  expect(await selfCheck()).toMatchObject({ well: false, ran_at: null, well_at: null });
  await house.audits();
  expect(await selfCheck()).toMatchObject({ well: true });
  await house.passes(minutes(3));
  expect(await selfCheck()).toMatchObject({ well: true });
  await house.passes(1);
  expect(await selfCheck()).toMatchObject({ well: false });
});
