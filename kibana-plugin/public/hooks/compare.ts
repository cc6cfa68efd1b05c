import type { IncidentAnswer } from 'incident-core';

/** How the page that the reader sees differs from what the backend has now. */
export interface Difference {
  /** Rows that are still there and say something else. */
  readonly changed: readonly IncidentAnswer[];
  /** Incidents that would stand above or among the rows. */
  readonly added: readonly IncidentAnswer[];
  /** Rows that the filters no longer hold for. They stay, for somebody may be reading them. */
  readonly left: readonly string[];
}

const newer = (one: IncidentAnswer, other: IncidentAnswer) =>
  one.created_at > other.created_at || (one.created_at === other.created_at && one.id > other.id);

/** Both are in the order of the list, the newest first. `isWhole`: no page follows `shown`. */
export function compare(
  shown: readonly IncidentAnswer[],
  fresh: readonly IncidentAnswer[],
  isWhole: boolean,
): Difference {
  const now = new Map(fresh.map((incident) => [incident.id, incident]));
  const before = new Map(shown.map((incident) => [incident.id, incident]));
  const last = shown.at(-1);
  const lastFresh = fresh.at(-1);
  return {
    changed: shown.flatMap((row) => {
      const current = now.get(row.id);
      return current && JSON.stringify(current) !== JSON.stringify(row) ? [current] : [];
    }),
    // When a row has left, the first of the next page moves up: that is no news.
    added: fresh.filter((incident) => !before.has(incident.id) && (isWhole || !last || newer(incident, last))),
    // Where new ones have come, the last rows are on the next page now.
    left: shown
      .filter((row) => !now.has(row.id) && (fresh.length < shown.length || !lastFresh || newer(row, lastFresh)))
      .map(({ id }) => id),
  };
}
