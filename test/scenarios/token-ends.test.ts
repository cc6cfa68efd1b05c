import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { House } from '../harness/house.ts';
import { days } from '../harness/manual-clock.ts';

let house: House;
let sourceId: string;
beforeEach(async () => {
  house = await House.start();
  const body = { name: 'shop kibana', team_id: house.teamId };
  ({ id: sourceId } = await house.api.ok<{ id: string }>('POST', '/v1/sources', body));
  const roles = [{ role: 'manager', team_id: house.teamId }];
  await house.api.ok('PUT', `/v1/users/${house.person('grace').id}/roles`, { roles });
});
afterEach(() => house.stop());

interface Made {
  readonly id: string;
  readonly token: string;
}
const inDays = (count: number) => new Date(house.clock.now().getTime() + days(count) * 1000).toISOString();
const sourceToken = (lives: number | null) =>
  house.api.ok<Made>('POST', `/v1/sources/${sourceId}/tokens`, lives === null ? {} : { expires_at: inDays(lives) });
const posts = (token: string) => house.elastic.posts(house.elastic.recovery('nothing'), house.api.as(token));

test('who manages the team of a source is told fourteen days and a day before its token ends, once each', async () => {
  const { token } = await sourceToken(30);
  await posts(token);
  await house.passes(days(15.9));
  house.mailbox.expectNothingMore();
  await house.passes(days(0.2));
  house.mailbox.expect(
    'grace',
    'The token of the source shop kibana ends in 14 d',
    'From then on its alerts are refused',
  );
  house.mailbox.expectNothingMore();
  await house.passes(days(12.8));
  house.mailbox.expectNothingMore();
  await house.passes(days(0.2));
  house.mailbox.expect('grace', 'The token of the source shop kibana ends in', 'Last used');
  await house.passes(days(3));
  house.mailbox.expectNothingMore();
});

test('in whose place another is in use already, or that was revoked, ends unnoticed', async () => {
  const old = await sourceToken(20);
  await posts(old.token);
  await house.passes(days(2));
  const fresh = await sourceToken(null);
  await posts(fresh.token);
  await house.passes(days(30));
  house.mailbox.expectNothingMore();
  const revoked = await sourceToken(15);
  await house.api.ok('DELETE', `/v1/sources/${sourceId}/tokens/${revoked.id}`);
  await house.passes(days(20));
  house.mailbox.expectNothingMore();
});

test('another that nobody has put in place silences nothing', async () => {
  const old = await sourceToken(20);
  await sourceToken(null);
  await posts(old.token);
  await house.passes(days(7));
  house.mailbox.expect('grace', 'shop kibana');
});

test('one that is made for a week is told of on its last day only, one for an hour not at all', async () => {
  await sourceToken(7);
  await sourceToken(0.04);
  await house.passes(days(5.9));
  house.mailbox.expectNothingMore();
  await house.passes(days(0.2));
  house.mailbox.expect('grace', 'shop kibana');
  await house.passes(days(2));
  house.mailbox.expectNothingMore();
});

test('one that is revoked while the mail server is away is not told of when it is back', async () => {
  const { id } = await sourceToken(15);
  await house.mailbox.server.closeSmtp();
  await house.passes(days(1.001));
  await house.api.ok('DELETE', `/v1/sources/${sourceId}/tokens/${id}`);
  await house.mailbox.server.openSmtp();
  await house.passes(days(1));
  house.mailbox.expectNothingMore();
  expect(await house.rows(`select status, reason from deliveries`)).toEqual([
    { status: 'suppressed', reason: 'token_over' },
  ]);
});

test('an API token is told of to whom it is of; one for a program to who manages all teams', async () => {
  const user_id = house.person('linus').id;
  await house.api.ok('POST', '/v1/tokens', { name: 'laptop', user_id, expires_at: inDays(16) });
  await house.api.ok('POST', '/v1/tokens', { name: 'terraform', scopes: ['admin'], expires_at: inDays(16) });
  await house.api.ok('PUT', `/v1/users/${house.person('ada').id}/roles`, { roles: [{ role: 'admin', team_id: null }] });
  await house.passes(days(3));
  house.mailbox.expect('linus', 'The API token laptop ends in');
  house.mailbox.expect('ada', 'The API token terraform ends in');
  house.mailbox.expectNothingMore();
});

test('two backends tell it once', async () => {
  await house.another();
  await sourceToken(15);
  house.clock.forward(days(1) + 60);
  await house.settlesTogether();
  house.mailbox.expect('grace', 'shop kibana');
  house.mailbox.expectNothingMore();
});
