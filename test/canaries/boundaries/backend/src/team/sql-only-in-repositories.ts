import type { Knex } from 'knex';

export type Canary = Knex;
