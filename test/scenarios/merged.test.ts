import { afterEach, expect, test } from '@jest/globals';
import { Api } from '../harness/api.ts';
import { House, step } from '../harness/house.ts';
import { hours, minutes } from '../harness/manual-clock.ts';

let house: House;
afterEach(() => house.stop());

const policy = [step('ada').waits(minutes(10)), step('grace').waits(minutes(10))];

/** Two incidents, of both of which Ada has been told. */
async function two(): Promise<{ readonly gone: string; readonly stays: string }> {
  house = await House.start({ policy });
  const stays = await house.elastic.fires('database down');
  const gone = await house.elastic.fires('errors in checkout');
  await house.settles();
  house.mailbox.expect('ada', 'database down');
  house.mailbox.expect('ada', 'errors in checkout');
  return { gone, stays };
}

test('the one that is merged is over and escalates no more; its alerts are the other’s, which the last recovery resolves', async () => {
  const { gone, stays } = await two();
  const merged = await house.change(gone, 'merge', 'linus', { into: stays });
  expect(merged).toMatchObject({ status: 'resolved', resolution: 'merged', merged_into: { id: stays }, alerts: [] });
  await house.settles();
  house.mailbox.expect('ada', 'errors in checkout', 'merging it into another incident');
  expect(await house.incident(stays)).toMatchObject({
    status: 'triggered',
    alert_count: 2,
    alerts: [{ name: 'database down' }, { name: 'errors in checkout' }],
    merged: [{ id: gone }],
  });
  await house.passes(minutes(10));
  house.mailbox.expect('grace', 'database down');
  house.mailbox.expectNothingMore();
  await house.acknowledge(stays, 'grace');

  await house.elastic.recovers('database down');
  expect(await house.incident(stays)).toMatchObject({ status: 'acknowledged' });
  await house.elastic.recovers('errors in checkout');
  expect(await house.incident(stays)).toMatchObject({ status: 'resolved', resolution: 'recovery' });
  expect(await house.entries(gone, 'resolved')).toMatchObject([
    { actor: { name: 'linus' }, data: { reason: 'merged', into: { id: stays, title: expect.any(String) } } },
  ]);
  expect(await house.entries(stays, 'merged')).toMatchObject([{ data: { from: { id: gone } } }]);
  await house.audits();
  expect(await house.entries(gone, 'repaired')).toEqual([]);
});

test('a later episode of what was merged follows: it refreshes the other, and opens nothing', async () => {
  const { gone, stays } = await two();
  await house.change(gone, 'merge', 'linus', { into: stays });
  await house.elastic.recovers('errors in checkout');
  expect(await house.elastic.fires('errors in checkout')).toBe(stays);
  await house.passes(hours(2));
  expect(await house.incidents()).toHaveLength(2);
  expect(await house.incident(gone)).toMatchObject({ status: 'resolved', resolution: 'merged' });
});

test('the same merge again changes nothing; into itself, into what is over, or of what is over, it is refused', async () => {
  const { gone, stays } = await two();
  const merges = async (id: string, into: string) => {
    const { status, body } = await house.as('linus').call('POST', `/v1/incidents/${id}/merge`, { into });
    return { status, body };
  };
  const nobody = '01890a5d-ac96-774b-bcce-b302099a8057';
  expect(await merges(gone, gone)).toMatchObject({ status: 400, body: { errors: [{ path: '$.into' }] } });
  expect(await merges(gone, nobody)).toMatchObject({ status: 422, body: { errors: [{ path: '$.into' }] } });
  expect((await merges(gone, stays)).status).toBe(200);
  const entries = (await house.timeline(stays)).length;
  expect((await merges(gone, stays)).status).toBe(200);
  expect(await house.timeline(stays)).toHaveLength(entries);
  expect(await merges(stays, gone)).toMatchObject({ status: 409, body: { merged_into: stays } });
  const third = await house.elastic.fires('queue long');
  expect(await merges(gone, third)).toMatchObject({ status: 409, body: { merged_into: stays } });
  expect((await house.as('linus').call('POST', `/v1/incidents/${gone}/reopen`, {})).status).toBe(409);
  await house.resolve(third, 'ada');
  expect((await merges(third, stays)).status).toBe(409);
});

test('what is worse makes the other rise, and its step hears so once', async () => {
  house = await House.start({ policy });
  const stays = await house.elastic.fires('queue long', { severity: 'warning' });
  await house.settles();
  house.mailbox.expect('ada', 'queue long');
  const worse = await house.as('grace').ok<{ id: string }>('POST', '/v1/incidents', {
    title: 'nothing is sold',
    severity: 'critical',
  });
  await house.settles();
  house.mailbox.expect('ada', 'nothing is sold');
  await house.change(worse.id, 'merge', 'grace', { into: stays });
  await house.settles();
  house.mailbox.expect('ada', 'nothing is sold', 'merging');
  house.mailbox.expect('ada', 'queue long', 'warning to critical');
  house.mailbox.expectNothingMore();
  expect(await house.incident(stays)).toMatchObject({ severity: 'critical', urgency: 'high' });
});

test('a responder of one team cannot merge into an incident of another', async () => {
  const { gone } = await two();
  const { api } = house;
  const other = await house.as('ada').ok<{ id: string }>('POST', '/v1/incidents', {
    title: 'of all',
    team_id: house.catchAllTeamId,
  });
  const { id: user_id } = await api.ok<{ id: string }>('POST', '/v1/users', { name: 'olga', username: 'olga' });
  await api.ok('PUT', `/v1/users/${user_id}/roles`, { roles: [{ role: 'responder', team_id: house.teamId }] });
  const { token } = await api.ok<{ token: string }>('POST', '/v1/tokens', { name: 'olga', user_id });
  const olga = api.as(token);
  expect((await olga.call('POST', `/v1/incidents/${gone}/merge`, { into: other.id })).status).toBe(403);
  expect((await olga.call('POST', `/v1/incidents/${other.id}/merge`, { into: gone })).status).toBe(403);
  expect((await house.incident(gone)).status).toBe('triggered');
});

test('while its alerts arrive at another backend it is merged once, and each of them ends at the one that stays', async () => {
  const { gone, stays } = await two();
  const second = await house.another();
  const source = house.sourceApi(second);
  for (let round = 0; round < 5; round += 1) {
    const name = `race ${round}`;
    const racing = await house.elastic.fires(name);
    house.clock.forward(1);
    const [answer] = await Promise.all([
      house.elastic.posts(house.elastic.active(name), source),
      house.change(racing, 'merge', 'linus', { into: stays }),
      house.elastic.posts(house.elastic.active('database down')),
    ]);
    expect([racing, stays]).toContain(answer.results[0]?.incident_id);
    expect(await house.elastic.fires(name)).toBe(stays);
    expect(await house.incident(racing)).toMatchObject({ status: 'resolved', resolution: 'merged', alerts: [] });
  }
  expect((await house.incident(stays)).alerts).toHaveLength(6);
  expect((await house.incident(gone)).status).toBe('triggered');
  expect(await house.count('incident_alerts where unresolved')).toBe(7);
});

test('two that are merged into each other at once: one of them stays, with the alerts of both', async () => {
  house = await House.start({ policy: null });
  const second = new Api((await house.another()).base, house.person('ada').token);
  for (let round = 0; round < 5; round += 1) {
    const [a, b] = [await house.elastic.fires(`a ${round}`), await house.elastic.fires(`b ${round}`)];
    const merge = (api: Api, from: string, into: string) => api.call('POST', `/v1/incidents/${from}/merge`, { into });
    const answers = await Promise.all([merge(house.as('ada'), a, b), merge(second, b, a)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    const [one, other] = await Promise.all([house.incident(a), house.incident(b)]);
    expect([one.status, other.status].sort()).toEqual(['resolved', 'triggered']);
    expect([one.alerts.length, other.alerts.length].sort()).toEqual([0, 2]);
  }
});
