import type { Knex } from 'knex';

export const findTeam = (_database?: Knex) => ({ name: 'payments' });
