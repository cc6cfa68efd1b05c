import type { ServerResponse } from 'node:http';
import type { IncidentChangeAnswer } from 'incident-core';
import { may, visibleTeams, type Caller } from '../access/caller.ts';
import type { Logger } from '../platform/logger.ts';
import type { Watcher } from '../timeline/change-feed.ts';
import { writePlace, type ChangePlace, type IncidentChange } from '../timeline/incident-change.ts';

/** Who leaves more than this unread is let go: coming again, it catches up or looks at everything anew. */
const MOST_UNSENT_BYTES = 4 * 1024 * 1024;
const COMES_AGAIN_MS = 3_000;

/** One connection that changes are written to, each as an event; only those that its caller may see. */
export class LiveClient implements Watcher {
  private teams: ReadonlySet<string> | null;
  private readonly atEnd: (() => void)[] = [];
  private ended = false;

  constructor(
    private readonly response: ServerResponse,
    caller: Caller,
    private readonly logger: Logger,
  ) {
    this.teams = teamsOf(caller);
    response.on('close', () => this.end());
    response.on('error', () => this.end());
  }

  begin(place: ChangePlace, complete: boolean): void {
    const event = complete ? '' : 'event: reset\ndata: {}\n';
    // Without data it is no event, but the place is kept all the same.
    this.write(`retry: ${COMES_AGAIN_MS}\nid: ${writePlace(place)}\n${event}\n`);
  }

  take(changes: readonly IncidentChange[]): void {
    const seen = changes.filter(({ teamId }) => this.teams === null || this.teams.has(teamId));
    if (seen.length > 0) this.write(seen.map(toEvent).join(''));
  }

  beat(): void {
    this.write(': still here\n\n');
  }

  /** Goes on with what the caller may now, if that is anything. */
  admit(caller: Caller | null): void {
    if (caller === null || !may(caller, 'view', 'any')) this.end();
    else this.teams = teamsOf(caller);
  }

  /** Done at the end, or at once when that is past. */
  onEnd(act: () => void): void {
    if (this.ended) act();
    else this.atEnd.push(act);
  }

  end(): void {
    if (this.ended) return;
    this.ended = true;
    this.response.end();
    for (const act of this.atEnd) act();
  }

  private write(text: string): void {
    if (this.ended) return;
    this.response.write(text);
    if (this.response.writableLength <= MOST_UNSENT_BYTES) return;
    this.logger.warn({ unsent: this.response.writableLength }, 'a live client is too slow and was let go');
    this.response.destroy();
    this.end();
  }
}

function teamsOf(caller: Caller): ReadonlySet<string> | null {
  const teams = visibleTeams(caller);
  return teams && new Set(teams);
}

function toEvent({ place, incidentId, number, status, severity, teamId, at, change }: IncidentChange): string {
  const answer: IncidentChangeAnswer = {
    id: incidentId,
    number,
    status,
    severity,
    team_id: teamId,
    updated_at: at.toISOString(),
    change,
  };
  return `id: ${writePlace(place)}\nevent: incident\ndata: ${JSON.stringify(answer)}\n\n`;
}
