import { i18n } from '@kbn/i18n';
import { toKibanaVersion, type DiscoveryIndices, type KibanaVersion } from 'incident-core';
import type { z } from 'zod';
import { SETUP_PROBLEMS } from '../../common/problems';
import type {
  ConnectorQuestion,
  Discovery,
  HistoryQuestion,
  PlanQuestion,
  PullQuestion,
  PullWish,
  RewriteQuestion,
  ServicesQuestion,
} from '../../common/setup';
import { connectorOf } from '../setup/connector';
import { discover } from '../setup/discover';
import { post } from '../setup/elasticsearch';
import { historyRequest, readHistory } from '../setup/history';
import { planOf, rewriteOf } from '../setup/plan';
import { makePull, offerPull } from '../setup/pull';
import {
  connectorQuestionSchema,
  historyQuestionSchema,
  planQuestionSchema,
  pullQuestionSchema,
  pullWishSchema,
  rewriteQuestionSchema,
  servicesQuestionSchema,
} from '../setup/schemas';
import { tableOf } from '../setup/services';
import { addRoute, Refusal, type Asked, type Surroundings } from './route';
import { validatorsOf } from './validators';

/** What the rule setup needs beside what all routes need. */
export interface SetupSurroundings extends Surroundings {
  /** Of this Kibana, as `8.12.2`. */
  readonly version: string;
  readonly now: () => Date;
  /** Where services are looked for, as the caller's Kibana is set up. */
  indices(savedObjectsClient: object): Promise<DiscoveryIndices>;
  /** Where this Kibana finds Elasticsearch; null where it does not say. */
  elasticsearchHost(): string | null;
}

/** Thousands of services, or of rules with their templates. */
const MOST_BYTES = 64 * 1024 * 1024;

interface SetupRoute<Question> {
  readonly path: string;
  readonly body?: z.ZodType;
  answer(question: Question, asked: Asked): Promise<object> | object;
}

/**
 * The rule setup's own routes. Elasticsearch is asked as the user; Kibana's rules and connectors are read and written
 * by the browser, as the user too, and what becomes of them is decided here, by the core.
 */
export function addSetupRoutes(surroundings: SetupSurroundings): void {
  const { backend, now } = surroundings;
  const version = () => versionOf(surroundings.version);
  const add = <Question>({ path, body, answer }: SetupRoute<Question>) => {
    addRoute(surroundings, {
      method: 'POST',
      path: `/setup/${path}`,
      privilege: 'manage',
      validate: validatorsOf(body ? { body } : {}),
      ...(body ? { maxBytes: MOST_BYTES } : {}),
      answer: async (asked) => {
        const given = await answer(asked.request.body as Question, asked);
        return asked.response.ok({ body: given, headers: { 'cache-control': 'no-store' } });
      },
    });
  };
  add({
    path: 'discover',
    answer: async (_, { context }): Promise<Discovery> => {
      const { elasticsearch, savedObjects } = await context.core;
      const indices = await surroundings.indices(savedObjects.client);
      const found = await discover(elasticsearch.client.asCurrentUser, indices, now());
      return { ...found, kibana_version: surroundings.version };
    },
  });
  add<HistoryQuestion>({
    path: 'history',
    body: historyQuestionSchema,
    answer: async (question, { context }) => {
      const { elasticsearch, savedObjects } = await context.core;
      const at = now();
      const { index, body } = historyRequest(question, await surroundings.indices(savedObjects.client), at);
      const lenient = { ignore_unavailable: true, allow_no_indices: true };
      const path = `/${encodeURIComponent(index)}/_search`;
      return readHistory(question, await post(elasticsearch.client.asCurrentUser, path, body, lenient), at);
    },
  });
  add<ServicesQuestion>({ path: 'services', body: servicesQuestionSchema, answer: tableOf });
  add<PlanQuestion>({ path: 'plan', body: planQuestionSchema, answer: (question) => planOf(question, version()) });
  add<ConnectorQuestion>({
    path: 'connector',
    body: connectorQuestionSchema,
    answer: (question) => connectorOf(question, version(), backend.address),
  });
  const parties = async ({ context, user }: Asked) => {
    const { elasticsearch } = await context.core;
    return { client: elasticsearch.client.asCurrentUser, backend, user };
  };
  add<PullQuestion>({
    path: 'pull-offer',
    body: pullQuestionSchema,
    answer: async ({ source_id: id }, asked) => offerPull(await parties(asked), id, surroundings.elasticsearchHost()),
  });
  add<PullWish>({
    path: 'pull',
    body: pullWishSchema,
    answer: async (wish, asked) => makePull(await parties(asked), wish, now()),
  });
  add<RewriteQuestion>({ path: 'rewrite', body: rewriteQuestionSchema, answer: rewriteOf });
}

function versionOf(text: string): KibanaVersion {
  const version = toKibanaVersion(text);
  if (version) return version;
  const detail = i18n.translate('incidents.problem.setup.unknownVersionDetail', {
    defaultMessage: 'Found {text}; expected one such as 8.12.2.',
    values: { text },
  });
  throw new Refusal({ ...SETUP_PROBLEMS.unknown_version, detail });
}
