/** Teams, people and policies to try the system with, loaded through its own API. */
import { ApiError } from './api.mjs';
import { keepSecrets } from './files.mjs';

/** @typedef {import('./api.mjs').Api} Api */
/** @typedef {import('./api.mjs').Item} Item */
/** @typedef {import('./files.mjs').Secrets} Secrets */

const people = [
  { name: 'Ada Marsh', username: 'ada', time_zone: 'Europe/London', team: 'Payments' },
  { name: 'Ben Okafor', username: 'ben', time_zone: 'Africa/Lagos', team: 'Payments' },
  { name: 'Chiara Rossi', username: 'chiara', time_zone: 'Europe/Rome', team: 'Platform' },
  { name: 'Devi Nair', username: 'devi', time_zone: 'Asia/Kolkata', team: 'Platform' },
  { name: 'Emil Sand', username: 'emil', time_zone: 'America/New_York', team: 'catch-all' },
];

/** Short times: whoever tries the system wants to see it escalate. */
const policies = [
  { name: 'Payments on call', team: 'Payments', first: 'ada', second: 'ben', fallback: 'emil' },
  { name: 'Platform on call', team: 'Platform', first: 'chiara', second: 'devi', fallback: 'emil' },
  { name: 'Everything else', team: 'catch-all', first: 'emil', second: 'ada', fallback: 'ben' },
];

const routes = [
  { matchers: { service: ['checkout', 'cart', 'orders', 'payment*'] }, team: 'Payments' },
  { matchers: { service: ['frontend', 'search'] }, team: 'Platform' },
  { matchers: { environment: ['staging'] }, team: 'Platform' },
];

/**
 * Loads the sample once, into a system that has only its catch-all team; what was interrupted is completed.
 * @param {Api} api @param {Secrets} secrets @param {(line: string) => void} say @returns {Promise<Secrets>} with a source token
 */
export async function loadSample(api, secrets, say) {
  const teams = await api.list('/v1/teams');
  const isNew = teams.every((team) => team['is_catch_all']);
  let kept = secrets;
  if (isNew || kept.sample === 'loading') {
    say('Loading sample teams, people and policies ...');
    const { source_token: _, ...rest } = kept;
    kept = { ...rest, sample: 'loading' };
    await keepSecrets(kept);
    await loadTeams(api, teams);
  }
  // A system of somebody's own has teams, but no source of ours yet: it gets that and nothing else.
  if (!kept.source_token) kept = { ...kept, source_token: await makeSourceToken(api) };
  if (kept.sample === 'loading') kept = { ...kept, sample: 'loaded' };
  await keepSecrets(kept);
  return kept;
}

/** @param {Api} api @param {Item[]} teams */
async function loadTeams(api, teams) {
  /** @type {Map<string, unknown>} */
  const teamIds = new Map([['catch-all', teams.find((team) => team['is_catch_all'])?.['id']]]);
  for (const name of ['Payments', 'Platform']) teamIds.set(name, await ensure(api, '/v1/teams', 'name', { name }));

  /** @type {Map<string, unknown>} */
  const userIds = new Map();
  for (const { team, ...person } of people) {
    const id = await ensure(api, '/v1/users', 'username', { ...person, team_ids: [teamIds.get(team)] });
    userIds.set(person.username, id);
    // Whoever is told may answer.
    await api.call('PUT', `/v1/users/${id}/roles`, { roles: [{ role: 'responder', team_id: null }] });
    const address = `${person.username}@example.com`;
    await unlessThere(
      api.call('POST', `/v1/users/${id}/contact-methods`, { channel: 'email', address, verified: true }),
    );
  }

  const target = (/** @type {string} */ username) => ({ type: 'user', id: userIds.get(username) });
  for (const { name, team, first, second, fallback } of policies) {
    await api.call('PATCH', `/v1/teams/${teamIds.get(team)}`, { fallback_target: target(fallback) });
    await ensure(api, '/v1/escalation-policies', 'name', {
      name,
      // The policy of the catch-all team is the default of all.
      team_id: team === 'catch-all' ? null : teamIds.get(team),
      matchers: {},
      is_default: true,
      repeat: 1,
      steps: [
        { delay_seconds: 0, timeout_seconds: 15, targets: [target(first)] },
        { delay_seconds: 0, timeout_seconds: 30, targets: [target(second)] },
      ],
    });
  }
  if ((await api.list('/v1/routing-rules')).length > 0) return;
  for (const { matchers, team } of routes)
    await api.call('POST', '/v1/routing-rules', { matchers, team_id: teamIds.get(team) });
}

/** @param {Api} api */
async function makeSourceToken(api) {
  const id = await ensure(api, '/v1/sources', 'name', { name: 'kibana' });
  const made = await api.call('POST', `/v1/sources/${id}/tokens`, {});
  return String(made['token']);
}

/** Makes what is not there yet, known by one field. @param {Api} api @param {string} path @param {string} key @param {Item} wanted */
async function ensure(api, path, key, wanted) {
  const found = (await api.list(path)).find((item) => item[key] === wanted[key]);
  return (found ?? (await api.call('POST', path, wanted)))['id'];
}

/** @param {Promise<unknown>} made */
async function unlessThere(made) {
  await made.catch((error) => {
    if (!(error instanceof ApiError && error.status === 409)) throw error;
  });
}
