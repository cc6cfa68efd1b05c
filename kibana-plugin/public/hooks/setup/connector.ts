import { i18n } from '@kbn/i18n';
import { decideApplied, type ApplyFailure } from 'incident-core';
import type { ConnectorAnswer } from '../../../common/setup';
import type { Api } from '../../api/api';
import { describeSaid, type Said } from '../../api/kibana';
import { pause } from '../../api/pause';
import { ApiProblem } from '../../api/problem';
import type { SetupApis } from './kibana';

/** Whom the connector is made with: our server part, the backend behind it, and Kibana. */
export interface ConnectorApis extends SetupApis {
  readonly api: Pick<Api, 'sourceTokens' | 'makeSource' | 'makeSourceToken' | 'revokeSourceToken'>;
}

export interface ConnectorNeed {
  readonly space: string;
  /** Null for one that is made when the plan is applied. */
  readonly source: { readonly id: string; readonly name: string } | null;
  readonly newName: string;
}

export interface ConnectorState extends ConnectorAnswer {
  readonly need: ConnectorNeed;
  /** What Kibana answered of the types that it has; null when it was refused. */
  readonly types: unknown;
  readonly found: unknown;
}

/** Stands for a source that there is not yet. */
const NO_SOURCE = '00000000-0000-0000-0000-000000000000';

/** What there is of a source's connector, and what is to become of it. */
export async function lookAtConnector(
  { setup, kibana, api }: ConnectorApis,
  need: ConnectorNeed,
  signal?: AbortSignal,
): Promise<ConnectorState> {
  const { space } = need;
  const { id, name } = need.source ?? { id: NO_SOURCE, name: need.newName };
  const source = { id, name };
  const types = await typesOf(kibana, signal);
  const ask = (token: string, found: unknown) =>
    setup.connector({ space, source, token: { id: token, secret: null }, types, found }, signal);
  const first = await ask('', null);
  if (need.source === null || first.plan.kind === 'pull') return { ...first, need, types, found: null };
  const found = await findConnector(kibana, first.id, signal);
  const { token_id: token } = await ask('', found);
  const tokens = token === null ? [] : await api.sourceTokens(need.source.id, signal);
  const isLive = tokens.some((one) => one.id === token && one.revoked_at === null);
  return { ...(await ask(isLive && token !== null ? token : '', found)), need, types, found };
}

/** What became of the connector: its id to post by, null where alerts are pulled. */
export type AppliedConnector =
  | { readonly kind: 'created' | 'updated' | 'kept'; readonly id: string; readonly sourceId: string }
  | { readonly kind: 'pull'; readonly id: null; readonly sourceId: string | null }
  | { readonly kind: 'failed'; readonly reason: ApplyFailure; readonly said: string };

/** Brings the connector about, with a token of its own where it needs one. */
export async function applyConnector(
  apis: ConnectorApis,
  state: ConnectorState,
  signal: AbortSignal,
): Promise<AppliedConnector> {
  const { setup, api } = apis;
  const { plan, need, types, found } = state;
  if (plan.kind === 'pull') return { kind: 'pull', id: null, sourceId: need.source?.id ?? null };
  if (plan.kind === 'blocked') return { kind: 'failed', reason: 'id_taken', said: state.id };
  if (plan.kind === 'keep' && need.source) return { kind: 'kept', id: plan.id, sourceId: need.source.id };
  const source = need.source ?? (await api.makeSource({ name: need.newName, team_id: null }));
  await makeRoom(api, source.id, state.token_id);
  const { id, token } = await api.makeSourceToken(source.id);
  const named = { id: source.id, name: source.name };
  const { plan: ready } = await setup.connector(
    { space: need.space, source: named, token: { id, secret: token }, types, found },
    signal,
  );
  if (ready.kind !== 'create' && ready.kind !== 'update')
    return { kind: 'failed', reason: 'changed_meanwhile', said: ready.kind };
  const written = await write(apis, ready, signal);
  if (written.kind === 'failed') return written;
  // The connector has the new one: nothing posts with the other any more.
  if (state.token_id !== null) await revoke(api, source.id, state.token_id);
  return { kind: ready.kind === 'create' ? 'created' : 'updated', id: ready.id, sourceId: source.id };
}

type Ready = Extract<ConnectorAnswer['plan'], { kind: 'create' | 'update' }>;

/** Whoever comes second finds it made, and gives it its own token. */
async function write(
  { kibana }: ConnectorApis,
  plan: Ready,
  signal: AbortSignal,
): Promise<
  { readonly kind: 'done' } | { readonly kind: 'failed'; readonly reason: ApplyFailure; readonly said: string }
> {
  const { name, config, secrets } = plan.body;
  const update = { name, config, secrets };
  let verb: 'create' | 'update' = plan.kind;
  for (let attempts = 1; ; attempts += 1) {
    const said = await kibana.once({
      method: verb === 'create' ? 'POST' : 'PUT',
      path: `/api/actions/connector/${plan.id}`,
      body: verb === 'create' ? { ...update, connector_type_id: '.webhook' } : update,
      signal,
    });
    // The id follows from our source, and what had it before was looked at: so it is ours.
    const decision = decideApplied(verb, { ...said, attempts, isOurs: true });
    if (decision.kind === 'done') return { kind: 'done' };
    if (decision.kind === 'instead') verb = decision.verb;
    else if (decision.kind === 'again') await pause(decision.afterSeconds, signal);
    else
      return { kind: 'failed', reason: 'reason' in decision ? decision.reason : 'refused', said: describeSaid(said) };
  }
}

/** A source has two live tokens at most: of those that the connector does not have, the oldest unused goes. */
async function makeRoom(api: ConnectorApis['api'], sourceId: string, inUse: string | null): Promise<void> {
  const live = (await api.sourceTokens(sourceId)).filter(({ revoked_at }) => revoked_at === null);
  if (live.length < 2) return;
  // Only one that never posted, as an attempt leaves behind that was broken off: others may be posting with the rest.
  const idle = live.find(({ id, last_used_at }) => last_used_at === null && id !== inUse);
  if (idle) await api.revokeSourceToken(sourceId, idle.id);
}

async function revoke(api: ConnectorApis['api'], sourceId: string, tokenId: string): Promise<void> {
  try {
    await api.revokeSourceToken(sourceId, tokenId);
  } catch (error) {
    if (!(error instanceof ApiProblem && error.isNotFound)) throw error;
  }
}

/** Null where the user may not see them. */
async function typesOf(kibana: SetupApis['kibana'], signal?: AbortSignal): Promise<unknown> {
  const question = { path: '/api/actions/connector_types', query: { feature_id: 'alerting' }, signal };
  return orNull(() => kibana.read(question));
}

async function findConnector(kibana: SetupApis['kibana'], id: string, signal?: AbortSignal): Promise<unknown> {
  return orNull(() => kibana.read({ path: `/api/actions/connector/${id}`, signal }));
}

/** What is not there, or not for the user to see, is none. */
async function orNull(read: () => Promise<unknown>): Promise<unknown> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof ApiProblem && (error.isNotFound || error.isForbidden)) return null;
    throw error;
  }
}

/** Posts by the connector, as a rule's action would. What it says is null when the backend has taken it. */
export async function execute(
  kibana: SetupApis['kibana'],
  id: string,
  body: string,
): Promise<{ readonly isOk: boolean; readonly said: string }> {
  const said: Said = await kibana.once({
    method: 'POST',
    path: `/api/actions/connector/${id}/_execute`,
    body: { params: { body } },
  });
  const { status, message, service_message: service } = (said.body ?? {}) as Readonly<Record<string, unknown>>;
  if (said.status !== 200) return { isOk: false, said: describeSaid(said) };
  if (status === 'ok') return { isOk: true, said: '' };
  const unknown = i18n.translate('incidents.setup.execute.unknown', { defaultMessage: 'The connector failed' });
  const texts = [message, service].filter((text): text is string => typeof text === 'string');
  return { isOk: false, said: texts.join(': ') || unknown };
}
