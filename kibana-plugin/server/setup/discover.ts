import { i18n } from '@kbn/i18n';
import {
  defaultScope,
  DISCOVERY_SOURCES,
  discoveryPrivileges,
  discoveryRequest,
  fromDiscoveredService,
  isSourceNeeded,
  mergeServices,
  privilegesRequest,
  readDiscoveryPage,
  readPrivileges,
  type DiscoveryIndices,
  type DiscoveryScope,
  type DiscoverySource,
  type FoundService,
  type NeededPrivileges,
} from 'incident-core';
import { SETUP_PROBLEMS } from '../../common/problems';
import type { Discovery, SourceOutcome } from '../../common/setup';
import type { ElasticsearchClient } from '../../types/core-server';
import { Refusal } from '../routes/route';
import { post } from './elasticsearch';

/** A hundred thousand buckets of each source: beyond it a search would hold up others' work. */
const MOST_PAGES = 100;

/** The services that Elasticsearch has heard of within a day, as far as the user may read. @throws Refusal */
export async function discover(
  client: ElasticsearchClient,
  indices: DiscoveryIndices,
  now: Date,
): Promise<Omit<Discovery, 'kibana_version'>> {
  const scope = { ...defaultScope(now), indices };
  const missing = await missingPrivileges(client, discoveryPrivileges(indices));
  const found: FoundService[] = [];
  const heard = new Set<DiscoverySource>();
  const sources: Discovery['sources'][number][] = [];
  // One after another: each costs the cluster something.
  for (const source of DISCOVERY_SOURCES) {
    const index = scope.indices[source];
    if (!isSourceNeeded(source, heard)) {
      sources.push({ source, index, outcome: 'not_needed' });
      continue;
    }
    const { services, outcome } = await readSource(client, source, scope);
    found.push(...services);
    if (services.length > 0) heard.add(source);
    sources.push({ source, index, outcome });
  }
  if (found.length === 0 && missing.length > 0) throw new Refusal(forbidden(missing));
  const items = mergeServices(found, scope).map(fromDiscoveredService);
  const [from, until] = [scope.from.toISOString(), scope.until.toISOString()];
  const isCut = sources.some(({ outcome }) => outcome === 'incomplete' || outcome === 'too_many');
  return { items, from, until, sources, is_whole: !isCut && missing.length === 0, missing_privileges: missing };
}

async function readSource(
  client: ElasticsearchClient,
  source: DiscoverySource,
  scope: DiscoveryScope,
): Promise<{ readonly services: readonly FoundService[]; readonly outcome: SourceOutcome }> {
  const services: FoundService[] = [];
  let outcome: SourceOutcome | null = null;
  let after: Parameters<typeof discoveryRequest>[2] = null;
  for (let page = 1; ; page += 1) {
    const { index, query, body } = discoveryRequest(source, scope, after);
    const result = readDiscoveryPage(source, await post(client, `/${encodeURIComponent(index)}/_search`, body, query));
    if (result.kind === 'unreadable') {
      const detail = i18n.translate('incidents.problem.setup.somethingElseAt', {
        defaultMessage: '{index}: found something else at {path}; expected {expected}',
        values: { index, path: result.path, expected: result.expected },
      });
      throw new Refusal({ ...SETUP_PROBLEMS.elasticsearch_failed, detail });
    }
    services.push(...result.services);
    if (result.incomplete) outcome = 'incomplete';
    if (result.after === null) break;
    if (page === MOST_PAGES) return { services, outcome: 'too_many' };
    after = result.after;
  }
  return { services, outcome: outcome ?? (services.length > 0 ? 'found' : 'empty') };
}

/** Elasticsearch leaves out silently what the caller may not read, so that it must be asked. */
export async function missingPrivileges(
  client: ElasticsearchClient,
  needed: NeededPrivileges,
): Promise<Discovery['missing_privileges']> {
  try {
    const answer = await post(client, '/_security/user/_has_privileges', privilegesRequest(needed));
    const decision = readPrivileges(answer);
    return decision.kind === 'missing' ? decision.missing : [];
  } catch (error) {
    // With security switched off there is no such call, and nothing that could be missing.
    const type = error instanceof Refusal ? error.problem.type : null;
    if (type === SETUP_PROBLEMS.elasticsearch_failed.type) return [];
    throw error;
  }
}

function forbidden(missing: Discovery['missing_privileges']): Refusal['problem'] {
  const lacks = missing
    .map(({ index, privilege }) =>
      i18n.translate('incidents.problem.setup.lacked', {
        defaultMessage: '{privilege} on {index}',
        values: { privilege, index },
      }),
    )
    .join(', ');
  const detail = i18n.translate('incidents.problem.setup.lacks', {
    defaultMessage: 'Your Elasticsearch roles lack {lacks}.',
    values: { lacks },
  });
  return { ...SETUP_PROBLEMS.elasticsearch_forbidden, detail };
}
