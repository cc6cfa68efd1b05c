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
  const { step, of, round, status, due_at } = standing;
  if (of === null) {
    return {
      where: i18n.translate('incidents.standing.noPolicy', { defaultMessage: 'No policy' }),
      next: i18n.translate('incidents.standing.nobody', { defaultMessage: 'Nobody is told' }),
    };
  }
  const values = { step, of, round };
  const where =
    round > 1
      ? i18n.translate('incidents.standing.round', { defaultMessage: 'Step {step} of {of}, round {round}', values })
      : i18n.translate('incidents.standing.step', { defaultMessage: 'Step {step} of {of}', values });
  if (status === 'resolved' || due_at === null) {
    return { where, next: i18n.translate('incidents.standing.ended', { defaultMessage: 'Ended' }) };
  }
  const wait = Date.parse(due_at) - now;
  if (wait <= 0) return { where, next: i18n.translate('incidents.standing.due', { defaultMessage: 'Due now' }) };
  return {
    where,
    next: i18n.translate('incidents.standing.next', {
      defaultMessage: 'Next in {age}',
      values: { age: shortAge(wait) },
    }),
  };
}
