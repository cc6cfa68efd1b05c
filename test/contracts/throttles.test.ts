import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { DEFAULT_THROTTLES, fromThrottles, type DeliveryAnswer, type ThrottlesAnswer } from 'incident-core';
import { House, step } from '../harness/house.ts';
import { hours } from '../harness/manual-clock.ts';

const OURS = fromThrottles(DEFAULT_THROTTLES);

let house: House;
beforeAll(async () => {
  house = await House.start({ policy: [step('ada', 'grace').waits(hours(2))] });
});
afterAll(() => house.stop());

describe('the limits', () => {
  test('are ours until somebody sets them, and then theirs for all backends', async () => {
    expect(await house.api.ok('GET', '/v1/throttles')).toEqual(OURS);
    const given: ThrottlesAnswer = { ...OURS, merge_above: 5, people: { ...OURS.people, email: null } };
    expect(await house.api.ok('PUT', '/v1/throttles', given)).toEqual(given);
    const other = await house.another();
    const answer = await fetch(`${other.base}/v1/throttles`, {
      headers: { authorization: `Bearer ${house.person('ada').token}` },
    });
    expect(await answer.json()).toEqual(given);
    await house.api.ok('PUT', '/v1/throttles', OURS);
  });

  test.each([
    ['no burst', { ...OURS, people: { ...OURS.people, email: { messages: 1, seconds: 30, burst: 0 } } }, 'burst'],
    [
      'a burst that is less than comes back in a second',
      { ...OURS, providers: { ...OURS.providers, sms: { messages: 100, seconds: 1, burst: 10 } } },
      '$.providers.sms.burst',
    ],
    ['a channel that is missing', { ...OURS, people: { slack: null } }, '$.people.email'],
    ['a channel that there is not', { ...OURS, people: { ...OURS.people, pigeon: null } }, 'pigeon'],
    ['nothing', {}, '$.merge_above'],
  ])('with %s are refused, with the place', async (_, body, says) => {
    const answer = await house.api.call('PUT', '/v1/throttles', body);
    expect(answer.status).toBe(400);
    expect(JSON.stringify(answer.body)).toContain(says);
    expect(await house.api.ok('GET', '/v1/throttles')).toEqual(OURS);
  });
});

describe('the delivery log', () => {
  let incidents: readonly string[];
  let between: string;
  beforeAll(async () => {
    const first = await house.elastic.fires('disk full');
    await house.settles();
    await house.passes(60);
    between = house.clock.now().toISOString();
    await house.passes(60);
    house.mailbox.server.refuseWith(550, 'no such user');
    const second = await house.elastic.fires('queue long');
    await house.settles();
    house.mailbox.server.accept();
    incidents = [first, second];
  });

  const list = async (query = '') =>
    (await house.api.ok<{ items: DeliveryAnswer[]; next_cursor: string | null }>('GET', `/v1/deliveries?${query}`))
      .items;

  test('shows who was told what, and every attempt with its outcome', async () => {
    const [, first = ''] = [...incidents].reverse();
    const [failed] = await list(`incident_id=${incidents[1] ?? ''}`);
    expect(failed).toMatchObject({
      event: 'escalation_step',
      incident: { title: expect.stringContaining('queue long') },
      team: { name: 'Payments' },
      channel: 'email',
      status: 'failed',
      hold_reason: null,
      merged_into: null,
      attempts: [
        { attempt: 1, outcome: 'refused', latency_ms: 0, provider_id: null, error: expect.stringContaining('550') },
      ],
    });
    const [sent] = await list(`incident_id=${first}`);
    expect(sent).toMatchObject({ status: 'sent', attempts: [{ provider_id: expect.stringContaining('@') }] });
    expect(await house.api.ok('GET', `/v1/deliveries/${sent?.id ?? ''}`)).toEqual(sent);
    expect(await house.metric('incidents_delivery_attempt_seconds_count')).toBe(4);
  });

  test.each([
    ['status=failed', 2],
    ['status=sent,failed', 4],
    ['channel=sms', 0],
    ['channel=email,sms', 4],
    ['to=BETWEEN', 2],
    ['from=BETWEEN', 2],
    ['user_id=ADA', 2],
    ['team_id=TEAM&status=sent', 2],
    ['team_id=01890a5d-ac96-774b-bcce-b302099a8057', 0],
  ])('filtered by %s has %d', async (filter, count) => {
    const query = filter
      .replace('BETWEEN', between)
      .replace('ADA', house.person('ada').id)
      .replace('TEAM', house.teamId);
    expect(await list(query)).toHaveLength(count);
  });

  test('is read in pages, the latest first, each once', async () => {
    const seen: DeliveryAnswer[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const path = `/v1/deliveries?limit=1${cursor === '' ? '' : `&cursor=${cursor}`}`;
      const page: { items: DeliveryAnswer[]; next_cursor: string | null } = await house.api.ok('GET', path);
      seen.push(...page.items);
      cursor = page.next_cursor;
    }
    expect(seen).toEqual(await list());
    expect(seen.map(({ created_at }) => created_at)).toEqual(
      seen
        .map(({ created_at }) => created_at)
        .toSorted()
        .reverse(),
    );
    expect(new Set(seen.map(({ id }) => id)).size).toBe(4);
  });

  test.each(['status=lost', 'from=yesterday', 'cursor=nonsense', 'user_id=ada', 'colour=red'])(
    'refuses %s',
    async (query) => {
      expect((await house.api.call('GET', `/v1/deliveries?${query}`)).status).toBe(400);
    },
  );

  test('hides addresses from who may only look, and all of it from who may not see the team', async () => {
    const { api, teamId } = house;
    const other = await api.ok<{ id: string }>('POST', '/v1/teams', { name: 'Other' });
    const as = async (name: string, role: string, team_id: string) => {
      const { id } = await api.ok<{ id: string }>('POST', '/v1/users', { name, username: name });
      await api.ok('PUT', `/v1/users/${id}/roles`, { roles: [{ role, team_id }] });
      return api.as((await api.ok<{ token: string }>('POST', '/v1/tokens', { name, user_id: id })).token);
    };
    const viewer = await as('viewer', 'viewer', teamId);
    const seen = JSON.stringify((await viewer.call('GET', '/v1/deliveries')).body);
    expect(seen).toContain('a***@example.com');
    expect(seen).not.toContain('ada@example.com');
    const responder = await as('responder', 'responder', teamId);
    expect(JSON.stringify((await responder.call('GET', '/v1/deliveries')).body)).toContain('ada@example.com');
    const foreign = await as('foreign', 'viewer', other.id);
    expect((await foreign.call('GET', '/v1/deliveries')).body).toMatchObject({ items: [] });
    const [one] = await list();
    expect((await foreign.call('GET', `/v1/deliveries/${one?.id ?? ''}`)).status).toBe(404);
  });
});
