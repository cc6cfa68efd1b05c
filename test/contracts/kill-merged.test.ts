import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { BackendProcess, environmentOf, eventually, type Environment } from '../harness/backend-process.ts';
import { House, step } from '../harness/house.ts';
import { setThrottles } from '../harness/throttles.ts';

const COUNT = 12;

let house: House;
let env: Environment;
let running: BackendProcess | null = null;

beforeAll(async () => {
  house = await House.start({ policy: [step('ada').waits(3_600)] });
  house.clock.set(new Date());
  env = environmentOf({ databaseUrl: house.database.url, smtpPort: house.mailbox.server.smtpPort });
}, 120_000);
afterEach(async () => {
  house.mailbox.server.accept();
  await running?.ended('SIGKILL');
  running = null;
});
afterAll(() => house.stop());

const open = async () => house.count(`deliveries where status in ('pending', 'sending')`);
const mailsOf = (title: string) => house.mailbox.server.messages().filter(({ text }) => text?.includes(title));
const namedIn = (text: string | null | undefined) => [...new Set((text ?? '').match(/#\d+ /g) ?? [])].sort();
const members = () =>
  house.rows<{ id: string; mergedInto: string | null }>(
    `select id, merged_into::text from deliveries where status in ('pending', 'sending') order by id`,
  );

test.each([
  ['the claim, before anything is sent', 0],
  ['the request, while the mail server has it and has not answered', 2_000],
])('SIGKILL after %s: the same members go again, under the same Message-ID', async (moment, mailTakes) => {
  const title = mailTakes === 0 ? 'claimed' : 'half sent';
  // All alerts are there before a worker looks, so that it finds them due at once.
  for (let at = 0; at < COUNT; at += 1) await house.elastic.fires(`${title} ${at}`);
  if (mailTakes === 0) house.mailbox.server.refuseWith(451, moment);
  else house.mailbox.server.answerAfter(mailTakes);
  running = (await BackendProcess.listening(env)).process;
  await eventually(
    async () => (await house.count('deliveries where merged_into is not null and ended_at is null')) > 0,
  );
  if (mailTakes > 0) await eventually(() => house.count(`delivery_attempts where ended_at is null`).then((n) => n > 0));
  await running.ended('SIGKILL');
  const before = await members();
  const leaders = before.filter(({ mergedInto }) => mergedInto === null);
  expect(before).toHaveLength(COUNT);

  // What has come meanwhile is no part of what was sent.
  await setThrottles(house.api, {});
  await house.rows(`update deliveries set leased_until = 'epoch' where status = 'sending'`);
  await house.rows(`update deliveries set due_at = now() where status = 'pending'`);
  house.mailbox.server.accept();
  running = (await BackendProcess.listening(env)).process;
  await eventually(async () => (await open()) === 0);

  const mails = mailsOf(title);
  const ids = new Set(mails.map(({ message_id }) => message_id));
  expect(ids.size).toBe(leaders.length);
  for (const id of ids) {
    const [first, ...repeats] = mails.filter(({ message_id }) => message_id === id);
    for (const repeat of repeats) expect(namedIn(repeat.text)).toEqual(namedIn(first?.text));
  }
  const after = await house.rows(`select id, merged_into::text from deliveries where id = any(?::uuid[]) order by id`, [
    `{${before.map(({ id }) => id).join(',')}}`,
  ]);
  expect(after).toEqual(before);
  expect(await house.count(`deliveries where status <> 'sent'`)).toBe(0);
});
