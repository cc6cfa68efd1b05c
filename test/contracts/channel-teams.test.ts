import { afterEach, beforeEach, expect, test } from '@jest/globals';
import type { OutgoingMessage } from '../../backend/src/delivery/channel.ts';
import { TeamsChannel } from '../../backend/src/delivery/teams.channel.ts';
import { FakeTeams } from '../harness/fake-teams.ts';
import type { WebhookAnswer } from '../harness/fake-webhook.ts';
import { outgoing } from '../harness/outgoing.ts';

let teams: FakeTeams;
beforeEach(async () => {
  teams = await FakeTeams.start();
});
afterEach(() => teams.stop());

const now = () => new Date('2027-01-05T03:24:00Z');
const send = (over: Partial<OutgoingMessage> = {}, allowed: readonly string[] = ['127.0.0.0/8']) =>
  new TeamsChannel({ now, allowed }).send(outgoing({ to: { kind: 'teams', url: teams.url }, ...over }));

test('a workflow is sent one card, under our own id, and its 202 is *sent*', async () => {
  expect(await send()).toEqual({ kind: 'sent', providerId: null });
  expect(teams.cards).toMatchObject([{ trackingId: 'delivery-1' }]);
});

test('what is no card is refused for good', async () => {
  expect(await send({ teamsBody: { text: 'x' } })).toMatchObject({ kind: 'refused', retryable: false });
});

test.each([
  [
    '429 with patience',
    { kind: 'status', status: 429, headers: { 'retry-after': '9' } },
    { retryable: true, retryAfterSeconds: 9 },
  ],
  ['502', { kind: 'status', status: 502 }, { retryable: true }],
  ['a flow that is gone', { kind: 'status', status: 410 }, { retryable: false, gone: true }],
  ['a signature that is wrong', { kind: 'status', status: 401 }, { retryable: false }],
  ['a redirect', { kind: 'status', status: 302, headers: { location: 'http://127.0.0.1:1/' } }, { retryable: false }],
  ['a half-closed connection', { kind: 'half_close' }, { retryable: true }],
  ['silence', { kind: 'silence' }, { retryable: true }],
] satisfies readonly (readonly [string, WebhookAnswer, object])[])('%s', async (_, answer, expected) => {
  teams.answers(answer);
  const outcome = await send({ timeoutMs: 200 });
  expect(outcome).toMatchObject({ kind: 'refused', ...expected });
  expect(JSON.stringify(outcome)).not.toMatch(/swordfish|127\.0\.0\.1/);
});

test('an address of our own network is refused, and nothing is posted', async () => {
  expect(await send({}, [])).toMatchObject({ kind: 'refused', retryable: false });
  expect(teams.cards).toHaveLength(0);
});
