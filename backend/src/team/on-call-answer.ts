import type { BoundedGap, Gap, GapAnswer, Shift, ShiftAnswer, ShiftList } from 'incident-core';
import { Problem } from '../platform/problem.ts';

/** What responders are called, by their ids. */
export type UserNames = ReadonlyMap<string, string>;

/** Who is on call, or that nobody is, as the API shows it. */
export function toStandingAnswer(standing: Shift | Gap, names: UserNames): ShiftAnswer | GapAnswer {
  return standing.kind === 'gap' ? toGapAnswer(standing) : toShiftAnswer(standing, names);
}

export function toShiftAnswer({ kind, userId, by, from, until }: Shift, names: UserNames): ShiftAnswer {
  const user = { id: userId, name: names.get(userId) ?? null };
  return { kind, user, by, from: from.toISOString(), until: until.toISOString() };
}

export function toGapAnswer({ kind, reason, from, until }: Gap): GapAnswer {
  return { kind, reason, from: from?.toISOString() ?? null, until: until?.toISOString() ?? null };
}

/** @throws Problem 422 when the list would be too long */
export function listedOr422<Piece extends Shift | BoundedGap>(list: ShiftList<Piece>, until: Date): readonly Piece[] {
  if (list.kind === 'listed') return list.items;
  throw new Problem(422, 'too-many-shifts', `These would be more than ${list.most} shifts`, {
    errors: [
      {
        path: '$.until',
        found: until.toISOString(),
        expected: `an earlier time, for at most ${list.most} shifts and gaps`,
      },
    ],
  });
}
