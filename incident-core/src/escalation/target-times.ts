import type { EscalationTarget, Recipient } from '../model/escalation-policy.ts';
import type { ScheduleAhead } from '../model/readiness.ts';

/** Those whom a target stands for during a stretch of time. */
export interface TargetTime {
  readonly from: Date;
  readonly until: Date;
  readonly recipients: readonly Recipient[];
}

/** The time ahead, with who is on call and who belongs to whom. */
export interface Ahead {
  readonly from: Date;
  readonly until: Date;
  readonly schedules: readonly ScheduleAhead[];
  readonly teams: readonly { readonly id: string; readonly memberIds: readonly string[] }[];
}

/** Whom a target stands for in the time ahead, one stretch after another; why nobody where that is not to be known. */
export function targetTimes(
  target: EscalationTarget,
  { from, until, schedules, teams }: Ahead,
): readonly TargetTime[] | 'unknown_target' | 'empty_team' {
  switch (target.type) {
    case 'schedule': {
      const schedule = schedules.find(({ id }) => id === target.id);
      return schedule ? together([schedule], from, until) : 'unknown_target';
    }
    case 'team': {
      const team = teams.find(({ id }) => id === target.id);
      if (!team) return 'unknown_target';
      const own = schedules.filter(({ teamId }) => teamId === team.id);
      if (own.length > 0) return together(own, from, until);
      if (team.memberIds.length === 0) return 'empty_team';
      return [{ from, until, recipients: team.memberIds.map((id) => ({ type: 'user', id })) }];
    }
    case 'user':
    case 'webhook':
    case 'slack_channel':
      return [{ from, until, recipients: [target] }];
  }
}

/** Cut wherever somebody's turn begins or ends in one of the schedules. */
function together(schedules: readonly ScheduleAhead[], from: Date, until: Date): readonly TargetTime[] {
  const pieces = schedules.flatMap((schedule) => schedule.pieces);
  const instants = [from, until, ...pieces.map((piece) => piece.from)].map((date) => date.getTime());
  const cuts = [...new Set(instants)]
    .filter((instant) => instant >= from.getTime() && instant <= until.getTime())
    .sort((a, b) => a - b);
  const cursors = schedules.map(() => 0);
  return cuts.slice(0, -1).map((start, index) => ({
    from: new Date(start),
    until: new Date(cuts[index + 1] ?? start),
    recipients: schedules.flatMap((schedule, at): readonly Recipient[] => {
      let cursor = cursors[at] ?? 0;
      while ((schedule.pieces[cursor]?.until.getTime() ?? Infinity) <= start) cursor += 1;
      cursors[at] = cursor;
      const piece = schedule.pieces[cursor];
      return piece?.kind === 'on_call' ? [{ type: 'user', id: piece.userId }] : [];
    }),
  }));
}
