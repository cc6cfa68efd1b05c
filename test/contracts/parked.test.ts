import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { House, step } from '../harness/house.ts';
import { minutes } from '../harness/manual-clock.ts';
import { setThrottles, UNTHROTTLED } from '../harness/throttles.ts';

/** A trigger stands for a bug of ours that one row brings out: whatever writes about that row fails. */
let house: House;
beforeEach(async () => {
  house = await House.start({ policy: [step('ada').waits(minutes(5)), step('grace')] });
  await house.database.database.raw(`
    create table spoilt (id uuid primary key);
    create function fail() returns trigger language plpgsql as $$ begin
      if exists (select from spoilt where id = (to_jsonb(new) ->> tg_argv[0])::uuid) then
        raise exception 'a bug of ours' using errcode = 'XX000';
      end if;
      return new;
    end $$`);
});
afterEach(() => house.stop());

async function failsOn(table: string, event: string, column: string, id: string): Promise<void> {
  const { database } = house.database;
  await database('spoilt').insert({ id }).onConflict('id').ignore();
  await database.raw(
    `create trigger fails before ${event} on ${table} for each row execute function fail('${column}')`,
  );
}

const rowOf = async (table: string, incidentId: string) =>
  (await house.database.database(table).where({ incidentId }).first('*')) as Readonly<Record<string, unknown>> & {
    id: string;
  };

describe('a row that keeps failing by our own fault is parked, and the others go on', () => {
  test('an escalation that cannot move', async () => {
    const bad = await house.elastic.fires('the bad one');
    const { id } = await rowOf('escalations', bad);
    await failsOn('escalation_steps', 'insert', 'escalation_id', id);
    const good = await house.elastic.fires('the good one');
    await house.passes(minutes(10));
    house.mailbox.expect('ada', 'the good one');
    house.mailbox.expect('grace', 'the good one');
    house.mailbox.expectNothingMore();
    expect(await rowOf('escalations', bad)).toMatchObject({
      failures: 5,
      status: 'pending',
      parkedAt: expect.anything(),
    });
    expect(await rowOf('escalations', good)).toMatchObject({ failures: 0, parkedAt: null });
  });

  test('an escalation of which we cannot note that it was heard', async () => {
    const bad = await house.elastic.fires('the bad one');
    const { id } = await rowOf('escalations', bad);
    await house.settles();
    house.mailbox.expect('ada', 'the bad one');
    await house.database.database('escalations').where({ id }).update({ status: 'active' });
    await failsOn('escalation_steps', 'insert', 'escalation_id', id);
    await house.elastic.fires('the good one');
    await house.passes(minutes(10));
    house.mailbox.expect('ada', 'the good one');
    house.mailbox.expect('grace', 'the good one');
    expect(await rowOf('escalations', bad)).toMatchObject({ failures: 5, parkedAt: expect.anything() });
  });

  test('a delivery of which we cannot write what came', async () => {
    const bad = await house.elastic.fires('the bad one');
    await failsOn('delivery_attempts', 'insert', 'delivery_id', bad);
    for (let tick = 0; tick < 3; tick += 1) await house.settles();
    house.mailbox.expect('ada', 'the bad one');
    await house.database.database('spoilt').delete();
    const second = await house.elastic.fires('the worse one');
    await house.database.database.raw(`
      create function spoil() returns trigger language plpgsql as $$ begin
        if new.incident_id = '${second}' then insert into spoilt values (new.id); end if;
        return new;
      end $$;
      create trigger spoils after insert on deliveries for each row execute function spoil()`);
    await house.elastic.fires('the good one');
    await house.passes(minutes(4));
    house.mailbox.expect('ada', 'the good one');
    house.mailbox.expectNothingMore();
    expect(await rowOf('deliveries', second)).toMatchObject({
      failures: 5,
      status: 'pending',
      parkedAt: expect.anything(),
    });
  });

  test('a delivery whose end cannot be written, among many that end together: the others are sent once', async () => {
    await setThrottles(house.api, UNTHROTTLED);
    const names = Array.from({ length: 20 }, (_, index) => `good ${index + 1}`);
    const [bad = '', ...good] = await Promise.all(['the bad one', ...names].map((name) => house.elastic.fires(name)));
    await house.database.database.raw(`
      create function spoil() returns trigger language plpgsql as $$ begin
        if new.incident_id = '${bad}' then insert into spoilt values (new.id); end if;
        return new;
      end $$;
      create trigger spoils after insert on deliveries for each row execute function spoil();
      create trigger fails before update on delivery_attempts for each row execute function fail('delivery_id')`);
    await house.passes(minutes(4));
    const { id, ...row } = await rowOf('deliveries', bad);
    expect(row).toMatchObject({ failures: 5, status: 'pending', parkedAt: expect.anything() });
    for (const incidentId of good)
      expect(await rowOf('deliveries', incidentId)).toMatchObject({ status: 'sent', attempts: 1, failures: 0 });
    const titles = house.mailbox.takeTitles('ada');
    expect([...new Set(titles)]).toHaveLength(21);
    // It was sent each time, under the same id, for nobody could write that it was.
    expect(titles).toHaveLength(20 + 5);
    expect(await house.count(`timeline_entries where kind = 'notification_sent'`)).toBe(20);
    expect(await house.count(`delivery_attempts where delivery_id = '${id}' and ended_at is null`)).toBe(5);
  });

  test('an incident that cannot resolve after its recovery holds up no other', async () => {
    const [bad, good] = [await house.elastic.fires('the bad one'), await house.elastic.fires('the good one')];
    for (const id of [bad, good]) await house.startWork(id, 'ada');
    await house.elastic.recovers('the bad one');
    await house.elastic.recovers('the good one');
    await failsOn('timeline_entries', 'insert', 'incident_id', bad);
    await house.passes(minutes(59));
    house.clock.set(new Date(house.clock.now().getTime() + 120_000));
    await house.settles();
    expect((await house.incident(good)).status).toBe('resolved');
    expect((await house.incident(bad)).status).toBe('in_progress');
  });
});
