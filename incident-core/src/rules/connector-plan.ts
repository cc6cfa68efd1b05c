import { z } from 'zod';
import type { JsonObject } from '../model/alert.ts';
import { isAtLeast, type KibanaVersion } from './kibana-version.ts';
import { isObject } from './is-object.ts';
import { uuidOf } from './uuid.ts';

/** Where alerts are to be posted, and with what. */
export interface ConnectorWish {
  /** The id of Kibana's space. */
  readonly space: string;
  readonly version: KibanaVersion;
  readonly source: { readonly id: string; readonly name: string };
  /** Of `POST /v1/alerts/elastic`, as Kibana reaches it. */
  readonly url: string;
  /** The source's token: its id, which is no secret, and the token itself, which is needed only to write. */
  readonly token: { readonly id: string; readonly secret: string | null };
}

/** Where the token is kept: in a secret header (9.2 or later), else as the password of Basic authentication. Never in a plain header. */
export type TokenPlace = 'secret_header' | 'basic_password';

/** What is to be done about the connector; `pull` when there can be none. */
export type ConnectorPlan =
  | { readonly kind: 'create'; readonly id: string; readonly body: ConnectorBody; readonly tokenPlace: TokenPlace }
  | {
      readonly kind: 'update';
      readonly id: string;
      readonly body: Omit<ConnectorBody, 'connector_type_id'>;
      readonly tokenPlace: TokenPlace;
      readonly reasons: readonly ConnectorChange[];
    }
  | { readonly kind: 'keep'; readonly id: string; readonly tokenPlace: TokenPlace }
  /** A secret is needed to write it, and none was given: make the source a new token. */
  | { readonly kind: 'token_needed'; readonly id: string; readonly reasons: readonly ConnectorChange[] }
  /** The id belongs to a connector that is not ours: it is left alone. */
  | { readonly kind: 'blocked'; readonly id: string; readonly reason: 'not_ours' }
  | { readonly kind: 'pull'; readonly reason: PullReason; readonly needs: string | null };

/** Why alerts are pulled: Kibana's licence has no webhooks, its configuration none, it knows none, or the caller may not see. */
export const PULL_REASONS = ['licence', 'switched_off', 'no_such_type', 'privilege'] as const;
export type PullReason = (typeof PULL_REASONS)[number];

/** Why a connector is written. */
export const CONNECTOR_CHANGES = [
  'missing',
  'renamed',
  'url',
  'headers',
  'method',
  'token',
  'authentication',
  'secrets_lost',
] as const;
export type ConnectorChange = (typeof CONNECTOR_CHANGES)[number];

/** A connector as `POST /api/actions/connector/{id}` takes it; an update goes without its type. */
export interface ConnectorBody {
  readonly name: string;
  readonly connector_type_id: '.webhook';
  readonly config: JsonObject;
  readonly secrets: JsonObject;
}

/** A connector as Kibana has it. */
export interface FoundConnector {
  readonly id: string;
  readonly name: string;
  readonly connectorTypeId: string;
  readonly config: JsonObject;
  readonly isMissingSecrets: boolean;
}

const OURS = 'X-Incidents-Source';
const TOKEN_ID = 'X-Incidents-Token-Id';

/** The id of the connector of a source in a space: always the same, so that it is made once. */
export function connectorId(space: string, sourceId: string): string {
  return uuidOf(`connector:${JSON.stringify([space, sourceId])}`);
}

/**
 * Decides what becomes of a source's connector. `types` is what `GET /api/actions/connector_types` answered, null when
 * it was refused; `found` the connector with our id, null when there is none. The token's id stands in a plain header
 * (it is no secret), so that a token that was replaced shows.
 */
export function planConnector(wish: ConnectorWish, types: unknown, found: FoundConnector | null): ConnectorPlan {
  const pull = pullInstead(types);
  if (pull) return pull;
  const id = connectorId(wish.space, wish.source.id);
  if (found && !isOurConnector(found, wish.source.id)) return { kind: 'blocked', id, reason: 'not_ours' };
  const tokenPlace = tokenPlaceOf(wish.version);
  const config = configOf(wish, tokenPlace);
  const name = `Incidents: ${wish.source.name}`;
  const reasons = found ? changesOf(found, name, config) : (['missing'] as const);
  if (reasons.length === 0) return { kind: 'keep', id, tokenPlace };
  if (wish.token.secret === null) return { kind: 'token_needed', id, reasons };
  const body = { name, config, secrets: secretsOf(wish.token.secret, tokenPlace) };
  if (found) return { kind: 'update', id, body, tokenPlace, reasons };
  return { kind: 'create', id, body: { ...body, connector_type_id: '.webhook' }, tokenPlace };
}

const typesSchema = z.array(z.looseObject({ id: z.string() }));
const webhookSchema = z.looseObject({
  enabled_in_config: z.boolean().default(true),
  enabled_in_license: z.boolean(),
  minimum_license_required: z.string().optional(),
});

function pullInstead(types: unknown): ConnectorPlan | null {
  const parsed = typesSchema.safeParse(types);
  if (!parsed.success) return { kind: 'pull', reason: 'privilege', needs: 'feature_actions.read' };
  const webhook = webhookSchema.safeParse(parsed.data.find(({ id }) => id === '.webhook'));
  if (!webhook.success) return { kind: 'pull', reason: 'no_such_type', needs: null };
  const { enabled_in_config: isOn, enabled_in_license: isLicensed, minimum_license_required: licence } = webhook.data;
  if (!isLicensed) return { kind: 'pull', reason: 'licence', needs: licence ?? 'gold' };
  return isOn ? null : { kind: 'pull', reason: 'switched_off', needs: 'xpack.actions.enabledActionTypes' };
}

function tokenPlaceOf(version: KibanaVersion): TokenPlace {
  return isAtLeast(version, 9, 2) ? 'secret_header' : 'basic_password';
}

function configOf({ url, source, token }: ConnectorWish, place: TokenPlace): JsonObject {
  const isBasic = place === 'basic_password';
  return {
    url,
    method: 'post',
    // Without it a text goes out as a form.
    headers: { 'Content-Type': 'application/json', [OURS]: source.id, [TOKEN_ID]: token.id },
    hasAuth: isBasic,
    authType: isBasic ? 'webhook-authentication-basic' : null,
  };
}

function secretsOf(token: string, place: TokenPlace): JsonObject {
  return place === 'basic_password'
    ? { user: 'incidents', password: token }
    : { secretHeaders: { Authorization: `Bearer ${token}` } };
}

function isOurConnector({ connectorTypeId, config }: FoundConnector, sourceId: string): boolean {
  return connectorTypeId === '.webhook' && headersOf(config)[OURS.toLowerCase()] === sourceId;
}

function changesOf(found: FoundConnector, name: string, config: JsonObject): readonly ConnectorChange[] {
  const [there, wanted] = [headersOf(found.config), headersOf(config)];
  const tokenId = TOKEN_ID.toLowerCase();
  const others = (headers: JsonObject) => JSON.stringify(Object.entries({ ...headers, [tokenId]: '' }).sort());
  const changed: readonly (readonly [ConnectorChange, boolean])[] = [
    ['renamed', found.name !== name],
    ['url', found.config['url'] !== config['url']],
    ['headers', others(there) !== others(wanted)],
    ['method', found.config['method'] !== config['method']],
    ['token', there[tokenId] !== wanted[tokenId]],
    ['authentication', found.config['hasAuth'] !== config['hasAuth']],
    ['secrets_lost', found.isMissingSecrets],
  ];
  return changed.flatMap(([reason, has]) => (has ? [reason] : []));
}

function headersOf(config: JsonObject): JsonObject {
  const headers = config['headers'];
  if (!isObject(headers)) return {};
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}

const foundSchema = z.looseObject({
  id: z.string(),
  name: z.string(),
  connector_type_id: z.string(),
  config: z.record(z.string(), z.unknown()).nullish(),
  is_missing_secrets: z.boolean().default(false),
});

/** Reads one connector, as `GET /api/actions/connector/{id}` answers; null for what is none. */
export function readConnector(answer: unknown): FoundConnector | null {
  const parsed = foundSchema.safeParse(answer);
  if (!parsed.success) return null;
  const { id, name, connector_type_id: connectorTypeId, config, is_missing_secrets: isMissingSecrets } = parsed.data;
  return { id, name, connectorTypeId, config: (config ?? {}) as JsonObject, isMissingSecrets };
}
