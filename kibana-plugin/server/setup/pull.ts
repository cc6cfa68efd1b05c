import { apiKeyRequest, OWN_RULE_TAG, pullPrivileges, type GivenPull, type PullAnswer } from 'incident-core';
import { SETUP_PROBLEMS } from '../../common/problems';
import type { PullMade, PullOffer, PullWish } from '../../common/setup';
import type { ElasticsearchClient } from '../../types/core-server';
import type { ActingUser, Backend } from '../backend/backend';
import { BackendFailure } from '../backend/failure';
import { toProblem } from '../routes/forward';
import { Refusal } from '../routes/route';
import { missingPrivileges } from './discover';
import { OwnKeys } from './elasticsearch';

/** With whom a pull is arranged: Elasticsearch as the user, and the backend for the user. */
export interface PullParties {
  readonly client: ElasticsearchClient;
  readonly backend: Backend;
  readonly user: ActingUser;
}

/** How a source is pulled, and what the user could give it. `host`: where Kibana finds Elasticsearch. @throws Refusal */
export async function offerPull(
  parties: PullParties,
  sourceId: string | null,
  host: string | null,
): Promise<PullOffer> {
  const pull = sourceId === null ? null : await findPull(parties, sourceId);
  return {
    pull,
    elasticsearch_url: host === null ? null : withoutLogin(host),
    missing_privileges: await missingPrivileges(parties.client, pullPrivileges([])),
  };
}

/**
 * Has a source pulled with a key that may read alerts and nothing else. It is made as the user and goes to the backend
 * from here: no browser sees it. Where the backend refuses, it is ended again. @throws Refusal
 */
export async function makePull(parties: PullParties, wish: PullWish, now: Date): Promise<PullMade> {
  const before = await findPull(parties, wish.source_id);
  if (before?.write_back) throw new Refusal(SETUP_PROBLEMS.key_writes);
  const keys = new OwnKeys(parties.client);
  const spaces = [...new Set([...(before?.spaces ?? []), wish.space])];
  const name = `incidents-pull-${wish.source_id}`;
  const key = await keys.make(apiKeyRequest(pullPrivileges(spaces), name, wish.key_days ?? undefined));
  const pull = await give(parties, keys, key.id, wish.source_id, {
    elasticsearch_url: wish.elasticsearch_url,
    kibana_url: wish.kibana_url,
    api_key: key.encoded,
    spaces,
    indices: before?.indices ?? [],
    tags: before?.tags ?? [OWN_RULE_TAG],
    connector_ids: before?.connector_ids ?? [],
    filter: before?.filter ?? null,
    write_back: false,
    interval_seconds: before?.interval_seconds ?? 30,
  });
  const others = await keys.madeBefore(name, new Date(now.getTime() - YOUNG_MS));
  await keys.end(others);
  return { pull, key: { id: key.id, name }, ended_keys: others.length };
}

/** A key that was made a moment ago may be on its way to the backend, from the same wizard in another window. */
const YOUNG_MS = 10 * 60_000;

/** @throws Refusal */
async function findPull({ backend, user }: PullParties, sourceId: string): Promise<PullAnswer | null> {
  const answer = await backend.call({ method: 'GET', path: pathOf(sourceId), user });
  if (answer.status === 200) return answer.body as PullAnswer;
  const problem = toProblem(answer.status, answer.body);
  if (problem.type === NOT_PULLED) return null;
  throw new Refusal(problem);
}

const NOT_PULLED = 'urn:incidents:problem:not-pulled';

async function give(
  { backend, user }: PullParties,
  keys: OwnKeys,
  keyId: string,
  sourceId: string,
  body: GivenPull,
): Promise<PullAnswer> {
  try {
    const answer = await backend.call({ method: 'PUT', path: pathOf(sourceId), body, user });
    if (answer.status !== 200) throw new Refusal(toProblem(answer.status, answer.body));
    return answer.body as PullAnswer;
  } catch (error) {
    // Without an answer the backend may have it all the same, and would lose what it pulls with.
    const isCertain = error instanceof Refusal || (error instanceof BackendFailure && error.problem === 'unreachable');
    if (isCertain) await keys.end([keyId]);
    throw error;
  }
}

function pathOf(sourceId: string): string {
  return `/v1/sources/${encodeURIComponent(sourceId)}/pull`;
}

function withoutLogin(host: string): string {
  const { origin, pathname } = new URL(host);
  return `${origin}${pathname}`.replace(/\/+$/, '');
}
