/** What the log can be narrowed to, by the names that the backend has for it. */
export const FILTERS = ['status', 'channel', 'user_id', 'team_id', 'incident_id', 'from', 'to'] as const;

const PAGE = 50;

/** The page that an address names. The backend refuses what makes no sense, in words. */
export function readLogQuery(params: URLSearchParams): Readonly<Record<string, string | number>> {
  const given = [...FILTERS, 'cursor' as const].flatMap((name) => {
    const value = params.get(name);
    return value === null || value === '' ? [] : [[name, value] as const];
  });
  return { ...Object.fromEntries(given), limit: PAGE };
}
