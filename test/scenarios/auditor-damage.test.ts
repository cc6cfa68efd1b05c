import { afterEach, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { House, step } from '../harness/house.ts';
import { hours, minutes } from '../harness/manual-clock.ts';

let house: House;
afterEach(() => house.stop());

/** What a hand, a bug or a half restored backup can do to the rows that somebody waits for. */
const DAMAGES = [
  'delete from escalations where random() < 0.7',
  'update escalations set due_at = null where random() < 0.7',
  `update escalations set due_at = due_at + interval '100 years' where random() < 0.7`,
  `update escalations set parked_at = created_at, failures = 5 where status <> 'resolved' and random() < 0.7`,
  `update escalations set status = 'resolved', due_at = null, end_reason = 'resolved' where random() < 0.7`,
  'update escalations set activated_at = null where random() < 0.7',
  'delete from escalation_steps where random() < 0.7',
  `update escalation_steps set due_at = due_at + interval '100 years' where random() < 0.7`,
  'delete from notifications where random() < 0.7',
  'delete from deliveries where random() < 0.7',
  'update deliveries set due_at = null where random() < 0.7',
  `update deliveries set due_at = due_at + interval '100 years' where random() < 0.7`,
  `update deliveries set parked_at = created_at, failures = 5 where status = 'pending' and random() < 0.7`,
  `update deliveries set status = 'sending', leased_until = null where status = 'pending' and random() < 0.7`,
] as const;

const damages = fc.array(fc.record({ what: fc.nat(DAMAGES.length - 1), after: fc.constantFrom(0, 30, 240) }), {
  minLength: 1,
  maxLength: 4,
});

test('whatever is damaged, in the end the people of every step have been told, and all is well', async () => {
  house = await House.start({ policy: [step('ada').waits(minutes(5)), step('grace').waits(minutes(5))] });
  const { database } = house.database;
  let count = 0;
  await fc.assert(
    fc.asyncProperty(damages, async (plan) => {
      const name = `problem ${(count += 1)}`;
      await database.raw('delete from incidents; delete from alert_episodes; delete from audit_findings');
      const incident = await house.elastic.fires(name);
      // Nothing gets out until the damage is done.
      house.mailbox.server.refuseWith(451, 'try later');
      for (const { what, after } of plan) {
        await house.passes(after);
        await house.rows(DAMAGES[what] ?? '');
      }
      house.mailbox.server.accept();
      const from = house.mailbox.server.messages().length;
      for (let round = 0; round < 2; round += 1) await house.audits();
      // What was parked rests first.
      await house.passes(minutes(5));
      for (let round = 0; round < 2; round += 1) await house.audits();
      // A policy that ran out meanwhile, its step's people untold, begins again an hour after that.
      await house.passes(hours(1));
      await house.passes(minutes(10));
      await house.audits();
      const told = house.mailbox.server.messages().slice(0, house.mailbox.server.messages().length - from);
      const ofThis = told.filter(({ subject }) => subject.includes(`${name} (`)).flatMap(({ to }) => to);
      expect(new Set(ofThis)).toEqual(new Set(['ada@example.com', 'grace@example.com']));
      expect(await house.api.ok('GET', '/v1/self-check')).toMatchObject({ well: true, open: [] });
      expect((await house.incident(incident)).status).toBe('triggered');
    }),
    { numRuns: 5, endOnFailure: true },
  );
}, 300_000);
