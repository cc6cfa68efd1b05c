import { createHash } from 'node:crypto';
import { afterEach, expect, test } from '@jest/globals';
import { House } from '../harness/house.ts';

let house: House;
afterEach(() => house.stop());

const apply = (documents: Readonly<Record<string, object>>) => {
  const texts = Object.entries(documents).map(([name, document]) => {
    const hash = createHash('sha256').update(JSON.stringify(document)).digest('hex');
    return [name, { file: `config/${name}.json`, hash, document }] as const;
  });
  return house.api.ok('POST', '/v1/config/apply', Object.fromEntries(texts));
};
const mapped = (...services: readonly string[]) => ({
  'team-mapping': { mappings: services.map((service) => ({ service, team: 'Storage' })) },
});
const ownerOf = async (title: string, service: string) => {
  const { team } = await house.incident(await house.elastic.fires(title, { service }));
  return team?.name;
};

test('an alert of a service that a file maps goes to its team and is told by the policy of the file', async () => {
  house = await House.start({ routed: false, policy: null });
  await house.api.ok('POST', '/v1/teams', { name: 'Storage' });
  const step = (name: string) => ({ timeout_seconds: 300, targets: [{ type: 'user', name }] });
  await apply({
    ...mapped('store*'),
    policies: {
      policies: [
        { name: 'Everyone', is_default: true, steps: [step('ada')] },
        { name: 'Storage', team: 'Storage', is_default: true, steps: [step('grace')] },
      ],
    },
  });
  expect(await ownerOf('disk full', 'store-eu')).toBe('Storage');
  await house.settles();
  house.mailbox.expect('grace', 'disk full');
  house.mailbox.expectNothingMore();
  expect(await ownerOf('queue stuck', 'search')).toBe('Catch-all');
  await house.settles();
  house.mailbox.expect('ada', 'queue stuck');
  house.mailbox.expectNothingMore();
});

test('a mapping that its file no longer holds goes with its row; rules and mappings of people stay', async () => {
  house = await House.start({ routed: false });
  const { id } = await house.api.ok<{ id: string }>('POST', '/v1/teams', { name: 'Storage' });
  await house.api.ok('POST', '/v1/routing-rules', { matchers: { service: ['ruled'] }, team_id: id });
  await house.api.ok('POST', '/v1/team-mappings', { service: 'by-hand', team_id: id });
  await apply(mapped('store', 'cache'));
  for (const service of ['store', 'cache', 'ruled', 'by-hand']) {
    expect([service, await ownerOf(`${service} is slow`, service)]).toEqual([service, 'Storage']);
  }
  await apply(mapped('cache'));
  expect(await ownerOf('store is slow again', 'store')).toBe('Catch-all');
  for (const service of ['cache', 'ruled', 'by-hand']) {
    expect([service, await ownerOf(`${service} is slow again`, service)]).toEqual([service, 'Storage']);
  }
});

test('a rule that people made goes before every mapping', async () => {
  house = await House.start({ routed: false });
  await house.api.ok('POST', '/v1/teams', { name: 'Storage' });
  await apply(mapped('store'));
  const rule = { matchers: { service: ['store'] }, team_id: house.teamId };
  await house.api.ok('POST', '/v1/routing-rules', rule);
  expect(await ownerOf('disk full', 'store')).toBe('Payments');
});
