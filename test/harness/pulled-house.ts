import type { PullAnswer, SourceAnswer } from 'incident-core';
import { ELASTIC_KEY, FakeElasticsearch } from './fake-elasticsearch.ts';
import { House, type HousePlan } from './house.ts';

/** What a house whose source is pulled needs beside itself. */
export interface PulledHouse {
  readonly house: House;
  readonly elasticsearch: FakeElasticsearch;
  /** Sets the pull up anew with these settings. */
  pulls(settings?: Readonly<Record<string, unknown>>): Promise<PullAnswer>;
  pull(): Promise<PullAnswer>;
  source(): Promise<SourceAnswer>;
  stop(): Promise<void>;
}

/** A house whose source is pulled every thirty seconds, with answers awaited for a second at most. */
export async function startPulledHouse(
  plan: HousePlan = {},
  settings: Readonly<Record<string, unknown>> = {},
): Promise<PulledHouse> {
  const elasticsearch = await FakeElasticsearch.start();
  const house = await House.start({ ...plan, env: { PULL_TIMEOUT_SECONDS: '1', ...plan.env } });
  const path = `/v1/sources/${house.sourceId}`;
  const pulled: PulledHouse = {
    house,
    elasticsearch,
    pulls: (given = {}) => {
      const body = { elasticsearch_url: elasticsearch.url, api_key: ELASTIC_KEY, ...settings, ...given };
      return house.api.ok('PUT', `${path}/pull`, body);
    },
    pull: () => house.api.ok('GET', `${path}/pull`),
    source: () => house.api.ok('GET', path),
    stop: async () => {
      await house.stop();
      await elasticsearch.stop();
    },
  };
  await pulled.pulls();
  await house.settles();
  return pulled;
}
