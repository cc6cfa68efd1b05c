import {
  nextOccurrences,
  suppressionState,
  type MaintenanceWindowAnswer,
  type Occurrence,
  type SilenceAnswer,
  type WindowTimes,
} from 'incident-core';
import { SHOWN } from './suppression-draft.ts';
import { toSuppression, type SuppressionRow } from './suppression.repository.ts';

export function toSilenceAnswer(row: SuppressionRow, now: Date): SilenceAnswer {
  return {
    ...toShared(row, now),
    starts_at: row.startsAt.toISOString(),
    ends_at: (row.endsAt ?? row.startsAt).toISOString(),
    reminder_at: row.remindAt?.toISOString() ?? null,
  };
}

export function toWindowAnswer(row: SuppressionRow, now: Date): MaintenanceWindowAnswer {
  const next = nextOccurrences(toSuppression(row), now, SHOWN);
  return {
    ...toShared(row, now),
    times: toTimes(row),
    next: toNext(next),
  };
}

export function toNext(next: readonly Occurrence[]): MaintenanceWindowAnswer['next'] {
  return next.map(({ from, until }) => ({ from: from.toISOString(), until: until.toISOString() }));
}

function toShared(row: SuppressionRow, now: Date) {
  return {
    id: row.id,
    team_id: row.teamId,
    matchers: row.matchers,
    reason: row.reason,
    state: suppressionState(toSuppression(row), now),
    owner: { id: row.ownerId, name: row.ownerName },
    ended_at: row.endedAt?.toISOString() ?? null,
    created_at: row.createdAt.toISOString(),
    updated_at: row.updatedAt.toISOString(),
  };
}

function toTimes({ startsAt, endsAt, recurring }: SuppressionRow): WindowTimes {
  if (recurring === null) {
    return { type: 'once', starts_at: startsAt.toISOString(), ends_at: (endsAt ?? startsAt).toISOString() };
  }
  const { startsOn, timeZone, lastOn, ...sameNames } = recurring;
  return { type: 'recurring', ...sameNames, starts_on: startsOn, time_zone: timeZone, last_on: lastOn };
}
