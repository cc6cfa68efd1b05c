import type { StatusAnswer } from '../../common/api';
import type { ActingUser, Backend } from '../backend/backend';
import { BackendFailure } from '../backend/failure';
import { addRoute, type Surroundings } from './route';
import { validatorsOf } from './validators';

/** Says how the backend is, with 200 whatever it is: a page that asks wants to know, not to fail. */
export function addStatusRoute(surroundings: Surroundings): void {
  addRoute(surroundings, {
    method: 'GET',
    path: '/status',
    privilege: 'read',
    validate: validatorsOf({}),
    answer: async ({ response, user }) => {
      const state = await stateOf(surroundings.backend, user);
      const answer: StatusAnswer = {
        backend: { ...state, address: user.role === 'manager' ? surroundings.backend.address : null },
        acting_as: { name: user.name ?? 'kibana (unauthenticated)', role: user.role },
        token_from: await surroundings.connection.tokenFrom(),
      };
      return response.ok({ body: answer, headers: { 'cache-control': 'no-store' } });
    },
  });
}

async function stateOf(backend: Backend, user: ActingUser): Promise<Omit<StatusAnswer['backend'], 'address'>> {
  try {
    const { status, body } = await backend.call({ method: 'GET', path: '/v1/status', user });
    if (status !== 200) return { state: 'failed', version: null };
    const { version } = body as { readonly version?: unknown };
    return { state: 'ok', version: typeof version === 'string' ? version : null };
  } catch (error) {
    if (error instanceof BackendFailure) return { state: error.problem, version: null };
    throw error;
  }
}
