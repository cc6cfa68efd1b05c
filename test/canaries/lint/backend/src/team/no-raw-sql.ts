export const canary = (database: { raw(sql: string): string }): string => database.raw('select 1');
