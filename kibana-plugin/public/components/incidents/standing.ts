import { i18n } from '@kbn/i18n';
import type { EscalationStanding } from 'incident-core';
import { shortAge } from '../age';

export interface Standing {
  readonly where: string;
  /** What is next, or that nothing is. */
  readonly next: string;
}

/** Where an escalation stands, in two short lines; undefined for an incident that never had one. */
export function describeStanding(standing: EscalationStanding | null, now: number): Standing | undefined {
  if (!standing) return undefined;
  const { step, of, round, run, status, due_at } = standing;
  const wait = due_at === null ? 0 : Date.parse(due_at) - now;
  const values = { step, of: of ?? 0, round, run, age: shortAge(wait) };
  if (of === null && due_at === null) {
    return {
      where: i18n.translate('incidents.standing.noPolicy', { defaultMessage: 'No policy' }),
      next: i18n.translate('incidents.standing.nobody', { defaultMessage: 'Nobody is told' }),
    };
  }
  if (of === null) {
    return {
      where: i18n.translate('incidents.standing.run', { defaultMessage: 'Run {run}', values }),
      next: i18n.translate('incidents.standing.begins', { defaultMessage: 'Begins in {age}', values }),
    };
  }
  const where = i18n.translate('incidents.standing.step', { defaultMessage: 'Step {step} of {of}', values });
  if (status === 'resolved' || due_at === null) {
    return { where, next: i18n.translate('incidents.standing.ended', { defaultMessage: 'Ended' }) };
  }
  if (wait <= 0) return { where, next: i18n.translate('incidents.standing.due', { defaultMessage: 'Due now' }) };
  if (round > 1) {
    return {
      where,
      next: i18n.translate('incidents.standing.round', { defaultMessage: 'Round {round}, {age}', values }),
    };
  }
  return { where, next: i18n.translate('incidents.standing.next', { defaultMessage: 'Next in {age}', values }) };
}
