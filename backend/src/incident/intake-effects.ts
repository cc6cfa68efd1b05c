import { describeSeverityChange, type EscalationTarget } from 'incident-core';
import type { Telegram } from '../notification/notification.service.ts';
import type { ShownChange } from '../notification/shown-changes.ts';
import type { IntakeBook } from './intake-book.ts';
import type { StoredIncident } from './intake.repository.ts';

/** What else must happen once a batch is written. */
export interface IntakeEffects {
  /** New, and still triggered. */
  readonly opened: readonly StoredIncident[];
  readonly reopened: readonly StoredIncident[];
  /** Those whose run, if one lives, is over. */
  readonly recovered: readonly StoredIncident[];
  /** Those that are over now and were not before. */
  readonly resolved: readonly StoredIncident[];
  readonly tellAssignee: readonly (Telegram & { readonly target: EscalationTarget })[];
  /** Those whose step is told that they became worse: not the new ones, of which nobody has been told yet. */
  readonly risen: readonly { readonly incident: StoredIncident; readonly reason: string }[];
  /** Those of which Slack shows what is so no longer, though they are not over. */
  readonly shown: readonly ShownChange[];
}

/**
 * Judges it by where each incident stood before the batch and where it stands after it. `rises`: those still triggered
 * that became worse, and why that is so.
 */
export function effectsOf(
  book: Pick<IntakeBook, 'before' | 'changed' | 'isNew'>,
  rises: ReadonlyMap<string, string>,
  tellAssignee: IntakeEffects['tellAssignee'],
): IntakeEffects {
  const changed = book.changed();
  const reopened = changed.filter(({ id, reopenCount }) => reopenCount > (book.before(id)?.reopenCount ?? 0));
  const wasOpen = ({ id }: StoredIncident) => {
    const before = book.before(id);
    return before !== undefined && before.status !== 'resolved';
  };
  const isOver = ({ status }: StoredIncident) => status === 'resolved';
  return {
    opened: changed.filter((incident) => book.isNew(incident.id) && !isOver(incident)),
    reopened: reopened.filter((incident) => !book.isNew(incident.id) && !isOver(incident)),
    recovered: changed.filter((incident) => wasOpen(incident) && (isOver(incident) || reopened.includes(incident))),
    resolved: changed.filter((incident) => isOver(incident) && (wasOpen(incident) || reopened.includes(incident))),
    tellAssignee,
    risen: changed.flatMap((incident) => {
      const reason = rises.get(incident.id);
      const isAnew = book.isNew(incident.id) || reopened.includes(incident);
      return reason === undefined || isAnew || incident.status !== 'triggered' ? [] : [{ incident, reason }];
    }),
    shown: changed.flatMap((incident) => {
      const { id: incidentId, urgency } = incident;
      const before = book.before(incidentId);
      if (before === undefined || isOver(incident)) return [];
      if (reopened.includes(incident)) return [{ incidentId, urgency, reason: 'it is happening again' }];
      if (before.severity === incident.severity) return [];
      return [{ incidentId, urgency, reason: describeSeverityChange(before.severity, incident.severity) }];
    }),
  };
}
