import { connectorId, planConnector, readConnector, type FoundConnector, type KibanaVersion } from 'incident-core';
import type { ConnectorAnswer, ConnectorQuestion } from '../../common/setup';

const TOKEN_ID = 'x-incidents-token-id';

/** What is to become of a source's connector. `address`: of the backend, as this Kibana reaches it. */
export function connectorOf(question: ConnectorQuestion, version: KibanaVersion, address: string): ConnectorAnswer {
  const { space, source, token, types } = question;
  const found = readConnector(question.found);
  const url = `${address}/v1/alerts/elastic`;
  return {
    id: connectorId(space, source.id),
    plan: planConnector({ space, version, source, url, token }, types, found),
    token_id: found && tokenIdOf(found),
  };
}

function tokenIdOf({ config }: FoundConnector): string | null {
  const headers = Object.entries((config['headers'] ?? {}) as Readonly<Record<string, unknown>>);
  const value = headers.find(([name]) => name.toLowerCase() === TOKEN_ID)?.[1];
  return typeof value === 'string' && value !== '' ? value : null;
}
