import { z } from 'zod';
import { CONNECTION_TYPE } from '../../common/ids';
import { CALLER_PROBLEMS } from '../../common/problems';
import { addRoute, refuse, type Surroundings } from './route';
import { validatorsOf } from './validators';

/** Keeps the backend's token in Kibana, encrypted. Nothing gives it out again. */
export function addConnectionRoute(surroundings: Surroundings): void {
  const { connection, logger } = surroundings;
  addRoute(surroundings, {
    method: 'PUT',
    path: '/connection',
    privilege: 'manage',
    validate: validatorsOf({
      body: z.strictObject({ token: z.string().regex(/^[\x21-\x7e]{1,1000}$/, 'expected a token') }),
    }),
    answer: async ({ context, request, response, user }) => {
      if (!connection.canKeep) return refuse(response, CALLER_PROBLEMS.cannot_encrypt);
      const { token } = request.body as { readonly token: string };
      const { savedObjects } = await context.core;
      await connection.keep(token, savedObjects.getClient({ includedHiddenTypes: [CONNECTION_TYPE] }));
      logger.info(`${user.name ?? 'Someone, security being off,'} set the token for the incidents backend.`);
      return response.noContent();
    },
  });
}
