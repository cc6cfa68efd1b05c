import type { Knex } from 'knex';

export const migrations: readonly Knex.Migration[] = [];
