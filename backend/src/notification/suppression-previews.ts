import { Inject, Injectable } from '@nestjs/common';
import { matchesSuppression, type SuppressionPreview, type SuppressionPreviewAnswer } from 'incident-core';
import { visibleTeams, type Caller } from '../access/caller.ts';
import { Clock } from '../platform/clock.ts';
import { DATABASE, type Database } from '../platform/database.ts';
import { toNext } from './suppression-answer.ts';
import { nextOfTimes } from './suppression-draft.ts';
import { SuppressionPreviewRepository } from './suppression-preview.repository.ts';

/** So many of the newest open incidents are looked through. */
const LOOKED_THROUGH = 5_000;
const SHOWN = 20;

/** Which open incidents a silence or window would mean, were it there now. */
@Injectable()
export class SuppressionPreviews {
  constructor(
    private readonly incidents: SuppressionPreviewRepository,
    private readonly clock: Clock,
    @Inject(DATABASE) private readonly database: Database,
  ) {}

  /** @throws Problem 400 for times that no window may have */
  async of({ team_id: teamId, matchers, times }: SuppressionPreview, by: Caller): Promise<SuppressionPreviewAnswer> {
    const next = times === undefined ? null : toNext(nextOfTimes(times, this.clock.now()));
    const filter = { teamId, visibleTeams: visibleTeams(by) };
    const open = await this.incidents.open(this.database, filter, LOOKED_THROUGH);
    const meant = open.filter((incident) =>
      matchesSuppression({ teamId, matchers }, { ...incident, pausedUntil: null }),
    );
    return {
      count: meant.length,
      complete: open.length < LOOKED_THROUGH,
      incidents: meant
        .slice(0, SHOWN)
        .map(({ id, number, title, severity, status }) => ({ id, number, title, severity, status })),
      next,
    };
  }
}
