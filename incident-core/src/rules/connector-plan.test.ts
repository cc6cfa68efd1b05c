import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  connectorId,
  planConnector,
  readConnector,
  type ConnectorWish,
  type FoundConnector,
} from './connector-plan.ts';
import { toKibanaVersion } from './kibana-version.ts';

const SECRET = 'ikt_0123456789';
const WEBHOOK = { id: '.webhook', enabled_in_config: true, enabled_in_license: true, minimum_license_required: 'gold' };
const TYPES = [{ id: '.index' }, WEBHOOK];

function aWish(version = '8.12.2', over: Partial<ConnectorWish> = {}): ConnectorWish {
  const kibana = toKibanaVersion(version);
  if (!kibana) throw new Error(`${version} is no version`);
  return {
    space: 'default',
    version: kibana,
    source: { id: 'source-1', name: 'production kibana' },
    url: 'https://incidents.example.com/v1/alerts/elastic',
    token: { id: 'token-1', secret: SECRET },
    ...over,
  };
}

/** The connector as Kibana has it after the plan was applied. */
function made(wish: ConnectorWish, found: FoundConnector | null = null): FoundConnector {
  const plan = planConnector(wish, TYPES, found);
  if (plan.kind !== 'create' && plan.kind !== 'update') throw new Error(`nothing is made: ${plan.kind}`);
  const { name, config } = plan.body;
  return { id: plan.id, name, connectorTypeId: '.webhook', config: { ca: null, ...config }, isMissingSecrets: false };
}

describe('the connector of a source', () => {
  test('keeps the token in a secret header from 9.2 on', () => {
    expect(planConnector(aWish('9.2.0'), TYPES, null)).toEqual({
      kind: 'create',
      id: connectorId('default', 'source-1'),
      tokenPlace: 'secret_header',
      body: {
        name: 'Incidents: production kibana',
        connector_type_id: '.webhook',
        config: {
          url: 'https://incidents.example.com/v1/alerts/elastic',
          method: 'post',
          headers: {
            'Content-Type': 'application/json',
            'X-Incidents-Source': 'source-1',
            'X-Incidents-Token-Id': 'token-1',
          },
          hasAuth: false,
          authType: null,
        },
        secrets: { secretHeaders: { Authorization: `Bearer ${SECRET}` } },
      },
    });
  });

  test.each(['8.12.2', '8.14.3', '8.19.0', '9.1.9'])(
    'keeps it as the password of Basic authentication on %s',
    (version) => {
      expect(planConnector(aWish(version), TYPES, null)).toMatchObject({
        kind: 'create',
        tokenPlace: 'basic_password',
        body: {
          config: { hasAuth: true, authType: 'webhook-authentication-basic' },
          secrets: { user: 'incidents', password: SECRET },
        },
      });
    },
  );

  test('never shows the token outside of its secrets, whatever the version', () => {
    const versions = fc.record({ major: fc.integer({ min: 8, max: 10 }), minor: fc.nat(20) });
    fc.assert(
      fc.property(versions, (version) => {
        const plan = planConnector({ ...aWish(), version }, TYPES, null);
        if (plan.kind !== 'create') throw new Error(plan.kind);
        const { secrets, ...seen } = plan.body;
        expect(JSON.stringify(secrets)).toContain(SECRET);
        expect(JSON.stringify(seen)).not.toContain(SECRET);
      }),
    );
  });

  test('is kept as it was made, without a need for the token', () => {
    const wish = aWish();
    const without = { ...wish, token: { ...wish.token, secret: null } };
    expect(planConnector(without, TYPES, made(wish))).toMatchObject({ kind: 'keep' });
  });

  test.each<readonly [string, Partial<ConnectorWish>, Partial<FoundConnector>, string]>([
    ['another name', { source: { id: 'source-1', name: 'eu kibana' } }, {}, 'renamed'],
    ['another address', { url: 'https://other.example.com/v1/alerts/elastic' }, {}, 'url'],
    ['another token', { token: { id: 'token-2', secret: SECRET } }, {}, 'token'],
    ['a version that can do better', { version: { major: 9, minor: 2 } }, {}, 'authentication'],
    ['secrets that an import lost', {}, { isMissingSecrets: true }, 'secrets_lost'],
  ])('is updated for %s, and then kept', (_, over, change, reason) => {
    const found = { ...made(aWish()), ...change };
    const wish = aWish('8.12.2', over);
    expect(planConnector(wish, TYPES, found)).toMatchObject({ kind: 'update', id: found.id, reasons: [reason] });
    expect(planConnector(wish, TYPES, made(wish, found))).toMatchObject({ kind: 'keep' });
  });

  test('is updated for settings that were changed by hand', () => {
    const found = made(aWish());
    expect(planConnector(aWish(), TYPES, { ...found, config: { ...found.config, method: 'put' } })).toMatchObject({
      reasons: ['method'],
    });
    const headers = { 'X-Incidents-Source': 'source-1', 'x-incidents-token-id': 'token-1' };
    expect(planConnector(aWish(), TYPES, { ...found, config: { ...found.config, headers } })).toMatchObject({
      reasons: ['headers'],
    });
  });

  test('that is to be written needs a token', () => {
    const wish = aWish('8.12.2', { token: { id: 'token-2', secret: null } });
    expect(planConnector(wish, TYPES, null)).toMatchObject({ kind: 'token_needed', reasons: ['missing'] });
    expect(planConnector(wish, TYPES, made(aWish()))).toMatchObject({ kind: 'token_needed', reasons: ['token'] });
  });

  test.each<readonly [string, Partial<FoundConnector>]>([
    ['of another type', { connectorTypeId: '.email' }],
    ['of somebody else', { config: { headers: {} } }],
    ['of another source', { config: { headers: { 'X-Incidents-Source': 'source-2' } } }],
  ])('leaves one %s alone that has its id', (_, change) => {
    expect(planConnector(aWish(), TYPES, { ...made(aWish()), ...change })).toMatchObject({
      kind: 'blocked',
      reason: 'not_ours',
    });
  });

  test('has an id of its own in each space and for each source', () => {
    const ids = ['default', 'ops'].flatMap((space) => ['a', 'b'].map((source) => connectorId(space, source)));
    expect(new Set(ids).size).toBe(4);
  });
});

describe('alerts are pulled', () => {
  test.each<readonly [string, unknown, string, string | null]>([
    ['on a Basic licence', [{ ...WEBHOOK, enabled_in_license: false }], 'licence', 'gold'],
    [
      'where webhooks are switched off',
      [{ ...WEBHOOK, enabled_in_config: false }],
      'switched_off',
      'xpack.actions.enabledActionTypes',
    ],
    ['where Kibana knows no webhooks', [{ id: '.index' }], 'no_such_type', null],
    ['where the caller may not see connectors', null, 'privilege', 'feature_actions.read'],
  ])('%s', (_, types, reason, needs) => {
    expect(planConnector(aWish(), types, null)).toEqual({ kind: 'pull', reason, needs });
  });
});

test('a connector is read as Kibana answers', () => {
  const answer = {
    id: 'c',
    name: 'n',
    connector_type_id: '.webhook',
    config: { url: 'u' },
    is_missing_secrets: true,
    is_preconfigured: false,
  };
  expect(readConnector(answer)).toEqual({
    id: 'c',
    name: 'n',
    connectorTypeId: '.webhook',
    config: { url: 'u' },
    isMissingSecrets: true,
  });
  expect(readConnector({ statusCode: 404 })).toBeNull();
});
